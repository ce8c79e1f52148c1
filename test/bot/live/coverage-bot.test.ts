/** The whole bot with the demo tenant: what a person types reaches coverage, and the answers come back as cards. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoTenant, makeWorld, startDemoTenant } from '../../../bot/demo/index.ts';
import { type Harness, startHarness } from '../helpers/harness.ts';

let demo: DemoTenant;
let chat: Harness;

beforeAll(async () => {
  const world = await makeWorld({ seed: 'coverage bot', people: 2, days: 1, users: 30 });
  demo = await startDemoTenant({ world });
  chat = await startHarness({ tenant: demo.tenant, patience: 25_000 });
});
afterAll(async () => {
  await chat.close();
  await demo.close();
});

test('coverage, its pages, its lines to run and its CSV', async () => {
  await chat.say('coverage');
  await chat.words('I am reading the plans and the settings of Exchange');
  await chat.words('of 30 mailboxes');
  const page = await chat.press('show-coverage', { verdict: 'recorded' });
  expect(JSON.stringify(page.body)).toContain('Mailboxes whose mail access is recorded');
  await chat.say('coverage how');
  await chat.words('$given.UnifiedAuditLogRetentionPolicy');
  await chat.say('coverage {"RetentionPolicies":1}');
  await chat.words('I do not find any of the settings in that');
  await chat.say('coverage export');
  await chat.words('A file is handed over as part of a case');
  await chat.say('analyze sample');
  await chat.words('show-contexts');
  await chat.say('coverage export');
  await chat.words('Written: coverage of case');
});

test('once a week, on and off', async () => {
  await chat.say('coverage weekly on');
  await chat.words('once a week from now on');
  await chat.say('coverage weekly off');
  await chat.words('not told here any more');
});
