import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../bot/config.ts';
import { refuseRequest, refuseSender, refuseServiceUrl } from '../../bot/teams/gate.ts';
import { activityTo, type Harness, startHarness } from './helpers/harness.ts';

const APP = {
  MICROSOFT_APP_ID: '11111111-1111-4111-8111-111111111111',
  MICROSOFT_APP_TYPE: 'SingleTenant',
  MICROSOFT_APP_TENANT_ID: '22222222-2222-4222-8222-222222222222',
  MICROSOFT_APP_PASSWORD: 'not-a-secret',
};
const local = readConfig({}, '/');
const teams = readConfig(APP, '/');

describe('local mode', () => {
  let bot: Harness;
  beforeAll(async () => {
    bot = await startHarness();
  });
  afterAll(() => bot.close());

  test.each([
    'evil.example',
    '127.0.0.1.evil.example',
    '192.168.1.5:3978',
    '[::2]:3978',
    'localhost.evil.example',
  ])('refuses the Host %s', async (host) => {
    const answer = await bot.post(
      { ...activityTo(bot.connector.url), type: 'message', text: 'help' },
      { host },
    );
    expect(answer.status).toBe(403);
    expect(bot.connector.sent).toEqual([]);
  });

  test.each([
    ['a web page', { origin: 'https://evil.example' }],
    ['a form', { 'content-type': 'text/plain' }],
    ['a packed body', { 'content-encoding': 'gzip' }],
  ])('refuses %s', async (_what, headers) => {
    const activity = { ...activityTo(bot.connector.url), type: 'message', text: 'help' };
    expect((await bot.post(activity, headers)).status).toBe(403);
    expect(bot.connector.sent).toEqual([]);
  });

  test.each([
    'http://203.0.113.9/',
    'https://evil.example/',
    'http://127.0.0.1@evil.example/',
    'http://127.0.0.1.evil.example/',
    'file:///etc/passwd',
    'http://user:word@127.0.0.1/',
    '',
  ])('answers nobody at serviceUrl %s', async (serviceUrl) => {
    const answer = await bot.post({ ...activityTo(serviceUrl), type: 'message', text: 'help' });
    expect(answer.status).toBe(403);
  });

  test('another channel than Teams is not answered', async () => {
    const activity = {
      ...activityTo(bot.connector.url),
      type: 'message',
      text: 'help',
      channelId: 'webchat',
    };
    await bot.post(activity);
    expect(bot.connector.sent).toEqual([]);
    expect(bot.log.join()).toContain('not from Teams');
  });

  test('a body that is too large, no JSON or no activity is refused', async () => {
    const activity = { ...activityTo(bot.connector.url), type: 'message', text: 'x'.repeat(600_000) };
    expect((await bot.post(activity)).status).toBe(413);
    expect((await bot.post({ type: 'message' })).status).toBe(400);
    expect((await bot.post([])).status).toBe(400);
  });

  test('the port is bound to this computer only', async () => {
    await expect(
      fetch(`http://127.0.0.1:${bot.bot.port}/api/messages`, { method: 'HEAD' }),
    ).resolves.toMatchObject({
      status: 200,
    });
    expect(local.host).toBe('127.0.0.1');
  });

  test.each(['10.0.0.5', '203.0.113.9', '::ffff:10.0.0.5', undefined])(
    'refuses the address %s',
    (remoteAddress) => {
      const knock = {
        host: '127.0.0.1',
        origin: undefined,
        contentType: 'application/json',
        contentEncoding: undefined,
      };
      expect(refuseRequest({ ...knock, remoteAddress }, local)).toBe('not from this computer');
      expect(refuseRequest({ ...knock, remoteAddress: '::ffff:127.0.0.1' }, local)).toBeNull();
    },
  );
});

describe('with an app id', () => {
  let bot: Harness;
  beforeAll(async () => {
    bot = await startHarness({ environment: { ...APP, MAILTRAIL_HOST: '127.0.0.1' } });
  });
  afterAll(() => bot.close());

  const activity = () => ({
    ...activityTo('https://smba.trafficmanager.net/emea/'),
    type: 'message',
    text: 'help',
  });

  test.each([
    ['no token', {}],
    ['a token that is none', { authorization: 'Bearer nonsense' }],
  ])('%s gets 401 and no reason', async (_what, headers) => {
    const answer = await bot.post(activity(), headers as Record<string, string>);
    expect(answer).toEqual({ status: 401, body: { error: 'Refused' } });
    expect(bot.engine.calls).toEqual([]);
  });

  test('a service that is not of Teams is refused before the token is looked at', async () => {
    expect((await bot.post({ ...activity(), serviceUrl: bot.connector.url })).status).toBe(403);
  });
});

test.each([
  ['https://smba.trafficmanager.net/emea/', null],
  ['https://smba.infra.gcc.teams.microsoft.com/teams', null],
  ['https://eu.teams.microsoft.us/', null],
  ['http://smba.trafficmanager.net/', 'serviceUrl is not a Teams service'],
  ['https://smba.trafficmanager.net:8443/', 'serviceUrl is not a Teams service'],
  ['https://xsmba.trafficmanager.net.evil.example/', 'serviceUrl is not a Teams service'],
  ['https://evilteams.microsoft.com/', 'serviceUrl is not a Teams service'],
  ['https://other.trafficmanager.net/', 'serviceUrl is not a Teams service'],
  ['http://127.0.0.1:3978/', 'serviceUrl is not a Teams service'],
  [undefined, 'serviceUrl is not a plain URL'],
])('with an app id the answer to %s: %s', (serviceUrl, refusal) => {
  expect(refuseServiceUrl(serviceUrl, teams)).toBe(refusal);
});

test('only the configured tenants are answered, and every tenant named must be one of them', () => {
  const own = APP.MICROSOFT_APP_TENANT_ID;
  const from = (...tenantIds: (string | undefined)[]) =>
    refuseSender({ channelId: 'msteams', tenantIds }, teams);
  expect(from(own, own)).toBeNull();
  expect(from(own.toUpperCase(), undefined)).toBeNull();
  expect(from('33333333-3333-4333-8333-333333333333')).toBe('other tenant');
  expect(from(own, '33333333-3333-4333-8333-333333333333')).toBe('other tenant');
  expect(from(undefined, undefined)).toBe('other tenant');
  expect(refuseSender({ channelId: 'directline', tenantIds: [own] }, teams)).toBe('not from Teams');
});
