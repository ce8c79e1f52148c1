/** What the tenant says of an application that reads mail. */

import type { RenderedCard } from '../../../cards/index.ts';
import { type CardInputs, renderCard } from '../../../cards/index.ts';
import type { Role } from '../../config.ts';
import {
  type ConsentGrant,
  consentsOf,
  findServicePrincipal,
  MOST_ENTRIES,
  type RoleAssignment,
  resourcesOf,
  rolesOf,
  type ServicePrincipal,
  userNames,
} from '../../graph/apps.ts';
import { GraphError } from '../../graph/graph.ts';
import { PERMISSIONS } from '../../graph/permissions.ts';
import type { Services } from '../../services.ts';
import type { Tenant } from '../tenant.ts';
import { decode, type Risk } from './permissions.ts';

export type TenantApp = NonNullable<CardInputs['app']['tenant']>;
type Permission = NonNullable<NonNullable<TenantApp['known']>['permissions']>[number];

/** Tenants in which Microsoft registers its own applications (its page on first-party applications). */
const MICROSOFT = ['f8cdef31-a31e-4b4a-93e4-5f571e91255a', '72f988bf-86f1-41af-91ab-2d7cd011db47'];
/** Somebody waits for the card. */
const WITHIN_MS = 20_000;
const MOST_NAMES = 20;
const RISKS: Risk[] = ['high', 'medium', 'unknown', 'low'];

/**
 * The card of an application: what the log says, and what the tenant does. Viewers are not told who consented.
 * @throws EngineError no-such-case
 */
export async function appCard(
  { engine, live }: Services,
  caseId: string,
  { id, offset = 0 }: { id: string; offset?: number },
  role: Role,
): Promise<RenderedCard> {
  const section = await engine.section(caseId, 'app', { id, offset });
  const told = role === 'viewer' ? forViewers : undefined;
  const tenant = live.tenant === null ? NOT_CONNECTED : await tenantApp(live.tenant, id, told);
  return renderCard('app', { ...section, tenant: role === 'viewer' ? withoutPeople(tenant) : tenant });
}

/** What a service writes about an error may name somebody. */
export function forViewers({ status }: GraphError): string {
  return status === 0 ? 'Microsoft Graph gave no answer' : `Microsoft Graph answered ${status}`;
}

const NOT_CONNECTED: TenantApp = {
  missing: [
    `What it was allowed is not shown: Mailtrail is not connected to a tenant. With ${[
      ...PERMISSIONS.apps,
      ...PERMISSIONS.consents,
    ]
      .map(({ name }) => name)
      .join(' and ')} it would be`,
  ],
};

/**
 * Never throws for what Graph refuses: the card then says what is missing.
 * @param wordsOf what is told of it
 */
export async function tenantApp(
  { graph, id: tenantId }: Pick<Tenant, 'graph' | 'id'>,
  appId: string,
  wordsOf: (error: GraphError) => string = ({ message }) => message,
): Promise<TenantApp> {
  const missing: string[] = [];
  const asking = { within: WITHIN_MS };
  /** `fallback` where Graph refuses or fails, which is said. */
  async function told<T>(what: string, fallback: T, asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      missing.push(`${what}: ${wordsOf(error)}${neededFor(error)}`);
      return fallback;
    }
  }
  const found = await told(
    'What the tenant knows is not shown',
    undefined,
    findServicePrincipal(graph, appId, asking),
  );
  if (!found) return { known: found, missing };
  const [grants, roles] = await Promise.all([
    told('Delegated permissions are not shown', [], consentsOf(graph, found, asking)),
    told('Application permissions are not shown', [], rolesOf(graph, found, asking)),
  ]);
  const services = await told(
    'Names of roles are not shown',
    new Map<string, ServicePrincipal>(),
    resourcesOf(
      graph,
      [...grants, ...roles].map(({ resourceId }) => resourceId),
      asking,
    ),
  );
  for (const [what, all] of [
    ['delegated', grants],
    ['application', roles],
  ] as const) {
    if (all.length >= MOST_ENTRIES)
      missing.push(`Only the first ${MOST_ENTRIES.toLocaleString('en-US')} ${what} permissions are shown`);
  }
  const people = grants.flatMap(({ principalId }) => principalId ?? []).slice(0, MOST_NAMES);
  const names = await told(
    'Names of people are not shown',
    new Map<string, string>(),
    userNames(graph, people, asking),
  );
  const permissions = [...ofRoles(roles, services), ...ofConsents(grants, services, names)];
  return {
    missing,
    known: {
      name: found.displayName ?? found.appDisplayName ?? null,
      ...ownerOf(found, tenantId),
      publisher:
        (found.verifiedPublisher?.verifiedPublisherId && found.verifiedPublisher.displayName) || null,
      createdAt: found.createdDateTime ?? null,
      enabled: found.accountEnabled !== false,
      disabledByMicrosoft: found.disabledByMicrosoftStatus === 'DisabledDueToViolationOfServicesAgreement',
      permissions: permissions.sort((a, b) => RISKS.indexOf(a.risk) - RISKS.indexOf(b.risk)),
    },
  };
}

