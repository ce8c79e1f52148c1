/** The environment, checked before anything listens. Whatever is unclear stops the start: fail closed. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { type GraphConfig, graphOf, graphShape } from './graph/settings.ts';
import { ConfigError, GUID, guid, listOf } from './settings.ts';

export { ConfigError } from './settings.ts';

export type Role = 'viewer' | 'responder' | 'lead';
export const ROLES: readonly Role[] = ['viewer', 'responder', 'lead'];

/** The registration of the bot in Azure; absent in local mode. */
export interface TeamsApp {
  id: string;
  type: 'SingleTenant' | 'UserAssignedMSI';
  tenantId: string;
  /** SingleTenant only */
  password?: string;
}

export interface Config {
  /** null = local mode: only this computer may talk to the bot */
  app: TeamsApp | null;
  /** tenants (lower-case ids) whose people are answered; empty in local mode */
  tenants: string[];
  /** Entra object id, lower-case -> role; who is not listed is refused. Not used in local mode. */
  roles: ReadonlyMap<string, Role>;
  /** Entra group id, lower-case -> role of its members who are not listed themselves */
  roleGroups: ReadonlyMap<string, Role>;
  /** null = connected to no tenant */
  graph: GraphConfig | null;
  host: string;
  /** 0 = any free port */
  port: number;
  playgroundPort: number;
  dataFolder: string;
  /** watched: what lands there is analysed; `analyze <path>` may read it, besides the working folder */
  inboxFolder: string;
  workingFolder: string;
  /** bytes an uploaded file may have */
  largestFile: number;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** who shows it may read /metrics; null = nobody may */
  metricsToken: string | null;
}

const port = z.coerce.number('must be a port number').int('must be a whole number').min(0).max(65_535);

const schema = z.object({
  MICROSOFT_APP_ID: guid.optional(),
  MICROSOFT_APP_TYPE: z
    .enum(['SingleTenant', 'UserAssignedMSI'], 'must be SingleTenant or UserAssignedMSI, written exactly so')
    .optional(),
  MICROSOFT_APP_TENANT_ID: guid.optional(),
  MICROSOFT_APP_PASSWORD: z.string().optional(),
  MAILTRAIL_TENANTS: z.string().optional(),
  MAILTRAIL_ROLES: z.string().optional(),
  MAILTRAIL_ROLE_GROUPS: z.string().optional(),
  MAILTRAIL_HOST: z.string().optional(),
  MAILTRAIL_PORT: port.default(3978),
  MAILTRAIL_PLAYGROUND_PORT: port.default(56_150),
  MAILTRAIL_DATA: z.string().default('data'),
  MAILTRAIL_INBOX: z.string().default('inbox'),
  MAILTRAIL_LARGEST_FILE_MB: z.coerce
    .number('must be a number of megabytes')
    .positive('must be more than 0')
    .default(4096),
  MAILTRAIL_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  MAILTRAIL_METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{32,}$/, 'must be 32 or more characters without spaces, made by chance')
    .optional(),
  ...graphShape.shape,
});
type Settings = z.infer<typeof schema>;

/**
 * @param environment usually process.env; an empty value counts as not set
 * @throws ConfigError naming every setting that is wrong
 */
export function readConfig(environment: Record<string, string | undefined>, workingFolder: string): Config {
  const set = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '');
  const misspelt = set.find(([key]) => key.startsWith('MAILTRAIL_GRAPH_') && !(key in graphShape.shape));
  if (misspelt !== undefined) {
    const known = Object.keys(graphShape.shape).join(', ');
    throw new ConfigError(`${misspelt[0]}: there is no such setting; there are ${known}`);
  }
  const parsed = schema.safeParse(Object.fromEntries(set.map(([key, value]) => [key, value?.trim()])));
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((one) => `${one.path.join('.')}: ${one.message}`).join('\n'),
    );
  }
  const settings = parsed.data;
  const app = appOf(settings);
  const graph = graphOf(settings);
  return {
    app,
    tenants: app ? tenantsOf(settings, app) : [],
    roles: rolesOf('MAILTRAIL_ROLES', settings.MAILTRAIL_ROLES),
    roleGroups: roleGroupsOf(settings, graph),
    graph,
    host: app ? (settings.MAILTRAIL_HOST ?? '0.0.0.0') : localHost(settings.MAILTRAIL_HOST),
    port: settings.MAILTRAIL_PORT,
    playgroundPort: settings.MAILTRAIL_PLAYGROUND_PORT,
    dataFolder: resolve(workingFolder, settings.MAILTRAIL_DATA),
    inboxFolder: resolve(workingFolder, settings.MAILTRAIL_INBOX),
    workingFolder,
    largestFile: Math.floor(settings.MAILTRAIL_LARGEST_FILE_MB * 1024 * 1024),
    logLevel: settings.MAILTRAIL_LOG_LEVEL,
    metricsToken: settings.MAILTRAIL_METRICS_TOKEN ?? null,
  };
}

