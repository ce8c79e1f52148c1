/** The door of Graph: the tenant the settings name. */
import type { Tenant } from '../live/tenant.ts';
import { createGraph } from './client.ts';
import { CLOUDS } from './clouds.ts';
import { createCredential } from './credentials.ts';
import type { GraphConfig } from './settings.ts';

/**
 * Nothing is asked yet: whether the tenant lets Mailtrail in shows with the first command.
 * @param config null when Mailtrail is connected to no tenant
 * @throws ConfigError when the certificate is not there or not whole
 */
export async function connectTenant(config: GraphConfig | null): Promise<Tenant | null> {
  if (config === null) return null;
  const cloud = CLOUDS[config.cloud];
  const token = await createCredential(config, cloud.login);
  return {
    id: config.tenantId,
    appId: config.clientId,
    cloud,
    graph: createGraph({ root: cloud.graph, token: (signal) => token(`${cloud.graph}/.default`, signal) }),
    token,
    exchangeAdmin: config.exchangeAdmin,
  };
}
