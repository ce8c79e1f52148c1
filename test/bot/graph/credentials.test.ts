import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenCredentialOptions } from '@azure/identity';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CLOUDS } from '../../../bot/graph/clouds.ts';
import { createCredential } from '../../../bot/graph/credentials.ts';
import { GraphError } from '../../../bot/graph/graph.ts';
import { connectTenant } from '../../../bot/graph/index.ts';
import type { CredentialConfig, GraphConfig } from '../../../bot/graph/settings.ts';
import { ConfigError } from '../../../bot/settings.ts';
import { makePem } from './pem.ts';

type HttpClient = NonNullable<TokenCredentialOptions['httpClient']>;
type Sent = Parameters<HttpClient['sendRequest']>[0];

const TENANT = '11111111-1111-4111-8111-111111111111';
const CLIENT = '22222222-2222-4222-8222-222222222222';
let folder: string;
let certificate: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credentials-'));
  const pem = makePem();
  certificate = pem.certificate;
  await writeFile(join(folder, 'both.pem'), pem.certificate + pem.key);
  await writeFile(join(folder, 'half.pem'), pem.certificate);
});
afterAll(() => rm(folder, { recursive: true }));

function configFor(credential: CredentialConfig, cloud: GraphConfig['cloud'] = 'global'): GraphConfig {
  return { tenantId: TENANT, clientId: CLIENT, credential, cloud, exchangeAdmin: false };
}

/** Entra as far as a token needs it. */
function entra(answer: { status: number; body: unknown }): { sent: Sent[]; httpClient: HttpClient } {
  const sent: Sent[] = [];
  return {
    sent,
    httpClient: {
      async sendRequest(request) {
        sent.push(request);
        const host = new URL(request.url).origin;
        const isDiscovery = request.url.includes('/.well-known/') || request.url.includes('/discovery/');
        const found = {
          token_endpoint: `${host}/${TENANT}/oauth2/v2.0/token`,
          authorization_endpoint: `${host}/${TENANT}/oauth2/v2.0/authorize`,
          issuer: `${host}/${TENANT}/v2.0`,
          jwks_uri: `${host}/${TENANT}/keys`,
          tenant_discovery_endpoint: `${host}/${TENANT}/v2.0/.well-known/openid-configuration`,
          metadata: [],
        };
        const { status, body } = isDiscovery ? { status: 200, body: found } : answer;
        // The library's own kind of headers; the request is not read again.
        const { headers } = request;
        headers.set('content-type', 'application/json');
        return { request, status, headers, bodyAsText: JSON.stringify(body) };
      },
    },
  };
}

const GRANTED = { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: 'the-token' } };

function formOf(sent: Sent[]): URLSearchParams {
  return new URLSearchParams(String(sent.find(({ method }) => method === 'POST')?.body));
}

test('a certificate signs what is sent to the sign-in of its cloud', async () => {
  const { sent, httpClient } = entra(GRANTED);
  const config = configFor({ kind: 'certificate', path: join(folder, 'both.pem') }, 'gcc-high');
  const { login, graph } = CLOUDS['gcc-high'];
  const token = await createCredential(config, login, { httpClient });
  expect(await token(`${graph}/.default`)).toBe('the-token');
  expect(new Set(sent.map(({ url }) => new URL(url).host))).toEqual(new Set(['login.microsoftonline.us']));
  const form = formOf(sent);
  expect([form.get('client_id'), form.get('scope')]).toEqual([CLIENT, 'https://graph.microsoft.us/.default']);
  const [, claims = ''] = (form.get('client_assertion') ?? '').split('.');
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ iss: CLIENT, sub: CLIENT });
  expect(new X509Certificate(certificate).subject).toBe('CN=mailtrail test');
});

test('a secret is sent to no other place, and the token is kept', async () => {
  const { sent, httpClient } = entra(GRANTED);
  const config = configFor({ kind: 'secret', secret: 'not-a-secret' });
  const token = await createCredential(config, CLOUDS.global.login, { httpClient });
  await token('https://graph.microsoft.com/.default');
  await token('https://graph.microsoft.com/.default');
  expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(1);
  expect(formOf(sent).get('client_secret')).toBe('not-a-secret');
});

test('a managed identity asks the machine it runs on', async () => {
  vi.stubEnv('IDENTITY_ENDPOINT', 'http://127.0.0.1:9/msi/token');
  vi.stubEnv('IDENTITY_HEADER', 'of-the-machine');
  try {
    const expires_on = String(Math.floor(Date.now() / 1000) + 3600);
    const { sent, httpClient } = entra({ ...GRANTED, body: { ...GRANTED.body, expires_on } });
    const config = configFor({ kind: 'managed-identity', assigned: 'user' });
    const token = await createCredential(config, CLOUDS.global.login, { httpClient });
    expect(await token('https://graph.microsoft.com/.default')).toBe('the-token');
    const url = new URL(sent.at(-1)?.url ?? '');
    expect([url.origin, url.searchParams.get('client_id')]).toEqual(['http://127.0.0.1:9', CLIENT]);
  } finally {
    vi.unstubAllEnvs();
  }
});

test('what Entra refuses is told in its words, without the secret', async () => {
  const error_description = 'AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 1';
  const { httpClient } = entra({ status: 401, body: { error: 'invalid_client', error_description } });
  const config = configFor({ kind: 'secret', secret: 'not-a-secret' });
  const token = await createCredential(config, CLOUDS.global.login, { httpClient });
  const error = await token('https://graph.microsoft.com/.default').catch((one: unknown) => one);
  expect(error).toBeInstanceOf(GraphError);
  expect(error).toMatchObject({ code: 'no-token' });
  expect((error as GraphError).message).toContain('AADSTS7000215');
  expect((error as GraphError).message).not.toContain('not-a-secret');
});

test.each(['half.pem', 'missing.pem'])(
  'a certificate that is not whole stops the start: %s',
  async (name) => {
    const connecting = connectTenant(configFor({ kind: 'certificate', path: join(folder, name) }));
    await expect(connecting).rejects.toThrow(ConfigError);
    await expect(connecting).rejects.toThrow('MAILTRAIL_GRAPH_CERTIFICATE');
  },
);

test('without settings there is no tenant; with them it is where its cloud is', async () => {
  expect(await connectTenant(null)).toBeNull();
  const tenant = await connectTenant(configFor({ kind: 'secret', secret: 'x' }, 'dod'));
  expect(tenant).toMatchObject({ id: TENANT, appId: CLIENT, cloud: { name: 'dod', auditQueries: false } });
  expect(tenant?.graph.sent).toBe(0);
});
