/** The tenant Mailtrail is connected to, if it is to one. Exports are read without. */
import type { Graph } from '../graph/graph.ts';
import type { Use } from '../graph/permissions.ts';
import { permissionWords } from '../graph/problem.ts';
import { Problem } from '../problems.ts';

/** Where Microsoft's services are in a cloud; no slash at the end. */
export interface Cloud {
  name: 'global' | 'gcc' | 'gcc-high' | 'dod' | 'china' | 'demo';
  graph: string;
  login: string;
  /** of the Management Activity API; null where there is none */
  management: string | null;
  exchange: string;
  /** the audit log can be searched through Graph */
  auditQueries: boolean;
}

export interface Tenant {
  /** lower-case */
  id: string;
  /** of the registration Mailtrail asks with, lower-case: what it reads itself carries this id */
  appId: string;
  cloud: Cloud;
  graph: Graph;
  /** An access token for another service, for example `https://manage.office.com/.default`. @throws GraphError */
  token(scope: string, signal?: AbortSignal): Promise<string>;
  /** audit settings may be read from Exchange's own endpoint, which Microsoft does not document */
  exchangeAdmin: boolean;
}

/**
 * @param use what it is for: the permission it takes is named
 * @throws Problem saying what to set, when Mailtrail is connected to no tenant
 */
export function connected(tenant: Tenant | null, use: Use): Tenant {
  if (tenant !== null) return tenant;
  throw new Problem('Mailtrail is not connected to a tenant', [
    'Set MAILTRAIL_GRAPH_TENANT_ID and MAILTRAIL_GRAPH_CLIENT_ID, and one of MAILTRAIL_GRAPH_CERTIFICATE, MAILTRAIL_GRAPH_MANAGED_IDENTITY or MAILTRAIL_GRAPH_SECRET.',
    `This needs ${permissionWords(use)}, with admin consent.`,
    'Exports can be analysed without: drop one here, or write analyze.',
  ]);
}