function neededFor({ status, use }: GraphError): string {
  if (status !== 403 || use === null) return '';
  return `. It needs ${PERMISSIONS[use].map(({ name }) => name).join(' and ')}`;
}

function ownerOf({ appOwnerOrganizationId }: ServicePrincipal, tenantId: string) {
  const ownerId = appOwnerOrganizationId?.toLowerCase() ?? null;
  if (ownerId === null) return { owner: 'unknown' as const, ownerId };
  if (ownerId === tenantId) return { owner: 'own' as const, ownerId };
  return { owner: MICROSOFT.includes(ownerId) ? ('microsoft' as const) : ('other' as const), ownerId };
}

function ofRoles(roles: readonly RoleAssignment[], services: Map<string, ServicePrincipal>): Permission[] {
  return roles.map(({ appRoleId, resourceId, resourceDisplayName, createdDateTime }) => {
    const service = services.get(resourceId);
    const role = service?.appRoles?.find(({ id }) => id === appRoleId)?.value;
    return {
      name: role ?? `role ${appRoleId}`,
      of: resourceDisplayName ?? service?.displayName ?? resourceId,
      kind: 'application',
      whom: [],
      people: null,
      since: createdDateTime ?? null,
      ...(role == null ? NOT_RATED : decode(role, 'application')),
    };
  });
}

const NOT_RATED = { risk: 'unknown' as const, means: null };

/** Consents of several people to the same permission are one line. */
function ofConsents(
  grants: readonly ConsentGrant[],
  services: Map<string, ServicePrincipal>,
  names: Map<string, string>,
): Permission[] {
  const found = new Map<string, Permission>();
  for (const { consentType, principalId, resourceId, scope } of grants) {
    const forAll = consentType === 'AllPrincipals' || principalId == null;
    for (const name of new Set(scope?.split(/\s+/).filter((one) => one !== ''))) {
      const key = JSON.stringify([name.toLowerCase(), resourceId, forAll]);
      const known = found.get(key);
      const one: Permission = known ?? {
        name,
        of: services.get(resourceId)?.displayName ?? resourceId,
        kind: 'delegated',
        whom: [],
        people: forAll ? null : 0,
        since: null,
        ...decode(name, 'delegated'),
      };
      found.set(key, one);
      if (one.people !== null) one.people += 1;
      const who = principalId == null ? undefined : names.get(principalId);
      if (who !== undefined) one.whom.push(who);
    }
  }
  return [...found.values()];
}

/** Viewers see how many, not whose. */
function withoutPeople(tenant: TenantApp): TenantApp {
  const { known } = tenant;
  if (!known) return tenant;
  return {
    ...tenant,
    known: { ...known, permissions: known.permissions.map((one) => ({ ...one, whom: [] })) },
  };
}
