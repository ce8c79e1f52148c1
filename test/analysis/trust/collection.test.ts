/** What files cannot hold: unsearched time, late records, records no longer kept, rows cut off. */
import { expect, test } from 'vitest';
import type { Acquired, ReportInput } from '../../../analysis/report.ts';
import type { FileOrder } from '../../../analysis/truncation.ts';
import { type Held, uncollected } from '../../../analysis/trust/collection.ts';
import { lines, openDesk, reportOf } from '../case/desk.ts';
import { bind, burst, later } from '../case/records.ts';
import { gapsOf } from './found.ts';

const desk = await openDesk();
const s = (time: string) => Date.parse(`${time.length === 10 ? `${time}T00:00:00` : time}Z`) / 1000;
const iso = (at: number | null) => (at === null ? null : new Date(at * 1000).toISOString().slice(0, 10));

function input(
  first: string,
  last: string,
  acquired: Partial<Acquired> = {},
  warnings: string[] = [],
): ReportInput {
  return {
    name: `${first}.csv`,
    member: null,
    sha256: '0'.repeat(64),
    bytes: 1,
    format: 'purview-csv',
    rows: 5_000,
    records: 5_000,
    duplicates: 0,
    conflicts: 0,
    rejected: 0,
    mailItemsAccessed: 5_000,
    first: `${first}T00:00:00Z`,
    last: `${last}T00:00:00Z`,
    acquired: { at: null, by: null, from: null, to: null, users: null, operations: null, ...acquired },
    warnings,
  };
}

function stretches(inputs: ReportInput[], given: Partial<Held> & { order?: FileOrder } = {}): string[] {
  const { order = 'mixed', ...held } = given;
  const orders = new Map(inputs.map((_, index) => [index + 1, order]));
  const bounds = { first: s('2026-05-02'), last: s('2026-05-20') };
  return uncollected({ inputs, ...bounds, orders, policies: [], ...held })
    .map(({ kind, certainty, from, to }) => `${certainty} ${kind} ${iso(from)} to ${iso(to)}`)
    .sort();
}

const MAY = { from: '2026-05-01', to: '2026-06-01' };
const OUTSIDE = [
  'proven outside-declared-scope 2026-06-01 to null',
  'proven outside-declared-scope null to 2026-05-01',
];
const FULL = ['possibly-truncated-5000'];

test('what was not searched: before, after and between', () => {
  expect(stretches([input('2026-05-02', '2026-05-20')])).toEqual([]);
  expect(stretches([input('2026-05-02', '2026-05-20', MAY)])).toEqual(OUTSIDE);
  const [early, late] = [
    { from: '2026-05-01', to: '2026-05-05' },
    { from: '2026-05-15', to: '2026-06-01' },
  ];
  expect(
    stretches([input('2026-05-02', '2026-05-04', early), input('2026-05-16', '2026-05-20', late)]),
  ).toEqual(['proven outside-declared-scope 2026-05-05 to 2026-05-15', ...OUTSIDE]);
});

test('a search by users leaves out everybody else', () => {
  expect(stretches([input('2026-05-02', '2026-05-20', { ...MAY, users: ['ana@x'] })])).toEqual([
    'proven outside-declared-scope 2026-05-01 to 2026-06-01',
    ...OUTSIDE,
  ]);
});

test('the last day before the search, unless a later search covers it', () => {
  const at = (time: string) => input('2026-05-02', '2026-05-20', { at: time });
  expect(stretches([at('2026-05-21')])).toEqual(['suspected not-yet-arrived 2026-05-20 to 2026-05-21']);
  expect(stretches([input('2026-05-02', '2026-05-20', { ...MAY, at: '2026-06-10' })])).toEqual(OUTSIDE);
  const first = input('2026-05-02', '2026-05-20', { from: '2026-05-01', to: '2026-05-21', at: '2026-05-21' });
  const again = input('2026-05-02', '2026-05-20', { ...MAY, at: '2026-06-10' });
  expect(stretches([first, again])).toEqual(OUTSIDE);
  const half = input('2026-05-02', '2026-05-20', { ...MAY, from: '2026-05-20T12:00:00Z', at: '2026-06-10' });
  expect(stretches([first, half])).toContain('suspected not-yet-arrived 2026-05-20 to 2026-05-21');
});

test('records are kept for a time: longer than any that were found says nothing', () => {
  const far = { from: '2025-01-01', to: '2026-05-21', at: '2026-07-01' };
  const kept = (first: string, policies: number[] = []) =>
    stretches([input(first, '2026-05-20', far)], { first: s(first), policies }).filter((text) =>
      text.includes('retention'),
    );
  expect(kept('2026-03-01')).toEqual(['suspected retention null to 2026-01-02']);
  expect(kept('2025-11-01')).toEqual([]);
  // The service does not delete to the hour.
  expect(kept('2026-01-01')).toEqual(['suspected retention null to 2026-01-02']);
  expect(kept('2025-12-31')).toEqual([]);
  expect(kept('2026-06-10', [30])).toEqual([
    'suspected retention null to 2026-01-02',
    'suspected retention null to 2026-06-01',
  ]);
  expect(kept('2026-03-01', [30])).toEqual(['suspected retention null to 2026-01-02']);
});

