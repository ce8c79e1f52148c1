/** What the tenant says of an application, asked by the real client over real HTTP. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DemoTenant, makeWorld, type SimulatedWorld, startDemoTenant } from '../../../bot/demo/index.ts';
import { forViewers, tenantApp } from '../../../bot/live/names/app.ts';
import { decode } from '../../../bot/live/names/permissions.ts';
import { samples } from '../../../cards/app/sample.ts';
import { renderCard } from '../../../cards/index.ts';
import { checkContract } from '../demo/contract.ts';
import { turnedClock } from './clock.ts';

let demo: DemoTenant<SimulatedWorld>;
const GRAPH = '00000003-0000-0000-c000-000000000000';

beforeAll(async () => {
  const attacks = ['consent-phishing', 'unknown-app'];
  const world = await makeWorld({ seed: 'apps', people: 12, days: 2, attacks });
  demo = await startDemoTenant({ world, graph: { clock: turnedClock() } });
});
afterAll(() => demo.close());
beforeEach(() => {
  demo.world.faults.clear();
  demo.requests.length = 0;
});
afterEach(() => checkContract(demo.requests));

const appOf = (attack: string) =>
  demo.world.truth.attacks.find(({ name }) => name === attack)?.markers.apps[0] ?? '';

test('an application somebody consented to: whose it is, since when, for whom, and what that means', async () => {
  const app = await tenantApp(demo.tenant, appOf('consent-phishing'));
  expect(app.missing).toEqual([]);
  expect(app.known).toMatchObject({
    name: 'Mail Backup Free',
    owner: 'other',
    publisher: null,
    enabled: true,
  });
  expect(app.known?.createdAt).toMatch(/^2026-05-\d\dT/);
  const [mail] = app.known?.permissions ?? [];
  expect(mail).toMatchObject({
    name: 'Mail.Read',
    of: 'Microsoft Graph',
    kind: 'delegated',
    people: 1,
    risk: 'high',
  });
  expect(mail?.whom).toEqual([expect.stringContaining('@')]);
  console.log(`app <id>: ${demo.requests.length} requests`);
  // Principal, consents, roles, the services they are of; a batch with one person in it.
  expect(demo.requests).toHaveLength(6);
});

test('an application that acts by itself: roles by the names of their service', async () => {
  const known = await Promise.all(
    [...new Set(demo.world.records.map(({ record }) => String(record.ClientAppId ?? '')))].map((id) =>
      tenantApp(demo.tenant, id),
    ),
  );
  const roles = known
    .flatMap((one) => one.known?.permissions ?? [])
    .filter(({ kind }) => kind === 'application');
  expect(roles.map(({ name }) => name)).toContain('Mail.Read');
  expect(roles.map(({ name }) => name).filter((name) => name.startsWith('role '))).toEqual([]);
});

test('an application with forged tokens is not known; Microsoft Graph is one of Microsoft', async () => {
  expect(await tenantApp(demo.tenant, appOf('unknown-app'))).toEqual({ known: null, missing: [] });
  expect((await tenantApp(demo.tenant, GRAPH)).known).toMatchObject({ owner: 'microsoft' });
});

test('what Graph refuses is said with the permission it takes, and the rest is shown', async () => {
  demo.world.faults.set('http/403', 1, { path: 'oauth2PermissionGrants' });
  const app = await tenantApp(demo.tenant, appOf('consent-phishing'));
  expect(app.missing).toEqual([
    expect.stringMatching(/Delegated permissions are not shown: .*Directory\.Read\.All/),
  ]);
  expect(app.known?.name).toBe('Mail Backup Free');
});

test('viewers are told which permission is missing, but not what Microsoft wrote about it', async () => {
  demo.world.faults.set('http/403', 1, { path: 'oauth2PermissionGrants' });
  const app = await tenantApp(demo.tenant, appOf('consent-phishing'), forViewers);
  expect(app.missing).toEqual([
    'Delegated permissions are not shown: Microsoft Graph answered 403. It needs Directory.Read.All',
  ]);
});

test('a storm of 429, with and without a word how long, ends in the same answer', async () => {
  const calm = await tenantApp(demo.tenant, appOf('consent-phishing'));
  demo.world.faults.set('http/429', 3, { path: 'servicePrincipals', after: '2' });
  demo.world.faults.set('http/502', 2, { path: 'oauth2PermissionGrants' });
  expect(await tenantApp(demo.tenant, appOf('consent-phishing'))).toEqual(calm);
});

test('a permission that no table names is not called harmless', () => {
  expect(decode('Mail.Something.New', 'application').risk).toBe('high');
  expect(decode('Sites.Selected', 'delegated')).toEqual({ risk: 'unknown', means: null });
  expect(decode('MAIL.READ', 'application').means).toMatch(/every mailbox/);
  expect(decode('Mail.Read', 'delegated').means).toMatch(/person's/);
});

test('the card says it of every kind', () => {
  const words = Object.fromEntries(
    Object.entries(samples).map(([name, input]) => [name, JSON.stringify(renderCard('app', input).card)]),
  );
  expect(words['not in the tenant']).toMatch(/The tenant does not know it/);
  expect(words['known to the tenant']).toMatch(/publisher not verified/);
  expect(words['without a tenant']).toMatch(/not connected/);
});
