/** A case: what its sections and report say as a whole, what is bounded, and that it is the same after it was closed. */
import { describe, expect, test } from 'vitest';
import { openCase } from '../../../analysis/index.ts';
import type { Report } from '../../../analysis/report.ts';
import { lines, openDesk, reportOf } from './desk.ts';
import { bind, burst, inboxRule, later, sync } from './records.ts';

const desk = await openDesk();
const NINE = '2026-05-14T09:00:00';

describe('declared scope', () => {
  test('nothing negative is said outside it', async () => {
    const kase = await desk.openCase();
    await desk.ingest(kase, lines([bind(), bind({ mailbox: 'lee@x', throttled: true })]));
    const unknown = await reportOf(kase);
    expect(unknown.inputs[0]?.acquired).toEqual({
      at: null,
      by: null,
      from: null,
      to: null,
      users: null,
      operations: null,
    });
    expect(unknown.logTrust.canConclude.join(' ')).not.toContain('no gap');
    expect(unknown.logTrust.cannotConclude.join(' ')).toContain('What was asked of the log');
    await kase.declareScope({
      from: '2026-05-01T00:00:00Z',
      to: '2026-05-31T00:00:00Z',
      at: '2026-06-10T00:00:00Z',
      users: ['ana@x', "o'neil@x"],
    });
    const declared = await reportOf(kase);
    expect(declared.inputs[0]?.acquired).toMatchObject({
      to: '2026-05-31T00:00:00Z',
      users: ['ana@x', "o'neil@x"],
      by: null,
    });
    expect(declared.logTrust.canConclude.join(' ')).toContain(
      'Within the declared search (2026-05-01T00:00:00Z to 2026-05-31T00:00:00Z), no gap was found for 1 of 2 mailboxes',
    );
    expect(declared.logTrust.cannotConclude.join(' ')).not.toContain('What was asked of the log');
    // What an input says of itself goes before what was declared for the case.
    const own = { from: '2026-05-10T00:00:00Z', operations: ['MailItemsAccessed'] };
    await kase.ingest([{ path: await desk.file('own', lines([bind()])), name: 'own', acquired: own }]);
    expect((await reportOf(kase)).inputs[1]?.acquired).toMatchObject({ ...own, to: '2026-05-31T00:00:00Z' });
  });
});

test('an empty case and one without mail access say that they cannot tell', async () => {
  const kase = await desk.openCase();
  const empty = await reportOf(kase);
  expect(empty.summary).toEqual({
    verdict: 'cannot-tell',
    headline: expect.stringContaining('no audit record'),
  });
  expect(empty.window).toEqual({ from: null, to: null });
  await desk.ingest(kase, lines([inboxRule()]));
  const other = await reportOf(kase);
  expect(other.summary.headline).toContain('the one record is not of mail access');
  expect(other.logTrust).toMatchObject({ verdict: 'insufficient', canConclude: [], gaps: [] });
  expect(other.logTrust.cannotConclude.join(' ')).toContain('no mail was accessed may not be concluded');
  const summary = await kase.section('summary', {});
  expect(summary).toMatchObject({
    verdict: 'cannot-tell',
    totals: { records: 1 },
    trust: { verdict: 'insufficient' },
  });
  for (const name of ['gaps', 'contexts', 'messages', 'next-steps', 'inputs'] as const) {
    expect(await kase.section(name, {})).toMatchObject({ case: { id: kase.identity.id } });
  }
});

test('long series are cut to their busiest 62 days in the summary, and whole in the report', async () => {
  const days = Array.from({ length: 100 }, (_, day) => later('2026-01-01T09:00:00', day * 86_400));
  const { kase, report } = await desk.analyse(
    lines([
      ...days.map((at) => bind({ at })),
      ...burst(50, 3_600, { at: String(days[99]) }),
      sync({ at: String(days[50]) }),
    ]),
  );
  expect(report.series).toHaveLength(100);
  expect(report.series[0]).toEqual({ day: '2026-01-01', bind: 1, sync: 0, service: 0 });
  expect(report.series[50]).toEqual({ day: '2026-02-20', bind: 1, sync: 1, service: 0 });
  const summary = await kase.section('summary', {});
  expect(summary.seriesCut).toBe(true);
  expect(summary.series).toHaveLength(62);
  expect(summary.series.at(-1)).toMatchObject({ day: '2026-04-10', bind: 51 });
});

test('of rejected rows the report lists the first 1,000, and sections the rest by page', async () => {
  const bad = Array.from({ length: 1_500 }, (_, index) =>
    JSON.stringify({ Id: String(index), Operation: 'x' }),
  );
  const { kase, report } = await desk.analyse(lines([bind(), ...bad]));
  expect(report.rejected).toHaveLength(1_000);
  expect(report.rejected.at(-1)).toMatchObject({ row: 1_001 });
  const page = await kase.section('inputs', { offset: 1_490, limit: 100 });
  expect(page.rejected).toMatchObject({ total: 1_500, offset: 1_490 });
  expect(page.rejected.items.map(({ row }) => row)).toEqual([
    1492, 1493, 1494, 1495, 1496, 1497, 1498, 1499, 1500, 1501,
  ]);
});

test('queries out of bounds are brought within them', async () => {
  const kase = await desk.caseOf(
    lines(Array.from({ length: 20 }, (_, index) => bind({ mailbox: `m${index}@x` }))),
  );
  const limits = [undefined, 0, -5, 3, 1e9, Number.NaN, 2.5, Number.POSITIVE_INFINITY];
  const lengths = [];
  for (const limit of limits)
    lengths.push((await kase.section('messages', { limit })).mailboxes.items.length);
  expect(lengths).toEqual([15, 1, 15, 3, 20, 15, 15, 15]);
  for (const offset of [-1, 1.5, Number.NaN]) {
    expect((await kase.section('messages', { offset })).mailboxes.offset).toBe(0);
  }
});

test('a closed case opens as it was, from wherever it lies', async () => {
  const folder = `${desk.folder}/it's a "case" \u00e9`;
  const path = await desk.file('kept.json', lines([bind({ throttled: true }), sync(), inboxRule()]));
  const first = await openCase({ folder, id: 'kept', name: 'Kept' });
  await first.ingest([{ path, name: '../../etc/passwd\u0000\n<b>' }]);
  await first.mark('user:ana@contoso.com', 'hostile', 'test');
  const before = await reportOf(first);
  await first.close();
  const again = await openCase({ folder, id: 'another', name: 'Another' });
  const after: Report = await reportOf(again);
  await again.close();
  expect(after).toEqual(before);
  expect(after.case).toEqual({ id: 'kept', name: 'Kept' });
  expect(after.exposure.confirmed.mailboxes).toMatchObject([{ verdict: 'entire-mailbox' }]);
  expect(after.logTrust.gaps).toHaveLength(1);
});

test('the headline counts what is blind among what was accessed', async () => {
  const { kase, report } = await desk.analyse(
    lines([
      bind(),
      bind({ mailbox: 'lee@x', throttled: true, session: null }),
      bind({ mailbox: 'bo@x', at: later(NINE, 60), session: null }),
    ]),
  );
  expect(report.summary).toEqual({
    verdict: 'nothing-unusual',
    headline: expect.stringContaining('in the 2 of 3 mailboxes the log covers'),
  });
  await kase.mark('user:ana@contoso.com', 'hostile', 'test');
  expect((await kase.section('summary', {})).headline).toBe(
    '1 mailbox accessed by a context marked hostile; the log of one mailbox has gaps',
  );
});
