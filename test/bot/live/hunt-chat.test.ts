/** Hunting as people write it: the bot, the real Graph client, the demo tenant. */
import { afterEach, expect, test } from 'vitest';
import { type DemoTenant, makeWorld, startDemoTenant } from '../../../bot/demo/index.ts';
import { CONTRACT_NOTE, checkContract } from '../demo/contract.ts';
import { wordsOf } from '../helpers/connector.ts';
import { type Harness, startHarness } from '../helpers/harness.ts';

let bot: Harness;
let demo: DemoTenant;
afterEach(async () => {
  await bot.close();
  await demo.close();
});

test(`a hunt is begun, shown and cancelled in the chat${CONTRACT_NOTE}`, async () => {
  demo = await startDemoTenant({ world: await makeWorld({ seed: 'chat', people: 2, days: 1 }) });
  bot = await startHarness({ tenant: demo.tenant });
  await bot.say('hunt nobody in particular');
  await bot.words('Hunt what?');
  await bot.say('hunt stop');
  await bot.words('No hunt runs in this chat');
  await bot.say('hunt tenant 2026-05-04 2026-05-04');
  const card = await bot.words('0 of 1 window done');
  expect(wordsOf(card)).toContain('given up and named here');
  await bot.say('hunt status');
  expect(wordsOf(await bot.words('1 hunt runs in this chat'))).toContain('of 180 audit queries');
  const huntId = /"huntId":"([^"]+)"/.exec(JSON.stringify(card))?.[1] ?? '';
  await bot.press('cancel-hunt', { huntId });
  const last = await bot.words('was cancelled by');
  expect(last.method).toBe('PUT');
  expect(wordsOf(last)).toContain('cannot be cancelled at Microsoft');
  await bot.press('cancel-hunt', { huntId });
  await bot.words('That hunt is over already');
  checkContract(demo.requests);
});
