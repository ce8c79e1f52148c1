/** Findings as data comes in: an incident keeps its id, and how sure it is depends on what is known of before. */
import { expect, test } from 'vitest';
import type { Case } from '../../../analysis/index.ts';
import type { Finding } from '../../../analysis/report.ts';
import { lines, openDesk } from '../case/desk.ts';
import { bind, later } from '../case/records.ts';

const desk = await openDesk();

const START = '2026-03-02T09:00:00';
const on = (day: number) => later(START, day * 86_400);

/** Somebody at home, once a day. */
const history = (days: number) =>
  Array.from({ length: days }, (_, day) =>
    bind({ mailbox: 'home@x', at: on(day), ip: '192.0.2.9', session: null }),
  );

/** One session in three people's mailboxes: an incident of mailbox-sweep, over when a week passes without it. */
const sweep = (day: number) =>
  ['one', 'two', 'three'].map((name) => bind({ mailbox: `${name}@x`, at: on(day), ip: '203.0.113.66' }));

async function sweeps(kase: Case): Promise<Finding[]> {
  const { findings } = await kase.section('findings', {});
  expect(findings.items.map(({ detection }) => detection)).toEqual(findings.items.map(() => 'mailbox-sweep'));
  return findings.items.toSorted((a, b) => a.firstSeen.localeCompare(b.firstSeen));
}

test('an incident keeps its id while more of it comes, earlier and later; another one never has it', async () => {
  const kase = await desk.openCase();
  await desk.ingest(kase, lines([...history(10), ...sweep(20)]));
  const [first] = await sweeps(kase);
  await desk.ingest(kase, lines(sweep(26)), lines(sweep(14)));
  expect(await sweeps(kase)).toMatchObject([{ id: first?.id }]);
  // Others before and after it, more than a week away.
  await desk.ingest(kase, lines(sweep(40)), lines(sweep(2)));
  const [earlier, again, second] = await sweeps(kase);
  expect([again?.id, again?.firstSeen, again?.lastSeen]).toEqual([first?.id, `${on(14)}Z`, `${on(26)}Z`]);
  expect([second?.firstSeen, second?.lastSeen]).toEqual([`${on(40)}Z`, `${on(40)}Z`]);
  expect(new Set([earlier?.id, again?.id, second?.id]).size).toBe(3);
});

test.each([
  [5, 'medium', ''],
  [4, 'low', ' The log holds only 4 days of mail access before it, so what was usual is hardly known.'],
])('%i days before it: confidence %s', async (days, confidence, words) => {
  const kase = await desk.openCase();
  await desk.ingest(kase, lines([...history(days), ...sweep(days + 1)]));
  const [found] = await sweeps(kase);
  expect(found?.confidence).toBe(confidence);
  expect(found?.explanation).toMatch(new RegExp(`\\.${words}$`));
});
