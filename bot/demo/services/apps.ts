/** Applications of the tenant: those that the log names, with what they were allowed. An attacker's forged one is not there. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { findApp } from '../../../analysis/reference/apps.ts';
import { refusal } from '../http-faults.ts';
import type { DemoAnswer, DemoRequest, MakeService, World } from '../service.ts';

interface Principal {
  id: string;
  appId: string;
  [field: string]: unknown;
}
interface Directory {
  principals: Principal[];
  grants: {
    id: string;
    clientId: string;
    consentType: string;
    principalId: string | null;
    resourceId: string;
    scope: string;
  }[];
  roles: { of: string; drawn: Record<string, unknown> }[];
}

/** Roles as Microsoft publishes them (permissions reference). */
const GRAPH_ROLES = {
  'Mail.Read': '810c84a8-4a9e-49e6-bf7d-12d183f40d01',
  'Mail.ReadWrite': 'e2a3a72e-5f79-4c64-b1b1-878b674786c9',
  'Mail.ReadBasic.All': '693c5e45-0940-467d-9b8a-1022fb9d42ef',
  'Mail.Send': 'b633e1c5-b582-4048-a93e-9f11b44c7e96',
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214',
} as const;
const EXCHANGE_ROLES = { full_access_as_app: 'dc890d15-9560-4a4c-9b7f-a736ec74ec40' } as const;
const GRAPH = '00000003-0000-0000-c000-000000000000';
const EXCHANGE = '00000002-0000-0ff1-ce00-000000000000';
/** Where Microsoft registers its own applications. */
const MICROSOFT = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';
const ELSEWHERE = '9c1f0f6e-2b7a-4d53-9d0c-5a3e1f7b8c21';

const access = z.looseObject({
  UserType: z.number().optional(),
  AppId: z.string().optional(),
  ClientAppId: z.string().optional(),
  AppAccessContext: z.looseObject({ ClientAppId: z.string().optional() }).optional(),
});
const consent = z.looseObject({
  CreationTime: z.string(),
  ModifiedProperties: z.array(z.looseObject({ Name: z.string(), NewValue: z.string() })),
  Target: z.array(z.looseObject({ ID: z.string() })).optional(),
});
const attackers = z.object({
  truth: z.object({ attacks: z.array(z.object({ markers: z.object({ apps: z.array(z.string()) }) })) }),
});

export const service: MakeService = (world) => {
  let made: Directory | null = null;
  const directory = () => {
    made ??= readDirectory(world);
    return made;
  };
  const list = (value: unknown[]): DemoAnswer => ({ status: 200, body: { value } });
  return {
    routes: [
      {
        method: 'GET',
        path: '/v1.0/servicePrincipals',
        answer: ({ query }) => {
          const wanted = wantedOf(query.get('$filter') ?? '');
          if (wanted === null)
            return refusal(400, 'Request_UnsupportedQuery', 'Unsupported or invalid query filter clause.');
          const found = directory().principals.filter((one) => wanted.values.includes(one[wanted.field]));
          return list(found.map((one) => selected(one, query)));
        },
      },
      {
        method: 'GET',
        path: '/v1.0/servicePrincipals/{servicePrincipal-id}/appRoleAssignments',
        answer: ({ params }) =>
          list(
            directory().roles.flatMap(({ of, drawn }) =>
              of === params['servicePrincipal-id'] ? [drawn] : [],
            ),
          ),
      },
      {
        method: 'GET',
        path: '/v1.0/oauth2PermissionGrants',
        answer: ({ query }) => {
          const [, client] = /^clientId eq '([^']*)'$/.exec(query.get('$filter') ?? '') ?? [];
          return list(directory().grants.filter(({ clientId }) => clientId === client));
        },
      },
      { method: 'GET', path: '/v1.0/users/{user-id}', answer: (request) => user(world, request) },
    ],
    faults: {},
  };
};

function user({ users }: World, { params, query }: DemoRequest): DemoAnswer {
  const found = users.find(({ id, userPrincipalName }) =>
    [id, userPrincipalName].includes(params['user-id'] ?? ''),
  );
  if (found === undefined) return refusal(404, 'Request_ResourceNotFound', 'Resource does not exist.');
  const { id, userPrincipalName, displayName } = found;
  return { status: 200, body: selected({ id, userPrincipalName, displayName }, query) };
}

function wantedOf(filter: string): { field: 'id' | 'appId'; values: unknown[] } | null {
  const [, field, one, many] = /^(id|appId) (?:eq '([^']*)'|in \((.*)\))$/.exec(filter) ?? [];
  if (field === undefined) return null;
  const values =
    one !== undefined ? [one] : [...(many ?? '').matchAll(/'([^']*)'/g)].map(([, value]) => value);
  return { field: field as 'id' | 'appId', values };
}

