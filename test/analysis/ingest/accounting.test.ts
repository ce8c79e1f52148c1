/** rows = records + duplicates + rejected, whatever the file has been through; the number of each rejected row is right. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { warningWords } from '../../../analysis/input-warnings.ts';
import type { Report, ReportInput } from '../../../analysis/report.ts';
import { lines, openDesk, reportOf } from '../case/desk.ts';
import { type AuditData, bind, inboxRule } from '../case/records.ts';
import { csv, ualRow, zip } from './rows.ts';

const desk = await openDesk();

const PORTAL = ['RecordId', 'CreationDate', 'RecordType', 'Operation', 'UserId', 'AuditData'];

/** A portal file of these AuditData texts, one a row. */
function portal(texts: readonly string[]): string {
  return csv(
    PORTAL,
    texts.map((text) => ({ ...ualRow(bind(), 0, 1), AuditData: text })),
  );
}

const json = (record: AuditData) => JSON.stringify(record);

/** What a row may be, and what must be said of it; null is a record. */
const ROWS: Record<string, { text: string; reason: RegExp | null }> = {
  'a good one': { text: json(bind()), reason: null },
  'cut at 10,000 characters': { text: json(bind()).slice(0, -40), reason: /cut off after \d+ characters/ },
  'damaged in the middle': {
    text: json(bind()).replace('"Workload":', '"Workload'),
    reason: /not readable JSON/,
  },
  'another operation, damaged in the middle': {
    text: json(inboxRule()).replace('"Workload":', '"Workload'),
    reason: /not readable JSON/,
  },
  'empty AuditData': { text: '', reason: /no audit data/ },
  'no Operation': { text: json(bind({ with: { Operation: undefined } })), reason: /no Operation/ },
  'no CreationTime': { text: json(bind({ with: { CreationTime: undefined } })), reason: /CreationTime/ },
  'a redacted time': {
    text: json(bind({ with: { CreationTime: '[REDACTED_TIME]' } })),
    reason: /CreationTime/,
  },
  'a time before Exchange Online': {
    text: json(bind({ at: '1999-01-01T00:00:00' })),
    reason: /1999-01-01 cannot be/,
  },
  'a time to come': { text: json(bind({ at: '2099-01-01T00:00:00' })), reason: /2099-01-01 cannot be/ },
  'a time without end': { text: json(bind({ at: 'infinity' })), reason: /CreationTime/ },
  'a time without beginning': { text: json(bind({ at: '-infinity' })), reason: /CreationTime/ },
  'a list where an object should be': { text: '[1,2]', reason: /names no Operation/ },
  'sizes beyond every number': {
    text: json(
      bind({
        with: {
          Folders: [
            {
              Path: '\\Inbox',
              FolderItems: [
                { InternetMessageId: '<big1@x>', SizeInBytes: 9_000_000_000_000_000_000 },
                { InternetMessageId: '<big2@x>', SizeInBytes: 9_000_000_000_000_000_000 },
                { InternetMessageId: '<big3@x>', SizeInBytes: 'many' },
              ],
            },
          ],
        },
      }),
    ),
    reason: null,
  },
  'fields of the wrong kind': {
    text: json(
      bind({
        with: {
          UserType: 'Regular99999999999999',
          OperationCount: {},
          AppAccessContext: 'none',
          DeviceProperties: 'none',
          ClientInfoString: ['Client=OWA'],
        },
      }),
    ),
    reason: null,
  },
  'holes in Folders': {
    text: json(
      bind({
        with: {
          Folders: [
            null,
            { Path: '\\A', FolderItems: null },
            { Path: '\\B', FolderItems: [null] },
            { Path: '\\C' },
            { FolderItems: [{ InternetMessageId: '<hole@x>' }, {}] },
          ],
        },
      }),
    ),
    reason: null,
  },
  'Folders null': { text: json(bind({ with: { Folders: null } })), reason: null },
  'a NUL and other control characters': {
    text: json(bind({ client: 'Client=OWA;\u0000\u0007\u001b[31m;', session: 's\u0000x' })),
    reason: null,
  },
  'half a surrogate pair, which no JSON reader has to take': {
    text: json(bind({ client: 'Client=OWA;#' })).replace('#', '\\ud83d'),
    reason: /not readable JSON/,
  },
  'an address that is none': { text: json(bind({ ip: "1.2.3.4'); DROP TABLE record; --" })), reason: null },
};

test('each row is taken or rejected for its own sake alone', async () => {
  const rows = Object.entries(ROWS).map(([name, row]) => ({ name, ...row }));
  const asLines = rows.filter(({ text }) => text.startsWith('{'));
  const { report } = await desk.analyse(
    portal(rows.map(({ text }) => text)),
    lines(asLines.map(({ text }) => text)),
  );
  const [first, second] = report.inputs as [ReportInput, ReportInput];
  expect(reasons(report, first, rows)).toEqual(rows.map(expected));
  expect(reasons(report, second, asLines)).toEqual(asLines.map(expected));
  const good = rows.filter(({ reason }) => reason === null).length;
  expect(first).toMatchObject({
    rows: rows.length,
    records: good,
    duplicates: 0,
    rejected: rows.length - good,
  });
  expect(second).toMatchObject({ rows: asLines.length, records: 0, duplicates: good, conflicts: 0 });
  const unread = report.rejected.filter(({ reason }) => /cut off|JSON/.test(reason));
  expect(unread.filter(({ excerpt }) => !excerpt?.startsWith('{"Creation'))).toEqual([]);
});

interface Row {
  name: string;
  text: string;
  reason: RegExp | null;
}

