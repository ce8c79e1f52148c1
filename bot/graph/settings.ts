/** With what Mailtrail signs in to which tenant. Half of it, or too much, stops the start: fail closed. */
import { z } from 'zod';
import { ConfigError, guid } from '../settings.ts';

const CLOUD_NAMES = ['global', 'gcc', 'gcc-high', 'dod', 'china'] as const;

export type CredentialConfig =
  | { kind: 'certificate'; path: string }
  | { kind: 'managed-identity'; assigned: 'user' | 'system' }
  | { kind: 'secret'; secret: string };

export interface GraphConfig {
  /** lower-case */
  tenantId: string;
  /** of the registration, or of the managed identity; lower-case */
  clientId: string;
  credential: CredentialConfig;
  cloud: (typeof CLOUD_NAMES)[number];
  /** audit settings may be read from Exchange's own endpoint, which Microsoft does not document */
  exchangeAdmin: boolean;
}

export const graphShape = z.object({
  MAILTRAIL_GRAPH_TENANT_ID: guid.optional(),
  MAILTRAIL_GRAPH_CLIENT_ID: guid.optional(),
  MAILTRAIL_GRAPH_CERTIFICATE: z.string().optional(),
  MAILTRAIL_GRAPH_MANAGED_IDENTITY: z.enum(['user', 'system'], 'must be user or system').optional(),
  MAILTRAIL_GRAPH_SECRET: z.string().optional(),
  MAILTRAIL_GRAPH_CLOUD: z.enum(CLOUD_NAMES, `must be one of ${CLOUD_NAMES.join(', ')}`).optional(),
  MAILTRAIL_EXCHANGE_ADMIN: z.enum(['on', 'off'], 'must be on or off').optional(),
});
type Settings = z.infer<typeof graphShape>;

/**
 * @returns null when nothing is set: Mailtrail is connected to no tenant
 * @throws ConfigError naming the setting
 */
export function graphOf(settings: Settings): GraphConfig | null {
  const { MAILTRAIL_GRAPH_TENANT_ID: tenantId, MAILTRAIL_GRAPH_CLIENT_ID: clientId } = settings;
  const [set] = Object.keys(graphShape.shape).filter(
    (name) => settings[name as keyof Settings] !== undefined,
  );
  if (set === undefined || (set === 'MAILTRAIL_EXCHANGE_ADMIN' && settings[set] === 'off')) return null;
  if (tenantId === undefined) throw missing('MAILTRAIL_GRAPH_TENANT_ID', 'the id of the tenant', set);
  if (clientId === undefined) {
    throw missing('MAILTRAIL_GRAPH_CLIENT_ID', 'the application id of the registration or identity', set);
  }
  return {
    tenantId,
    clientId,
    credential: credentialOf(settings),
    cloud: settings.MAILTRAIL_GRAPH_CLOUD ?? 'global',
    exchangeAdmin: settings.MAILTRAIL_EXCHANGE_ADMIN === 'on',
  };
}

function credentialOf(settings: Settings): CredentialConfig {
  const { MAILTRAIL_GRAPH_CERTIFICATE: path, MAILTRAIL_GRAPH_SECRET: secret } = settings;
  const { MAILTRAIL_GRAPH_MANAGED_IDENTITY: assigned } = settings;
  const given: CredentialConfig[] = [
    ...(path === undefined ? [] : [{ kind: 'certificate' as const, path }]),
    ...(assigned === undefined ? [] : [{ kind: 'managed-identity' as const, assigned }]),
    ...(secret === undefined ? [] : [{ kind: 'secret' as const, secret }]),
  ];
  const [only, more] = given;
  if (only !== undefined && more === undefined) return only;
  throw new ConfigError(
    'Set exactly one of MAILTRAIL_GRAPH_CERTIFICATE (a PEM file with certificate and private key), MAILTRAIL_GRAPH_MANAGED_IDENTITY (user or system) and MAILTRAIL_GRAPH_SECRET.',
  );
}

function missing(name: string, what: string, because: string): ConfigError {
  return new ConfigError(`${name}: write ${what}; ${because} is set, and needs it`);
}
