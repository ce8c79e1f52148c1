/** The notification list: what stands in it and why, and that a reviewer's words come back and none is lost. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { alive, inert } from '../../../analysis/exports/cell.ts';
import { COLUMNS } from '../../../analysis/exports/shapes/notification.ts';
import { type Case, ReviewError } from '../../../analysis/index.ts';
import { lines, openDesk } from '../case/desk.ts';
import { bind, later, sync } from '../case/records.ts';

const desk = await openDesk();

const BAD = '203.0.113.66';
const NINE = '2026-05-14T09:00:00';
const at = (hours: number) => later(NINE, hours * 3_600);
const FASTMAIL = '77468577-4f6e-40e7-b745-11d3d0c28095';

type Row = Record<(typeof COLUMNS)[number], string>;

async function exported(kase: Case): Promise<Row[]> {
  const path = join(desk.folder, `${kase.identity.id}.csv`);
  await kase.export({ kind: 'notification' }, path);
  return read(await readFile(path, 'utf8'));
}

function read(text: string): Row[] {
  return parse(text, { bom: true, columns: true }) as Row[];
}

let lists = 0;
async function reviewed(
  kase: Case,
  rows: Partial<Row>[],
  write = csv,
): Promise<Awaited<ReturnType<Case['importReview']>>> {
  lists += 1;
  return await kase.importReview(await desk.file(`review-${lists}.csv`, write(rows)), 'ana');
}

function csv(rows: Partial<Row>[], delimiter = ',', encoding: BufferEncoding = 'utf8'): Buffer {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const all = [[...COLUMNS], ...rows.map((row) => COLUMNS.map((name) => row[name] ?? ''))];
  return Buffer.from(all.map((cells) => `${cells.map(quoted).join(delimiter)}\r\n`).join(''), encoding);
}

const RECORDS = [
  bind({ mailbox: 'read@x', at: at(0), ip: BAD, messages: ['a@x', 'b@x'], with: { ClientAppId: FASTMAIL } }),
  bind({ mailbox: 'read@x', at: at(1), ip: BAD, messages: ['a@x'], folder: '\\Sent Items' }),
  bind({ mailbox: 'read@x', at: at(1), messages: ['own@x'] }),
  sync({ mailbox: 'synced@x', at: at(2), ip: BAD, folder: 'Inbox' }),
  bind({ mailbox: 'synced@x', at: at(1), messages: ['inside@x'] }),
  bind({ mailbox: 'synced@x', at: at(1), messages: ['beside@x'], folder: '\\Projects' }),
  bind({ mailbox: 'synced@x', at: at(3), messages: ['later@x'] }),
  bind({ mailbox: 'blind@x', at: at(2), ip: BAD, messages: ['seen@x'] }),
  bind({ mailbox: 'blind@x', at: at(1), messages: ['before@x'] }),
  bind({ mailbox: 'blind@x', at: at(1), messages: ['x@x'], throttled: true }),
];

async function marked(): Promise<Case> {
  const kase = await desk.openCase();
  await desk.ingest(kase, lines(RECORDS));
  await kase.mark(`ip:${BAD}`, 'hostile', 'test');
  return kase;
}

describe('one row for each mailbox and message presumed read', async () => {
  const kase = await marked();
  const rows = await exported(kase);
  const confirmed = rows.filter(({ basis }) => basis.includes('confirmed'));
  const of = (mailbox: string, message: string) =>
    confirmed.filter((row) => row.mailbox === mailbox && row.message_id === message);

  test('no mailbox and message stands in it twice', () => {
    const keys = rows.map(({ mailbox, message_id }) => `${mailbox} ${message_id}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('read singly: with folders, first and last access, application and address', () => {
    expect(of('read@x', '<a@x>')).toMatchObject([
      {
        folder: '\\Inbox | \\Sent Items',
        first_access: '2026-05-14T09:00:00Z',
        last_access: '2026-05-14T10:00:00Z',
        basis: expect.stringContaining('confirmed: bind'),
        app: `Fastmail (${FASTMAIL})`,
        ip: BAD,
        sender: '',
        personal_data: '',
      },
    ]);
    expect(of('read@x', '<b@x>')).toHaveLength(1);
    // The owner's own reading is not the intruder's.
    expect(of('read@x', '<own@x>')).toEqual([]);
  });

  test('synced: the folder, and every message on record that was there by then', () => {
    expect(of('synced@x', '(every message of the folder Inbox)')).toMatchObject([
      {
        folder: 'Inbox',
        basis: expect.stringContaining('the entire mailbox must be presumed read'),
        ip: BAD,
      },
    ]);
    expect(of('synced@x', '<inside@x>')).toMatchObject([
      {
        basis: expect.stringContaining('confirmed: sync of folder \\Inbox'),
        first_access: '2026-05-14T11:00:00Z',
      },
    ]);
    expect(of('synced@x', '<beside@x>')).toMatchObject([
      { basis: expect.stringContaining('confirmed: sync of the mailbox, in another folder') },
    ]);
  });

  test('synced: what is first on record later may have been there, and is listed as just that', () => {
    expect(of('synced@x', '<later@x>')).toMatchObject([
      {
        basis: expect.stringContaining(
          'confirmed: cannot be excluded: first on record after the sync or gap, and when it arrived is not recorded',
        ),
        first_access: '',
        last_access: '',
      },
    ]);
  });

  test('the mailbox itself, since most of what it holds is named by no record', () => {
    const whole = '(every message of the mailbox, on record or not)';
    expect(of('synced@x', whole)).toMatchObject([
      {
        basis: expect.stringContaining(
          'confirmed: folders of it were synced; the entire mailbox must be presumed read',
        ),
      },
    ]);
    expect(of('read@x', whole)).toEqual([]);
  });

  test('in a gap: the window, and what is on record from before its end', () => {
    const window = confirmed.filter(
      ({ mailbox, basis }) => mailbox === 'blind@x' && basis.includes('cannot be excluded'),
    );
    expect(window).toMatchObject([
      {
        message_id: expect.stringMatching(/^\(what may have been read from .*: throttled\)$/),
        basis: expect.stringContaining('confirmed: gap window'),
      },
    ]);
    expect(of('blind@x', '<seen@x>')).toMatchObject([{ basis: expect.stringContaining('confirmed: bind') }]);
    expect(of('blind@x', '<before@x>')).toMatchObject([
      { basis: expect.stringMatching(/confirmed: gap window 2026-05-14T.* to 2026-05-1.* \(throttled\)/) },
    ]);
  });

  test('the messages read singly are as many as the ledger says', async () => {
    const { mailboxes } = await kase.section('messages', { scope: 'confirmed' });
    for (const { mailbox, messages } of mailboxes.items) {
      const single = confirmed.filter(
        (row) => row.mailbox === mailbox && row.basis.includes('confirmed: bind'),
      );
      expect([mailbox, single.length]).toEqual([mailbox, messages]);
    }
  });
});

describe('a reviewed list comes back', () => {
  test('in another order, with semicolons, in Windows-1252, and stands in the next export', async () => {
    const kase = await marked();
    const rows = await exported(kase);
    const filled = rows.map((row, index) =>
      index === 3 ? { ...row, persons: 'Jürgen Groß', categories: 'health' } : row,
    );
    const result = await reviewed(kase, filled.toReversed(), (all) => csv(all, ';', 'latin1'));
    expect(result).toEqual({
      rows: rows.length,
      matched: rows.length,
      unmatched: 0,
      twice: 0,
      filled: 1,
      told: [],
    });
    const again = await exported(kase);
    expect(again).toEqual(filled);
    // A list without a word changes nothing; new words go over old ones.
    await reviewed(kase, rows);
    expect(await exported(kase)).toEqual(filled);
    await reviewed(kase, [{ ...rows[3], categories: 'finance' }]);
    expect((await exported(kase))[3]).toMatchObject({ persons: 'Jürgen Groß', categories: 'finance' });
  });

  test('rows that do not match are told, and what they say is kept until they do', async () => {
    const kase = await marked();
    const rows = await exported(kase);
    await kase.mark(`ip:${BAD}`, 'trusted', 'test');
    const row = rows.find(({ message_id }) => message_id === '<b@x>') as Row;
    const result = await reviewed(kase, [
      { ...row, persons: 'Bo' },
      { ...row, persons: 'Cy' },
      { mailbox: 'nobody@x', message_id: '<z@x>', persons: 'Di' },
      { mailbox: '', message_id: '', persons: 'Ed' },
    ]);
    expect(result).toMatchObject({ rows: 4, matched: 0, unmatched: 3, twice: 1, filled: 4 });
    expect(result.told.map(({ row: number, problem }) => [number, problem.slice(0, 18)])).toEqual([
      [1, 'is not in the list'],
      [2, 'stands in the file'],
      [3, 'is not in the list'],
      [4, 'names no mailbox o'],
    ]);
    await kase.mark(`ip:${BAD}`, 'hostile', 'test');
    const back = (await exported(kase)).find(({ message_id }) => message_id === '<b@x>');
    expect(back?.persons).toBe('Bo / Cy');
  });

  let refusing: Case;
  beforeAll(async () => {
    refusing = await desk.openCase();
  });

  test.each([
    ['another table', 'a,b\n1,2\n', /no notification list.*lacks mailbox and message_id/],
    ['no table', '{"mailbox": 1}\n', /no notification list/],
    ['nothing', '', /is empty/],
    ['an open quote', `${COLUMNS.join(',')}\nx,"y\n`, /cannot be read/],
  ])('%s is refused and changes nothing', async (_name, content, message) => {
    const call = refusing.importReview(await desk.file('refused.csv', content), 'ana');
    await expect(call).rejects.toThrow(message);
    await expect(call).rejects.toThrow(ReviewError);
  });
});

test('whatever a log names its messages and whatever a reviewer writes, it comes back', async () => {
  const unit = fc.constantFrom(...'\';=+-@",|\t\r\n aä1(');
  const wild = fc.string({ unit, minLength: 1, maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(wild, wild), { minLength: 12, maxLength: 20, selector: ([id]) => id }),
      async (given) => {
        const kase = await desk.openCase();
        const messages = given.map(([id], index) => `${index}${id}`);
        await desk.ingest(kase, lines([bind({ ip: BAD, messages }), bind({ mailbox: '=cmd@x', ip: BAD })]));
        await kase.mark(`ip:${BAD}`, 'hostile', 'test');
        const rows = await exported(kase);
        expect(rows.filter(({ basis }) => basis.includes('confirmed: bind'))).toHaveLength(
          messages.length + 1,
        );
        const words = given.map(([, text]) => text);
        const filled = rows.map((row, index) => ({
          ...row,
          persons: inert(words[index % (words.length || 1)] ?? ''),
        }));
        const result = await reviewed(kase, filled);
        expect(result).toMatchObject({ rows: rows.length, matched: rows.length, unmatched: 0, twice: 0 });
        const back = await exported(kase);
        expect(back.map(({ persons }) => alive(persons))).toEqual(
          filled.map(({ persons }) => alive(persons).trim()),
        );
      },
    ),
    // What makes it wild is in the many messages of each; a case costs a second.
    { numRuns: 3, examples: [[[]]] },
  );
});
