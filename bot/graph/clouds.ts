/**
 * Where Microsoft's services are (learn.microsoft.com/graph/deployments; Management API: reference/graph.md B6). GCC is
 * served by the global Graph. Audit queries are not offered in GCC High, DoD and 21Vianet (B4).
 */
import type { Cloud } from '../live/tenant.ts';
import type { GraphConfig } from './settings.ts';

export const CLOUDS: Readonly<Record<GraphConfig['cloud'], Cloud>> = {
  global: {
    name: 'global',
    graph: 'https://graph.microsoft.com',
    login: 'https://login.microsoftonline.com',
    management: 'https://manage.office.com',
    exchange: 'https://outlook.office365.com',
    auditQueries: true,
  },
  gcc: {
    name: 'gcc',
    graph: 'https://graph.microsoft.com',
    login: 'https://login.microsoftonline.com',
    management: 'https://manage-gcc.office.com',
    exchange: 'https://outlook.office365.com',
    auditQueries: true,
  },
  'gcc-high': {
    name: 'gcc-high',
    graph: 'https://graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
    management: 'https://manage.office365.us',
    exchange: 'https://outlook.office365.us',
    auditQueries: false,
  },
  dod: {
    name: 'dod',
    graph: 'https://dod-graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
    management: 'https://manage.protection.apps.mil',
    exchange: 'https://outlook-dod.office365.us',
    auditQueries: false,
  },
  china: {
    name: 'china',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    login: 'https://login.chinacloudapi.cn',
    management: null,
    exchange: 'https://partner.outlook.cn',
    auditQueries: false,
  },
};
