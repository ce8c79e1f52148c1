/** Who is in a conversation, as the connector tells it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../bot/config.ts';
import { Adapter, createRoster } from '../../bot/teams/index.ts';
import type { Place } from '../../bot/turn.ts';
import { type Connector, startConnector } from './helpers/connector.ts';

const LEE = '00000000-0000-4000-8000-00000000002A';
let connector: Connector;
let place: Place;
let now = 0;
beforeEach(async () => {
  connector = await startConnector();
  connector.members = [
    {
      id: '29:lee',
      aadObjectId: LEE,
      name: 'Lee <b>Gu</b>',
      userPrincipalName: 'Lee.Gu@contoso.com',
      email: 'lee@contoso.com',
      tenantId: '22222222-2222-4222-8222-22222222222A',
      userRole: 'user',
    },
    { id: '29:gus', aadObjectId: 'x', name: 'Gus', userRole: 'guest', email: 'gus@fabrikam.com' },
    { id: '29:ext', aadObjectId: 'y', name: 'Ext', userPrincipalName: 'ext_fabrikam.com#EXT#@contoso.com' },
  ];
  place = {
    scope: 'channel',
    conversationId: '19:x@thread.tacv2;messageid=1',
    serviceUrl: connector.url,
    tenantId: null,
    bot: { id: '28:bot', name: 'Mailtrail' },
  };
});
afterEach(() => connector.close());

const roster = () => createRoster(new Adapter(null), readConfig({}, '/'), () => now);

test('tells object id, addresses, tenant and guests, in lower case', async () => {
  const found = await roster().member(place, LEE);
  expect(found).toMatchObject({
    objectId: LEE.toLowerCase(),
    addresses: ['lee.gu@contoso.com', 'lee@contoso.com'],
    tenantId: '22222222-2222-4222-8222-22222222222a',
    guest: false,
  });
  expect(connector.asked).toEqual(['19:x@thread.tacv2']);
  expect((await roster().member(place, '29:gus'))?.guest).toBe(true);
  expect((await roster().member(place, '29:ext'))?.guest).toBe(true);
  expect((await roster().all(place)).map(({ guest }) => guest)).toEqual([false, true, true]);
});

test('remembers for five minutes, and never a failure', async () => {
  const asked = roster();
  connector.membersFail = 403;
  await expect(asked.member(place, LEE)).rejects.toThrow();
  connector.membersFail = null;
  await asked.member(place, LEE);
  await asked.member(place, LEE.toLowerCase());
  expect(connector.asked).toHaveLength(2);
  now += 5 * 60_000;
  await asked.member(place, LEE);
  expect(connector.asked).toHaveLength(3);
});

test('knows nobody who is not there, and asks no other service', async () => {
  expect(await roster().member(place, 'nobody')).toBeNull();
  await expect(roster().member({ ...place, serviceUrl: 'https://evil.example/' }, LEE)).rejects.toThrow(
    'Nobody is asked',
  );
});
