/** Mailboxes of one name in two organisations: a finding that takes both together says so. */
import { expect, test } from 'vitest';
import { lines, openDesk } from '../case/desk.ts';
import { bind, inboxRule, ORGANIZATION } from '../case/records.ts';

const desk = await openDesk();
const OTHER = '7b6f1f57-51c7-4d0e-9b7b-3f2a5c0d1e22';
const ABROAD = '45.227.255.10';

/** Two weeks at home, then single messages and a rule from abroad; some of the records in the other organisation. */
function records(other: string) {
  const at = (day: number, hour: number) =>
    `2026-05-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00`;
  const usual = Array.from({ length: 12 }, (_, n) => bind({ at: at(1 + n, 9), ip: '84.128.10.10' }));
  const abroad = [3, 4, 5, 6].map((hour, n) =>
    bind({ at: at(14, hour), ip: ABROAD, with: { OrganizationId: n < 2 ? ORGANIZATION : other } }),
  );
  return [...usual, ...abroad, inboxRule({ at: at(14, 5), ip: ABROAD })];
}

const SAME_NAME =
  'ana@contoso.com is a mailbox in 2 organisations of this case: their records are taken together here';

test('is told where the records of a finding come from two', async () => {
  const { report } = await desk.analyse(lines(records(OTHER)));
  const telling = report.findings.filter(({ observed }) => observed.includes(SAME_NAME));
  expect(report.findings.length).toBeGreaterThan(0);
  expect(telling.map(({ detection }) => detection)).toEqual(
    report.findings.map(({ detection }) => detection),
  );
});

test('is not told where all of them are of one', async () => {
  const { report } = await desk.analyse(lines(records(ORGANIZATION)));
  expect(report.findings.length).toBeGreaterThan(0);
  expect(report.findings.filter(({ observed }) => observed.includes('organisations'))).toEqual([]);
});