test.each<[FileOrder, string[]]>([
  ['newest-first', ['suspected truncated-export null to 2026-05-02']],
  ['oldest-first', ['suspected truncated-export 2026-05-20 to null']],
  ['mixed', ['suspected truncated-export 2026-05-02 to 2026-05-20']],
])('a full page that is sorted %s', (order, expected) => {
  expect(stretches([input('2026-05-02', '2026-05-20', {}, FULL)], { order })).toEqual(expected);
});

test('pages that go on from one file to the next are judged by the last', () => {
  const pages = [input('2026-05-10', '2026-05-20', {}, FULL), input('2026-05-02', '2026-05-10', {}, FULL)];
  expect(stretches(pages, { order: 'newest-first' })).toEqual([
    'suspected truncated-export null to 2026-05-02',
  ]);
  const others = [input('2026-05-10', '2026-05-20', {}, FULL), input('2026-05-02', '2026-05-18', {}, [])];
  expect(stretches(others, { order: 'newest-first' })).toEqual([
    'suspected truncated-export null to 2026-05-10',
  ]);
});

test('a file that says itself that rows are missing proves it', () => {
  expect(
    stretches([input('2026-05-02', '2026-05-20', {}, ['result-count-exceeds-rows'])], {
      order: 'newest-first',
    }),
  ).toEqual(['proven truncated-export null to 2026-05-02']);
});

/** Two steps back for each one forward: neither order. */
function fallingByThree<T>(rows: readonly T[]): T[] {
  return rows.map((row, n) => rows[n - (n % 3) + 2 - (n % 3)] ?? row);
}

test('the order of a file is read from its rows, whatever it is called', async () => {
  const rows = burst(100, 99, { at: '2026-05-14T09:00:00' });
  const { gaps: up } = await gapsOf(desk.folder, lines(rows));
  expect(up).toMatchObject([{ kind: 'truncated-export', from: '2026-05-14T09:01:38Z', to: null }]);
  const { gaps: mixed } = await gapsOf(desk.folder, lines(fallingByThree(rows)));
  expect(mixed).toMatchObject([
    { kind: 'truncated-export', from: '2026-05-14T09:00:00Z', to: '2026-05-14T09:01:38Z' },
  ]);
  const { gaps: down } = await gapsOf(desk.folder, lines([...rows].reverse()));
  expect(down).toMatchObject([{ kind: 'truncated-export', from: null, to: '2026-05-14T09:00:00Z' }]);
});

test('what is missing from a cut file is told the same, whether or not another file gave its records before', async () => {
  const rows = burst(40, 39, { at: '2026-05-14T09:00:00' });
  const cut = `${lines(rows)}{"CreationTime":"2026-05-14T09:00:40","Id":`;
  const one = `${lines(rows.slice(0, 1))}{"CreationTime":"2026-05-14T09:00:01","Id":`;
  const stretch = async (...files: string[]) => {
    const { report } = await desk.analyse(...files);
    return report.logTrust.gaps
      .filter(({ kind }) => kind === 'truncated-export')
      .map(({ from, to }) => ({ from, to }));
  };
  const after = [{ from: '2026-05-14T09:00:38Z', to: null }];
  expect(await stretch(cut)).toEqual(after);
  expect(await stretch(cut, lines(rows))).toEqual(after);
  expect(await stretch(lines(rows), cut)).toEqual(after);
  // One record says nothing of the file's order: records may be missing on either side.
  expect(await stretch(lines(rows), one)).toEqual([{ from: null, to: null }]);
});

test('declaring what was asked of the log works the gaps out anew; outside it alone, the log is still sound', async () => {
  const kase = await desk.openCase();
  await desk.ingest(kase, lines([bind(), bind({ at: later('2026-05-14T09:00:00', 3_600) })]));
  expect((await reportOf(kase)).logTrust).toMatchObject({ verdict: 'sound', gaps: [] });
  await kase.declareScope({ from: '2026-05-01T00:00:00Z', to: '2026-06-01T00:00:00Z' });
  const { logTrust } = await reportOf(kase);
  expect(logTrust.gaps.map(({ kind }) => kind)).toEqual(['outside-declared-scope', 'outside-declared-scope']);
  expect(logTrust.verdict).toBe('sound');
  await kase.declareScope({ at: '2026-05-14T12:00:00Z' });
  expect((await reportOf(kase)).logTrust.verdict).toBe('gaps');
});
