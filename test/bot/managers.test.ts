/** What managers read and leads decide: clocks, the banner of a privileged case, what is new since yesterday. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { timeInZone, zoneNamed } from '../../bot/commands/_zone.ts';
import { loadCommands, UsageError } from '../../bot/commands/index.ts';
import { watchCounts } from '../../bot/work/counts.ts';
import { createWork } from '../../bot/work/index.ts';
import { wordsOf } from './helpers/connector.ts';
import { fakeEngine } from './helpers/fake-engine.ts';
import { type Harness, startWithSample } from './helpers/harness.ts';
import { memoryStore } from './helpers/memory-store.ts';

const ana = { objectId: 'ana', name: 'Ana' };

describe('in the chat', () => {
  let bot: Harness;
  beforeEach(async () => {
    bot = await startWithSample();
  });
  afterEach(() => bot.close());

  test('a clock is started, counted on the managers’ card, and stopped', async () => {
    await bot.say('clock start 87600 too long');
    await bot.words('from 1 to 8760');
    await bot.say('clock start 72 GDPR art. 33 since 2999-01-01 zone Europe/Berlin');
    await bot.words('That is still to come');
    await bot.say('clock start 72 GDPR art. 33');
    const started = wordsOf(await bot.words('clock stop '));
    expect(started).toContain('72 h left');
    const [, id = ''] = /clock stop ([\da-f]{8})/.exec(started) ?? [];
    bot.connector.sent.length = 0;
    await bot.say('summary for managers');
    expect(wordsOf(await bot.words('Decisions due'))).toContain('GDPR art. 33: 72 h left');
    await bot.say('clock stop 0000');
    await bot.words('No one clock has that id');
    await bot.say(`clock stop ${id}`);
    await bot.words('No clock runs');
  });

  test('every card of a privileged case says so, until it is not privileged any more', async () => {
    const banner = 'Privileged and confidential';
    await bot.say('privileged on');
    await bot.words(banner);
    for (const line of [
      'summary',
      'manager',
      'members',
      'note counsel is told',
      'mark hostile ip:203.0.113.9',
    ]) {
      bot.connector.sent.length = 0;
      await bot.say(line);
      expect(wordsOf(await bot.sent(() => true)), line).toContain(banner);
    }
    const pressed = await bot.press('show-manager-summary', { caseId: 'c-1' });
    expect(JSON.stringify(pressed.body.value)).toContain(banner);
    await bot.say('privileged off');
    bot.connector.sent.length = 0;
    await bot.say('members');
    expect(wordsOf(await bot.sent(() => true))).not.toContain(banner);
    bot.connector.sent.length = 0;
    await bot.say('help');
    expect(wordsOf(await bot.sent(() => true))).not.toContain(banner);
  });
});

test('who leads decides about clocks and the banner, viewers read', async () => {
  const { all } = await loadCommands();
  const roles = Object.fromEntries(all.map(({ name, role }) => [name, role]));
  expect(roles).toMatchObject({ clock: 'lead', privileged: 'lead', manager: 'viewer' });
});

describe('what is counted', () => {
  async function counted(days: string[]) {
    let now = new Date(0);
    const store = memoryStore();
    const work = createWork(store, () => now);
    const engine = fakeEngine();
    const { caseId } = await engine.analyze({ files: [] });
    const watched = watchCounts(engine, work, (error) => {
      throw error;
    });
    await watched.section(caseId, 'summary', {});
    expect(work.of(caseId).days).toEqual([]);
    await work.created(caseId, ana);
    for (const day of days) {
      now = new Date(`${day}T12:00:00Z`);
      await watched.section(caseId, 'gaps', {});
      await watched.section(caseId, 'summary', {});
    }
    return { work, caseId };
  }

  test('is kept once a day, what was said last', async () => {
    const { work, caseId } = await counted(['2026-05-20', '2026-05-20', '2026-05-21']);
    expect(work.of(caseId).days.map(({ day }) => day)).toEqual(['2026-05-20', '2026-05-21']);
    const later = {
      findings: 9,
      confirmed: { messages: 1, mailboxes: 1 },
      suspected: { messages: 0, mailboxes: 0 },
    };
    await work.count(caseId, later);
    expect(work.of(caseId).days.at(-1)).toEqual({ day: '2026-05-21', ...later });
  });

  test('stays small', async () => {
    const start = Date.parse('2026-01-01');
    const days = Array.from({ length: 70 }, (_, i) =>
      new Date(start + i * 86_400_000).toISOString().slice(0, 10),
    );
    const { work, caseId } = await counted(days);
    expect(work.of(caseId).days.map(({ day }) => day)).toEqual(days.slice(-62));
  });
});

describe('zones', () => {
  test.each([
    ['2026-05-20 11:02', 'Europe/Berlin', '2026-05-20T09:02:00Z'],
    ['2026-01-20 11:02', 'Europe/Berlin', '2026-01-20T10:02:00Z'],
    ['2026-05-20 11:02', 'America/New_York', '2026-05-20T15:02:00Z'],
    ['2026-05-20 11:02', 'Asia/Kathmandu', '2026-05-20T05:17:00Z'],
    ['2026-05-20T11:02Z', 'Europe/Berlin', '2026-05-20T11:02:00Z'],
    ['2026-05-20 11:02+02:00', 'UTC', '2026-05-20T09:02:00Z'],
    // twice that night: the earlier
    ['2026-10-25 02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    // not at all that night
    ['2026-03-29 02:30', 'Europe/Berlin', '2026-03-29T00:30:00Z'],
    ['2026-05-20', 'Europe/Berlin', '2026-05-19T22:00:00Z'],
    ['yesterday', 'Europe/Berlin', null],
  ])('%s in %s', (typed, zone, utc) => {
    expect(timeInZone(typed, zone)).toBe(utc);
  });

  test('are known by name or not at all', () => {
    expect(zoneNamed('europe/berlin')).toBe('Europe/Berlin');
    expect(zoneNamed('Mars/Olympus')).toBeNull();
  });
});

test.each([
  ['start 72 GDPR art. 33', { hours: 72, regime: 'GDPR art. 33', since: null, zone: 'UTC' }],
  ['start 24h "insurer"', { hours: 24, regime: 'insurer' }],
  [
    'start 4 hours a rule zone Europe/Berlin since 2026-05-20 11:02',
    { since: '2026-05-20T09:02:00Z', regime: 'a rule' },
  ],
])('clock %s', async (words, meant) => {
  const found = (await loadCommands()).find(`clock ${words}`);
  expect(found?.command.parse(found.words)).toMatchObject({ do: 'start', ...meant });
});

test.each([
  'start',
  'start 72',
  'start 0 x',
  'start 5 x zone Mars',
  'start 5 x since noon',
  'stop',
  'stop all',
  'go',
])('clock %s is refused', async (words) => {
  const found = (await loadCommands()).find(`clock ${words}`);
  expect(() => found?.command.parse(found.words)).toThrow(UsageError);
});

describe('the report', () => {
  let bot: Harness;
  beforeEach(async () => {
    bot = await startWithSample();
  });
  afterEach(() => bot.close());

  test('is written below the case, whole, with the digest the card shows', async () => {
    await bot.say('privileged on');
    await bot.say('report');
    const card = wordsOf(await bot.words('Written: report'));
    const folder = join(bot.folder, 'data', 'cases', 'c-1', 'exports');
    expect(await readdir(folder)).toEqual(['report-c-1.html']);
    const bytes = await readFile(join(folder, 'report-c-1.html'));
    expect(card).toContain(createHash('sha256').update(bytes).digest('hex'));
    expect(bytes.toString()).toContain('Privileged and confidential');
    expect(bytes.toString()).toMatch(/for Ana by Mailtrail [\s\S]*<\/html>\s*$/);
  });

  test('leaves nothing behind when the case cannot be read to its end', async () => {
    const section = bot.engine.section;
    bot.engine.section = async (caseId, name, query) => {
      if (name === 'inputs') throw new Error('the disk is gone');
      return await section(caseId, name, query);
    };
    await bot.say('report');
    await bot.words('Something went wrong on my side');
    expect(await readdir(join(bot.folder, 'data', 'cases', 'c-1', 'exports'))).toEqual([]);
  });
});
