import { expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../bot/config.ts';

const ID = '11111111-1111-4111-8111-111111111111';
const APP = {
  MICROSOFT_APP_ID: ID,
  MICROSOFT_APP_TYPE: 'SingleTenant',
  MICROSOFT_APP_TENANT_ID: ID,
  MICROSOFT_APP_PASSWORD: 'not-a-secret',
};

test('nothing set is local mode on this computer', () => {
  const config = readConfig({ MICROSOFT_APP_ID: '' }, '/srv/mailtrail');
  expect(config).toMatchObject({
    app: null,
    host: '127.0.0.1',
    port: 3978,
    dataFolder: '/srv/mailtrail/data',
  });
  expect(config.largestFile).toBe(4 * 1024 ** 3);
});

test('an app id brings its tenant and roles', () => {
  const config = readConfig({ ...APP, MAILTRAIL_ROLES: `${ID.toUpperCase()}=lead` }, '/');
  expect(config).toMatchObject({ app: { type: 'SingleTenant' }, tenants: [ID], host: '0.0.0.0' });
  expect(config.roles.get(ID)).toBe('lead');
});

test.each([
  ['a misspelt type', { ...APP, MICROSOFT_APP_TYPE: 'singletenantt' }, 'MICROSOFT_APP_TYPE'],
  ['another case', { ...APP, MICROSOFT_APP_TYPE: 'singletenant' }, 'MICROSOFT_APP_TYPE'],
  ['multi-tenant', { ...APP, MICROSOFT_APP_TYPE: 'MultiTenant' }, 'MICROSOFT_APP_TYPE'],
  ['no type', { ...APP, MICROSOFT_APP_TYPE: '' }, 'MICROSOFT_APP_TYPE'],
  ['no tenant', { ...APP, MICROSOFT_APP_TENANT_ID: '' }, 'MICROSOFT_APP_TENANT_ID'],
  ['no secret', { ...APP, MICROSOFT_APP_PASSWORD: '' }, 'MICROSOFT_APP_PASSWORD'],
  [
    'a secret of a managed identity',
    { ...APP, MICROSOFT_APP_TYPE: 'UserAssignedMSI' },
    'MICROSOFT_APP_PASSWORD',
  ],
  ['an app id that is none', { ...APP, MICROSOFT_APP_ID: 'mailtrail' }, 'MICROSOFT_APP_ID'],
  ['half a registration', { MICROSOFT_APP_PASSWORD: 'x' }, 'MICROSOFT_APP_ID'],
  ['local mode for everybody', { MAILTRAIL_HOST: '0.0.0.0' }, 'MAILTRAIL_HOST'],
  ['a tenant that is none', { ...APP, MAILTRAIL_TENANTS: 'contoso.com' }, 'MAILTRAIL_TENANTS'],
  ['a role that is none', { ...APP, MAILTRAIL_ROLES: `${ID}=admin` }, 'MAILTRAIL_ROLES'],
  ['a port that is none', { MAILTRAIL_PORT: '99999' }, 'MAILTRAIL_PORT'],
])('%s stops the start', (_what, environment, setting) => {
  expect(() => readConfig(environment, '/')).toThrow(ConfigError);
  expect(() => readConfig(environment, '/')).toThrow(setting);
});

test('no message repeats a secret', () => {
  const environment = { ...APP, MICROSOFT_APP_TYPE: 'x', MICROSOFT_APP_PASSWORD: 'very-secret' };
  expect(() => readConfig(environment, '/')).toThrow(/^(?!.*very-secret)/s);
});

const GRAPH = {
  MAILTRAIL_GRAPH_TENANT_ID: ID.toUpperCase(),
  MAILTRAIL_GRAPH_CLIENT_ID: ID,
  MAILTRAIL_GRAPH_CERTIFICATE: '/etc/mailtrail.pem',
};

test('a tenant is read with one way to sign in', () => {
  expect(readConfig({}, '/').graph).toBeNull();
  expect(readConfig({ ...GRAPH, MAILTRAIL_ROLE_GROUPS: `${ID}=viewer` }, '/')).toMatchObject({
    graph: {
      tenantId: ID,
      clientId: ID,
      credential: { kind: 'certificate', path: '/etc/mailtrail.pem' },
      cloud: 'global',
      exchangeAdmin: false,
    },
    roleGroups: new Map([[ID, 'viewer']]),
  });
  const identity = {
    ...GRAPH,
    MAILTRAIL_GRAPH_CERTIFICATE: '',
    MAILTRAIL_GRAPH_MANAGED_IDENTITY: 'system',
    MAILTRAIL_GRAPH_CLOUD: 'gcc-high',
    MAILTRAIL_EXCHANGE_ADMIN: 'on',
  };
  expect(readConfig(identity, '/').graph).toMatchObject({
    credential: { kind: 'managed-identity', assigned: 'system' },
    cloud: 'gcc-high',
    exchangeAdmin: true,
  });
});

test.each([
  ['two ways to sign in', { ...GRAPH, MAILTRAIL_GRAPH_SECRET: 'x' }, 'exactly one'],
  ['none', { ...GRAPH, MAILTRAIL_GRAPH_CERTIFICATE: '' }, 'exactly one'],
  ['no tenant', { ...GRAPH, MAILTRAIL_GRAPH_TENANT_ID: '' }, 'MAILTRAIL_GRAPH_TENANT_ID'],
  ['no client', { ...GRAPH, MAILTRAIL_GRAPH_CLIENT_ID: '' }, 'MAILTRAIL_GRAPH_CLIENT_ID'],
  ['a cloud that is not there', { ...GRAPH, MAILTRAIL_GRAPH_CLOUD: 'mars' }, 'MAILTRAIL_GRAPH_CLOUD'],
  ['a misspelt name alone', { MAILTRAIL_GRAPH_SECRT: 'x' }, 'MAILTRAIL_GRAPH_SECRT'],
  ['a cloud alone', { MAILTRAIL_GRAPH_CLOUD: 'dod' }, 'MAILTRAIL_GRAPH_TENANT_ID'],
  ['an identity of no kind', { MAILTRAIL_GRAPH_MANAGED_IDENTITY: 'yes' }, 'must be user or system'],
  ['groups without a tenant', { MAILTRAIL_ROLE_GROUPS: `${ID}=lead` }, 'MAILTRAIL_ROLE_GROUPS'],
  ['a group without a role', { ...GRAPH, MAILTRAIL_ROLE_GROUPS: ID }, 'MAILTRAIL_ROLE_GROUPS'],
])('half a tenant stops the start: %s', (_, environment, setting) => {
  expect(() => readConfig(environment, '/')).toThrow(ConfigError);
  expect(() => readConfig(environment, '/')).toThrow(setting);
});