function selected(one: object, query: URLSearchParams): object {
  const wanted = query.get('$select')?.split(',');
  return wanted === undefined
    ? one
    : Object.fromEntries(Object.entries(one).filter(([key]) => wanted.includes(key)));
}

function readDirectory(world: World): Directory {
  const made: Directory = {
    principals: [
      resource(GRAPH, 'Microsoft Graph', GRAPH_ROLES),
      resource(EXCHANGE, 'Office 365 Exchange Online', EXCHANGE_ROLES),
    ],
    grants: [],
    roles: [],
  };
  const consents = readConsents(world);
  const { data } = attackers.safeParse(world);
  const forged = new Set(data?.truth.attacks.flatMap(({ markers }) => markers.apps));
  for (const { record } of world.records) {
    if (record.Operation !== 'MailItemsAccessed') continue;
    const read = access.safeParse(record).data;
    const appId = (read?.AppAccessContext?.ClientAppId ?? read?.ClientAppId ?? read?.AppId)?.toLowerCase();
    const isNew = appId !== undefined && appId !== '' && !made.principals.some((one) => one.appId === appId);
    if (!isNew || (forged.has(appId) && !consents.has(appId))) continue;
    add(made, appId, {
      byItself: read?.UserType === 5 || read?.UserType === 6,
      consent: consents.get(appId),
      world,
    });
  }
  return made;
}

interface Consent {
  principalId: string | null;
  scope: string;
  at: string;
}

function add(
  made: Directory,
  appId: string,
  { byItself, consent: given, world }: { byItself: boolean; consent: Consent | undefined; world: World },
): void {
  const known = findApp(appId);
  const id = guidOf(`principal ${appId}`);
  const first = known !== null && known.kind !== 'third-party-known' && known.kind !== 'malicious';
  const name = known?.name ?? (given === undefined ? `Contoso ${appId.slice(0, 4)}` : 'Mail Backup Free');
  made.principals.push({
    ...resource(appId, name, {}),
    id,
    appOwnerOrganizationId: first ? MICROSOFT : given === undefined ? world.tenantId : ELSEWHERE,
    ...(given === undefined ? {} : { createdDateTime: given.at }),
    verifiedPublisher: first
      ? { displayName: 'Microsoft Services', verifiedPublisherId: '5206095', addedDateTime: null }
      : { displayName: null, verifiedPublisherId: null, addedDateTime: null },
  });
  if (given !== undefined || !byItself) {
    made.grants.push({
      id: `grant-${id}`,
      clientId: id,
      consentType: given?.principalId ? 'Principal' : 'AllPrincipals',
      principalId: given?.principalId ?? null,
      resourceId: guidOf(`principal ${GRAPH}`),
      scope: given?.scope ?? ' Mail.ReadWrite offline_access User.Read',
    });
    return;
  }
  for (const role of ['Mail.Read', 'User.Read.All'] as const) {
    made.roles.push({
      of: id,
      drawn: {
        id: `role-${id}-${role}`,
        appRoleId: GRAPH_ROLES[role],
        createdDateTime: '2025-11-03T09:00:00Z',
        principalDisplayName: name,
        principalId: id,
        principalType: 'ServicePrincipal',
        resourceDisplayName: 'Microsoft Graph',
        resourceId: guidOf(`principal ${GRAPH}`),
      },
    });
  }
}

function resource(appId: string, name: string, roles: Record<string, string>): Principal {
  return {
    id: guidOf(`principal ${appId}`),
    appId,
    displayName: name,
    appDisplayName: name,
    accountEnabled: true,
    servicePrincipalType: 'Application',
    appOwnerOrganizationId: MICROSOFT,
    createdDateTime: '2024-02-01T08:00:00Z',
    disabledByMicrosoftStatus: null,
    verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
    signInAudience: 'AzureADMultipleOrgs',
    appRoles: Object.entries(roles).map(([value, id]) => ({
      id,
      value,
      displayName: value,
      isEnabled: true,
      allowedMemberTypes: ['Application'],
    })),
  };
}

/** By application: what the log says was consented to. */
function readConsents({ records }: World): Map<string, Consent> {
  const found = new Map<string, Consent>();
  for (const { record } of records) {
    if (record.Operation !== 'Consent to application.') continue;
    const given = consent.safeParse(record).data;
    const words = given?.ModifiedProperties.map(({ NewValue }) => NewValue).join(' ') ?? '';
    const [, client] = /ClientId: ([0-9a-f-]{36})/i.exec(words) ?? [];
    const [, principalId = null] = /PrincipalId: ([0-9a-f-]{36})/i.exec(words) ?? [];
    const [, scope = ''] = /Scope: ([^\],]+)/.exec(words) ?? [];
    if (given && client)
      found.set(client.toLowerCase(), { principalId, scope, at: `${given.CreationTime}Z` });
  }
  return found;
}

function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [8, 4, 4, 4, 12].map((length, i) => hex.slice(i * 12, i * 12 + length)).join('-');
}
