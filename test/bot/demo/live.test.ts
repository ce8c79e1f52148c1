import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../../bot/config.ts';
import { connectDemo } from '../../../bot/demo/connect.ts';
import { makeWorld } from '../../../bot/demo/index.ts';
import { demoWorldOptions } from '../../../bot/demo/live.ts';
import { ConfigError } from '../../../bot/settings.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ID = '11111111-1111-4111-8111-111111111111';

test('three weeks are in the log at the start, and the attack reads mail in the next minutes', async () => {
  const now = new Date('2026-11-22T07:45:00Z');
  const { records, truth, now: clock } = await makeWorld(demoWorldOptions(now));
  const attack = truth.attacks.find(({ name }) => name === 'stolen-session');
  const arrivals = records.map(({ arrivedAt }) => arrivedAt - now.getTime());
  expect(arrivals.filter((at) => at < 0).length).toBeGreaterThan(2_000);
  expect(Math.min(...arrivals)).toBeLessThan(-20 * DAY);
  expect(Math.max(...arrivals)).toBeGreaterThan(7 * DAY);
  const reads = records.filter(
    ({ record }) =>
      record.Operation === 'MailItemsAccessed' &&
      attack?.markers.ips.includes(String(record.ClientIPAddress)) === true,
  );
  const first = ((reads[0]?.arrivedAt ?? 0) - now.getTime()) / MINUTE;
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(10);
  // Times within records are moved with the records.
  const issued = (reads[0]?.record.AppAccessContext as { IssuedAtTime?: string } | undefined)?.IssuedAtTime;
  if (issued !== undefined) expect(Math.abs(Date.parse(`${issued}Z`) - now.getTime())).toBeLessThan(DAY);
  expect(Math.abs(clock().getTime() - Date.now())).toBeLessThan(DAY);
});

test.each([
  [
    'a bot that others reach',
    {
      MICROSOFT_APP_ID: ID,
      MICROSOFT_APP_TYPE: 'SingleTenant',
      MICROSOFT_APP_TENANT_ID: ID,
      MICROSOFT_APP_PASSWORD: 'not-a-secret',
    },
  ],
  [
    'a true tenant',
    { MAILTRAIL_GRAPH_TENANT_ID: ID, MAILTRAIL_GRAPH_CLIENT_ID: ID, MAILTRAIL_GRAPH_SECRET: 'x' },
  ],
])('%s is never connected to the demo tenant', async (_, environment) => {
  await expect(connectDemo(readConfig(environment, tmpdir()))).rejects.toThrow(ConfigError);
});

test('it runs beside the bot, in a folder of its own that is gone in the end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-'));
  try {
    const demo = await connectDemo(readConfig({ MAILTRAIL_DATA: folder }, folder));
    expect(await readdir(folder)).toEqual([demo.config.dataFolder.split('/').at(-1)]);
    const users = await demo.tenant.graph.get('/users', { use: 'users', query: { $top: 5 } });
    expect(users.body).toMatchObject({ value: { length: 5 } });
    expect(demo.lines.join(' ')).toContain('Nothing in it is real');
    await demo.close();
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