function appOf(settings: Settings): TeamsApp | null {
  const { MICROSOFT_APP_ID: id, MICROSOFT_APP_TYPE: type, MICROSOFT_APP_TENANT_ID: tenantId } = settings;
  const password = settings.MICROSOFT_APP_PASSWORD;
  if (id === undefined) {
    // Half a registration is a mistake; taking it for local mode would hide it.
    if (type ?? tenantId ?? password) {
      throw new ConfigError('MICROSOFT_APP_ID: missing, though other MICROSOFT_APP_ settings are there');
    }
    return null;
  }
  if (type === undefined) throw new ConfigError('MICROSOFT_APP_TYPE: write SingleTenant or UserAssignedMSI');
  if (tenantId === undefined) throw new ConfigError('MICROSOFT_APP_TENANT_ID: write the id of your tenant');
  if (type === 'UserAssignedMSI') {
    if (password !== undefined) {
      throw new ConfigError('MICROSOFT_APP_PASSWORD: a managed identity has none; remove it');
    }
    return { id, type, tenantId };
  }
  if (password === undefined) {
    throw new ConfigError('MICROSOFT_APP_PASSWORD: write the client secret of the app registration');
  }
  return { id, type, tenantId, password };
}

function tenantsOf({ MAILTRAIL_TENANTS }: Settings, app: TeamsApp): string[] {
  const listed = listOf(MAILTRAIL_TENANTS);
  for (const tenant of listed) {
    if (!GUID.test(tenant)) throw new ConfigError(`MAILTRAIL_TENANTS: "${tenant}" is not a tenant id`);
  }
  return listed.length === 0 ? [app.tenantId] : listed.map((tenant) => tenant.toLowerCase());
}

function rolesOf(setting: string, list: string | undefined): Map<string, Role> {
  return new Map(
    listOf(list).map((entry) => {
      const [id = '', name = ''] = entry.split('=').map((part) => part.trim().toLowerCase());
      const role = ROLES.find((one) => one === name);
      if (!GUID.test(id) || role === undefined) {
        throw new ConfigError(`${setting}: "${entry}" is not <Entra object id>=viewer|responder|lead`);
      }
      return [id, role];
    }),
  );
}

/** checkMemberGroups takes 20 groups at a time (reference/graph.md B1). */
const MOST_ROLE_GROUPS = 20;

function roleGroupsOf(
  { MAILTRAIL_ROLE_GROUPS: list }: Settings,
  graph: GraphConfig | null,
): Map<string, Role> {
  const groups = rolesOf('MAILTRAIL_ROLE_GROUPS', list);
  if (groups.size > MOST_ROLE_GROUPS) {
    throw new ConfigError(`MAILTRAIL_ROLE_GROUPS: at most ${MOST_ROLE_GROUPS} groups can be asked for`);
  }
  if (groups.size > 0 && graph === null) {
    throw new ConfigError(
      'MAILTRAIL_ROLE_GROUPS: needs MAILTRAIL_GRAPH_TENANT_ID and a way to sign in to it',
    );
  }
  return groups;
}

function localHost(host: string | undefined): string {
  if (host === undefined || host === '127.0.0.1') return '127.0.0.1';
  throw new ConfigError(
    'MAILTRAIL_HOST: without MICROSOFT_APP_ID nobody is authenticated, so only 127.0.0.1 is possible',
  );
}
