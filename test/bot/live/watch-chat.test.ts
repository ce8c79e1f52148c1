/** The watch as people write it: the whole bot, the demo tenant of these days. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type DemoTenant, makeWorld, startDemoTenant } from '../../../bot/demo/index.ts';
import { wordsOf } from '../helpers/connector.ts';
import { type Harness, startHarness } from '../helpers/harness.ts';

let demo: DemoTenant;
let bot: Harness;

beforeAll(async () => {
  // The bot's clock is the real one, so the tenant's is too.
  const from = new Date(Date.now() - 4 * 86_400_000).toISOString().slice(0, 10);
  demo = await startDemoTenant({
    world: await makeWorld({ seed: 'watch chat', people: 2, days: 5, from, now: () => new Date() }),
  });
  bot = await startHarness({ tenant: demo.tenant, patience: 25_000 });
}, 60_000);
afterAll(async () => {
  await bot.close();
  await demo.close();
});

test('started without a case it makes one, says how it stands, and stops', async () => {
  await bot.say('watch status');
  await bot.words('No tenant is watched');
  await bot.say('watch stop');
  await bot.words('Nothing is watched');

  const started = new Date().toISOString();
  await bot.say('watch start');
  await bot.words('The tenant is watched for a new case');
  await vi.waitFor(() => expect(bot.engine.requests).toHaveLength(1), { timeout: 25_000 });
  expect(bot.engine.requests[0]).toMatchObject({
    caseName: expect.stringMatching(/^watch \d{4}-/),
    files: [{ name: expect.stringMatching(/^activity-feed-.*\.json$/), acquired: { by: 'Mailtrail watch' } }],
  });
  // What the feed had from before its subscription is read; that it was searched is not claimed.
  expect((bot.engine.requests[0]?.files[0]?.acquired?.from ?? '') >= started).toBe(true);
  await vi.waitFor(
    async () => {
      await bot.say('watch status');
      expect(bot.connector.sent.some((one) => wordsOf(one).includes('watched for case watch'))).toBe(true);
    },
    { timeout: 25_000, interval: 500 },
  );
  await bot.say('watch stop');
  await bot.words('is stopped');
  await bot.say('watch now');
  await bot.words('watch start');
}, 90_000);

test('without a tenant it says what is missing', async () => {
  const alone = await startHarness({ patience: 25_000 });
  await alone.say('watch start');
  await alone.words('ActivityFeed.Read');
  await alone.close();
}, 60_000);