const expected = ({ name, reason }: Row) => [name, reason === null ? null : expect.stringMatching(reason)];

function reasons(report: Report, { name: file }: ReportInput, rows: Row[]) {
  return rows.map(({ name }, index) => [
    name,
    report.rejected.find(({ input, row }) => input === file && row === index + 1)?.reason ?? null,
  ]);
}

describe('damage to the file itself', () => {
  test('line ends that change within the file cost no row', async () => {
    const texts = Array.from({ length: 40 }, () => json(bind()));
    const mixed = portal(texts).replace(/\r\n/g, (end, at: number) => (at % 3 === 0 ? '\n' : end));
    const { report } = await desk.analyse(mixed, lines([bind()]));
    expect(report.inputs[0]).toMatchObject({ rows: 40, records: 40, rejected: 0 });
  });

  test('an unterminated quote and a cut-off end cost only their own rows', async () => {
    const texts = Array.from({ length: 30 }, () => json(bind()));
    const rows = portal(texts).split('\r\n');
    rows[10] = String(rows[10]).slice(0, -30);
    rows[20] = `"open,${rows[20]}`;
    const text = rows.join('\r\n');
    const { report } = await desk.analyse(text.slice(0, -40));
    expect(report.inputs[0]).toMatchObject({ rows: 30, records: 27, duplicates: 0, rejected: 3 });
    expect(report.rejected.map(({ row }) => row)).toEqual([10, 20, 30]);
  });

  test('a broken element of an array and a cut-off end cost only themselves', async () => {
    const texts = Array.from({ length: 12 }, () => json(bind()));
    texts[4] = '{"CreationTime": oops}';
    texts[7] = '17';
    const text = `[${texts.join(',\n')}]`;
    const { report } = await desk.analyse(text.slice(0, -30));
    expect(report.inputs[0]).toMatchObject({ rows: 12, records: 9, rejected: 3 });
    expect(report.rejected.map(({ row }) => row)).toEqual([5, 8, 12]);
  });
});

interface Offered {
  damaged: boolean;
  text: string;
}

/** Writers whose every element is a row of its own, so that rows can be counted here too. */
const WRITERS: Record<string, (rows: readonly Offered[]) => string> = {
  portal: (rows) => portal(rows.map(({ text }) => text)),
  lines: (rows) => lines(rows.map(({ text }) => text)),
  array: (rows) => `[${rows.map(({ text }) => text).join(',')}]`,
};

/** Kinds of damage that leave one element one element. */
const DAMAGE: ((text: string) => string)[] = [
  (text) => text.replace('"Operation":"MailItemsAccessed",', ''),
  (text) => text.replace(/"CreationTime":"[^"]*"/, '"CreationTime":"yesterday"'),
  (text) => text.replace('2026-05-14', '1926-05-14'),
];

test('rows = records + duplicates + rejected, whatever comes in whatever order', async () => {
  const kase = await desk.openCase();
  const row = fc.record({
    record: fc.nat({ max: 30 }),
    damage: fc.option(fc.nat({ max: DAMAGE.length - 1 }), { freq: 4 }),
  });
  const file = fc.record({
    shape: fc.constantFrom(...Object.keys(WRITERS)),
    rows: fc.array(row, { minLength: 1, maxLength: 40 }),
  });
  const known = new Set<string>();
  let inputs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 4, maxLength: 8 }), async (files) => {
      const made = Array.from({ length: 31 }, () => bind());
      const offered = files.map(({ shape, rows }) => ({
        shape,
        rows: rows.map(({ record, damage }) => {
          const text = json(made[record]!);
          return {
            id: made[record]!.Id,
            damaged: damage !== null,
            text: damage === null ? text : DAMAGE[damage]!(text),
          };
        }),
      }));
      await desk.ingest(kase, ...offered.map(({ shape, rows }) => WRITERS[shape]!(rows)));
      const section = await kase.section('inputs', { offset: inputs, limit: 10 });
      inputs += files.length;
      expect(section.inputs.items).toHaveLength(files.length);
      for (const [index, { rows }] of offered.entries()) {
        const good = rows.filter(({ damaged }) => !damaged).map(({ id }) => id);
        const fresh = new Set(good.filter((id) => !known.has(id)));
        expect(section.inputs.items[index]).toMatchObject({
          rows: rows.length,
          records: fresh.size,
          duplicates: good.length - fresh.size,
          conflicts: 0,
          rejected: rows.length - good.length,
        });
        for (const id of fresh) known.add(id);
      }
    }),
    // Files of one case after another: each run adds to what is there.
    { numRuns: 2, seed: 2, endOnFailure: true },
  );
  const report = await reportOf(kase);
  expect(report.totals.records).toBe(known.size);
});

test('a file that is there already is known for it, whatever its name; one with the same records is not', async () => {
  const texts = [json(bind()), json(bind())];
  const file = portal(texts);
  const archive = await zip({ 'a.csv': file, 'b.csv': portal([json(bind())]) });
  const { report } = await desk.analyse(file, file, lines(texts), archive, archive);
  const told = report.inputs.map(({ member, duplicates, warnings }) => ({
    member,
    duplicates,
    known: warnings.includes('received-before'),
  }));
  expect(told).toEqual([
    { member: null, duplicates: 0, known: false },
    { member: null, duplicates: 2, known: true },
    { member: null, duplicates: 2, known: false },
    { member: 'a.csv', duplicates: 2, known: false },
    { member: 'b.csv', duplicates: 0, known: false },
    { member: 'a.csv', duplicates: 2, known: true },
    { member: 'b.csv', duplicates: 1, known: true },
  ]);
  expect(warningWords('received-before')).toMatch(/^The case holds this very file already/);
});
