/** What was not obtained is a proven gap of the case, until another pull obtains it. */
import { expect, test, vi } from 'vitest';
import { lines, openDesk, reportOf } from '../case/desk.ts';
import { bind, later } from '../case/records.ts';
import { hour, missing, pull } from './told.ts';

const desk = await openDesk();
vi.setConfig({ testTimeout: 60_000 });

test('a stretch that a pull is missing, and an outage', async () => {
  const kase = await desk.openCase();
  const at = (hours: number) => later('2026-05-14T00:00:00', hours * 3600);
  await desk.ingest(kase, lines([bind({ at: at(1) }), bind({ at: at(9) }), bind({ at: at(99) })]));
  await kase.notePull(
    pull('first', { to: hour(50), missing: [missing(20, 40, "the query failed: it's <b>broken</b>")] }),
  );
  await kase.noteOutage({ from: hour(60), to: hour(70), why: 'Mailtrail was not running' });

  const { logTrust } = await reportOf(kase);
  expect(logTrust.gaps).toMatchObject([
    { kind: 'collection-outage', certainty: 'proven', mailbox: null, from: hour(20), to: hour(40) },
    { kind: 'collection-outage', certainty: 'proven', mailbox: null, from: hour(60), to: hour(70) },
  ]);
  expect(logTrust.verdict).toBe('gaps');
  expect(logTrust.gaps.map(({ statement }) => statement)).toEqual([
    `Records of any mailbox from ${hour(20)} to ${hour(40)} were asked for or due and did not come: the query failed: it's <b>broken</b>. Nothing may be concluded about that time.`,
    `Records of any mailbox from ${hour(60)} to ${hour(70)} were asked for or due and did not come: Mailtrail was not running. Nothing may be concluded about that time.`,
  ]);
  expect(logTrust.mailboxes[0]?.coveredShare).toBeCloseTo(1 - 30 / 98, 2);
  expect(logTrust.cannotConclude.join(' ')).toContain(
    'For 2 stretches of time records were asked for or due and did not come',
  );

  await kase.notePull(pull('second', { from: hour(15), to: hour(65) }));
  expect((await kase.section('gaps', {})).gaps.items).toMatchObject([{ from: hour(65), to: hour(70) }]);
  const told = await kase.section('pulls', { limit: 1, offset: 1 });
  expect(told.pulls).toMatchObject({ total: 2, offset: 1, items: [{ id: 'second' }] });
  expect(told.outages).toEqual([{ from: hour(60), to: hour(70), why: 'Mailtrail was not running' }]);
  expect(told.notObtained).toEqual([{ from: hour(65), to: hour(70), why: 'Mailtrail was not running' }]);
});

test('an outage that was told is not suspected once more', async () => {
  const kase = await desk.openCase();
  // Forty records of every hour in four weeks, and none from Wednesday noon to Wednesday night of the third.
  const start = '2026-05-04T00:00:00';
  const silent = (hours: number) => hours >= 24 * 16 + 12 && hours < 24 * 16 + 22;
  const records = Array.from({ length: 24 * 28 }, (_, hours) => hours)
    .filter((hours) => !silent(hours))
    .flatMap((hours) =>
      Array.from({ length: 4 }, (_, n) => bind({ at: later(start, hours * 3600 + n * 600) })),
    );
  await desk.ingest(kase, lines(records));
  const outages = async () =>
    (await kase.section('gaps', { limit: 100 })).gaps.items
      .filter(({ kind }) => kind === 'collection-outage')
      .map(({ certainty }) => certainty);
  expect(await outages()).toEqual(['suspected']);
  await kase.noteOutage({
    from: `${later(start, (24 * 16 + 12) * 3600)}Z`,
    to: `${later(start, (24 * 16 + 22) * 3600)}Z`,
    why: 'the subscription had been stopped',
  });
  expect(await outages()).toEqual(['proven']);
});
