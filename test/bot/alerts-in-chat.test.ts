/** Alerts as people meet them: asked for with a command, found in a folder, worked with buttons. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Finding } from '../../analysis/report.ts';
import { command as alerts } from '../../bot/commands/alerts.ts';
import { command as digest } from '../../bot/commands/digest.ts';
import { finding, idOf, telling } from './helpers/alert-room.ts';
import { wordsOf } from './helpers/connector.ts';
import { activityTo, type Harness, startHarness } from './helpers/harness.ts';

const CHANNEL = {
  id: '19:alerts@thread.tacv2;messageid=7',
  conversationType: 'channel',
  tenantId: 'tenant-1',
};
const there = { conversation: CHANNEL };
const BO = { id: '29:bo', name: 'Bo', aadObjectId: '00000000-0000-4000-8000-000000000021' };

let bot: Harness;
let list: { findings: Finding[]; markers: string[]; trusted: string[] };
describe('in the chat', () => {
  beforeEach(async () => {
    bot = await startHarness();
    list = { findings: [], markers: [], trusted: [] };
    telling(bot.engine, list);
    await mkdir(join(bot.folder, 'inbox'));
  });
  afterEach(() => bot.close());

  const inChannel = (text: string) => bot.say(`<at>Mailtrail</at> ${text}`, there);
  const alert = () => bot.sent(({ isRoot }) => isRoot);

  async function alertFromInbox(): Promise<string> {
    await inChannel('alerts here');
    list.findings = [finding(1)];
    await writeFile(join(bot.folder, 'inbox', 'export.csv'), 'x');
    return (await alert()).messageId;
  }

  test('from a file in the inbox folder to a card somebody acknowledged', async () => {
    await inChannel('alerts here');
    await bot.words('New findings of the inbox folder are told here, from high up');
    list.findings = [finding(1)];
    await writeFile(join(bot.folder, 'inbox', 'export.csv'), 'x');
    const root = await bot.sent((one) => one.isRoot && wordsOf(one).includes('Finding number 1'));
    await bot.sent((one) => one.isRoot && wordsOf(one).includes('1 file of the inbox analysed'));

    const data = { caseId: 'c-1', id: idOf(1), alert: true };
    const pressed = { ...there, replyToId: root.messageId };
    await bot.press('ack-finding', data, pressed);
    const edited = await bot.sent(
      (one) => one.method === 'PUT' && wordsOf(one).includes('acknowledged by Ana'),
    );
    expect(edited.messageId).toBe(root.messageId);
    const late = await bot.press('ack-finding', data, { ...pressed, from: BO });
    expect(JSON.stringify(late.body.value)).toContain('Ana acknowledged it already');
    await bot.press('assign-finding', data, { ...pressed, from: BO });
    await bot.sent((one) => one.method === 'PUT' && /"With","value":"Bo"/.test(wordsOf(one)));
    expect(bot.connector.sent.filter(({ isRoot }) => isRoot)).toHaveLength(2);
    await inChannel('findings');
    expect(bot.engine.calls.at(-1)).toBe('section c-1 findings {}');
  });

  test('a replayed and a reordered press change nothing', async () => {
    const root = await alertFromInbox();
    const data = { caseId: 'c-1', id: idOf(1), alert: true };
    const pressed = { ...there, replyToId: root };
    const [first, again] = [
      { ...pressed, id: 'press-1' },
      { ...pressed, id: 'press-2', from: BO },
    ];
    await bot.press('ack-finding', data, again);
    await bot.press('ack-finding', data, first);
    await bot.press('ack-finding', data, again);
    await bot.press('ack-finding', data, first);
    await bot.sent((one) => wordsOf(one).includes('acknowledged by Bo'));
    expect(bot.connector.sent.map(wordsOf).join()).not.toContain('acknowledged by Ana');
  });

  test('a removed bot ends alerts, which the audit trail says; asked again, they go on', async () => {
    await alertFromInbox();
    await bot.post({
      ...activityTo(bot.connector.url),
      ...there,
      type: 'installationUpdate',
      action: 'remove',
    });
    const trail = await readFile(join(bot.folder, 'data', 'audit.jsonl'), 'utf8');
    expect(trail).toContain('"alerts ended"');
    bot.connector.sent.length = 0;
    await inChannel('alerts status');
    await bot.words('Nothing is told here by itself');
  });

  test('off and status', async () => {
    await inChannel('alerts off');
    await bot.words('Nothing is told here by itself');
    await inChannel('alerts here critical quiet 22:00-6 europe/berlin');
    await bot.words('22:00 to 06:00 Europe/Berlin');
    await inChannel('alerts off');
    await inChannel('alerts here');
    await bot.words('from high up');
  });
});

test.each([
  ['here', { to: 'here', inbox: false, floor: 'high', quiet: null }],
  ['HERE Medium', { to: 'here', inbox: false, floor: 'medium', quiet: null }],
  ['on inbox low', { to: 'here', inbox: true, floor: 'low', quiet: null }],
  [
    'here quiet 22:00 to 06:00 America/New_York',
    {
      to: 'here',
      inbox: false,
      floor: 'high',
      quiet: { from: '22:00', to: '06:00', zone: 'America/New_York' },
    },
  ],
  [
    'here, critical, quiet 9-17',
    { to: 'here', inbox: false, floor: 'critical', quiet: { from: '09:00', to: '17:00', zone: 'UTC' } },
  ],
  ['', { to: 'status' }],
  ['off', { to: 'off' }],
])('alerts %s is understood', (words, args) => {
  expect(alerts.parse(words)).toEqual(args);
});

test.each([
  'there',
  'here urgent',
  'here high critical',
  'here quiet',
  'here quiet 25:00-06:00',
  'here quiet 06:00-06:00',
  'here quiet 22:00-06:00 Europe/Atlantis',
  'here quiet 22:00-06:00 UTC and more',
  'off now',
])('alerts %s is not', (words) => {
  expect(() => alerts.parse(words)).toThrow();
});

test.each([
  ['08:00 Europe/Berlin', { at: '08:00', zone: 'Europe/Berlin' }],
  ['8', { at: '08:00', zone: 'UTC' }],
  ['off', null],
])('digest %s is understood', (words, args) => {
  expect(digest.parse(words)).toEqual(args);
});

test.each(['', '24:00', '8:60', '08:00 Mars/Base', '08:00 UTC daily'])('digest %s is not', (words) => {
  expect(() => digest.parse(words)).toThrow();
});
