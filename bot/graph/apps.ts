/** Applications of the tenant: what they are, and what they were allowed (graph.md B1). */
import { z } from 'zod';
import { getAll } from './batch.ts';
import { type Graph, type GraphCall, GraphError } from './graph.ts';
import { odataString, pathPart } from './odata.ts';
import type { Use } from './permissions.ts';

const text = z.string().nullish();
const principal = z.looseObject({
  id: z.string(),
  appId: text,
  displayName: text,
  appDisplayName: text,
  accountEnabled: z.boolean().nullish(),
  appOwnerOrganizationId: text,
  /** not in Microsoft's contract of v1.0, but on the wire */
  createdDateTime: text,
  disabledByMicrosoftStatus: text,
  verifiedPublisher: z.looseObject({ displayName: text, verifiedPublisherId: text }).nullish(),
  appRoles: z.array(z.looseObject({ id: z.string(), value: text })).nullish(),
});
const grant = z.looseObject({
  consentType: text,
  principalId: text,
  resourceId: z.string(),
  scope: text,
});
const assignment = z.looseObject({
  appRoleId: z.string(),
  createdDateTime: text,
  resourceId: z.string(),
  resourceDisplayName: text,
});
const user = z.looseObject({ userPrincipalName: text, displayName: text });

export type ServicePrincipal = z.infer<typeof principal>;
export type ConsentGrant = z.infer<typeof grant>;
export type RoleAssignment = z.infer<typeof assignment>;

type Asking = Pick<GraphCall, 'signal' | 'within'>;

/** An application with more than this was granted nothing by hand. */
export const MOST_ENTRIES = 2_000;
/** Values of one `in`, as Graph takes them. */
const MOST_IN = 15;
/** Somebody waits; the roles of services beyond are shown by their ids. */
const MOST_RESOURCES = 60;

/** @returns null where the tenant does not know the application @throws GraphError */
export async function findServicePrincipal(
  graph: Graph,
  appId: string,
  asking: Asking,
): Promise<ServicePrincipal | null> {
  const query = { $filter: `appId eq ${odataString(appId)}` };
  const [found = null] = await listOf(graph, '/servicePrincipals', principal, {
    ...asking,
    use: 'apps',
    query,
  });
  return found;
}

/** What people, or an administrator for all of them, let it do in their name. @throws GraphError */
export function consentsOf(graph: Graph, { id }: ServicePrincipal, asking: Asking): Promise<ConsentGrant[]> {
  const query = { $filter: `clientId eq ${odataString(id)}` };
  return listOf(graph, '/oauth2PermissionGrants', grant, { ...asking, use: 'consents', query });
}

/** What it may do by itself. @throws GraphError */
export function rolesOf(graph: Graph, { id }: ServicePrincipal, asking: Asking): Promise<RoleAssignment[]> {
  const path = `/servicePrincipals/${pathPart(id)}/appRoleAssignments`;
  return listOf(graph, path, assignment, { ...asking, use: 'apps' });
}

/** The services that permissions are of, by object id: they name the roles. @throws GraphError */
export async function resourcesOf(
  graph: Graph,
  ids: readonly string[],
  asking: Asking,
): Promise<Map<string, ServicePrincipal>> {
  const wanted = [...new Set(ids)].slice(0, MOST_RESOURCES);
  const found = new Map<string, ServicePrincipal>();
  for (let start = 0; start < wanted.length; start += MOST_IN) {
    const some = wanted.slice(start, start + MOST_IN);
    const query = {
      $filter: `id in (${some.map(odataString).join(',')})`,
      $select: 'id,appId,displayName,appRoles',
    };
    const given = await listOf(graph, '/servicePrincipals', principal, { ...asking, use: 'apps', query });
    for (const one of given) found.set(one.id, one);
  }
  return found;
}

/** Names of users by object id; who is not found is left out. @throws GraphError */
export async function userNames(
  graph: Graph,
  ids: readonly string[],
  asking: Asking,
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  const calls = wanted.map((id) => ({
    path: `/users/${pathPart(id)}`,
    query: { $select: 'id,userPrincipalName,displayName' },
  }));
  const { answers } = await getAll(graph, calls, { ...asking, use: 'consents' });
  return new Map(
    wanted.flatMap((id, index) => {
      const found = user.safeParse(answers[index]?.body).data;
      const name = found?.userPrincipalName ?? found?.displayName;
      return answers[index]?.status === 200 && name ? [[id, name] as const] : [];
    }),
  );
}

async function listOf<T>(graph: Graph, path: string, shape: z.ZodType<T>, call: GraphCall & { use: Use }) {
  const found: T[] = [];
  for await (const { items, requestId } of graph.pages(path, call)) {
    const read = z.array(shape).safeParse(items);
    if (!read.success) {
      const words = 'Microsoft Graph answered about an application in a shape that is not documented';
      throw new GraphError(words, 200, 'malformed', requestId, call.use);
    }
    found.push(...read.data);
    if (found.length >= MOST_ENTRIES) break;
  }
  return found.slice(0, MOST_ENTRIES);
}
