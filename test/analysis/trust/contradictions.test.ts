/** A declared search that the records contradict: said wherever people read, and nothing rests on it outside. */
import { describe, expect, test } from 'vitest';
import { pageInputs, scopeContradictions } from '../../../analysis/case/inputs.ts';
import { ingestFile } from '../../../analysis/ingest/index.ts';
import { warningWords } from '../../../analysis/input-warnings.ts';
import type { Acquired } from '../../../analysis/report.ts';
import { Database } from '../../../analysis/store/database.ts';
import { TABLES } from '../../../analysis/store/tables.ts';
import { lines, openDesk, reportOf } from '../case/desk.ts';
import { bind, inboxRule } from '../case/records.ts';

const desk = await openDesk();
const DAY = (day: string, more: Parameters<typeof bind>[0] = {}) =>
  bind({ at: `2026-05-${day}T09:00:00`, ...more });
/** 4 to 24 May; three mailboxes, of which one is throttled within the declared days. */
const MONTH = [
  DAY('04'),
  DAY('06', { mailbox: 'lee@x' }),
  DAY('11', { mailbox: 'tom@x', throttled: true }),
  DAY('18', { ip: '192.0.2.10' }),
  DAY('24', { mailbox: 'tom@x' }),
];
const NARROW = { from: '2026-05-10T00:00:00Z', to: '2026-05-12T23:59:59Z' };

test('records of another time than was declared searched', async () => {
  const kase = await desk.caseOf(lines(MONTH));
  await kase.declareScope(NARROW);
  await kase.mark('ip:192.0.2.10', 'hostile', 'Ana');
  const { logTrust, inputs, exposure } = await reportOf(kase);
  expect(inputs[0]?.warnings).toContain('records-outside-declared-period-4');
  expect(await kase.scopeContradictions()).toEqual([
    expect.stringMatching(
      /^4 records of .* lie outside the declared search \(2026-05-10T00:00:00Z to 2026-05-12T23:59:59Z\): the first of 2026-05-04T09:00:00Z, the last of 2026-05-24T09:00:00Z\. .*check what was asked/,
    ),
  ]);
  expect(logTrust.cannotConclude.join(' ')).toContain('lie outside the declared search');
  expect(logTrust.verdict).toBe('gaps');
  // Of time with records it is not said that nothing is known.
  const [after, before] = logTrust.gaps.filter(({ kind }) => kind === 'outside-declared-scope');
  expect(after?.statement).toContain(
    'yet 2 records of that time are in the files, from 2026-05-18T09:00:00Z to 2026-05-24T09:00:00Z. What they show holds',
  );
  expect(before?.statement).toContain('yet 2 records');
  // Exposure, coverage and the counts of the summary agree.
  expect(exposure.confirmed.mailboxes.map(({ verdict }) => verdict).sort()).toEqual([
    'messages',
    'unknown',
    'unknown',
  ]);
  for (const { coveredShare, reasons } of logTrust.mailboxes) {
    expect(coveredShare).toBeLessThan(0.2);
    expect(reasons).toContain('outside-declared-scope (whole tenant) (2 times)');
  }
  const { trust, headline } = await kase.section('summary', {});
  expect(trust).toMatchObject({ mailboxesWithGaps: 3, mailboxesCovered: 0 });
  expect(headline).toBe('1 mailbox accessed by a context marked hostile; the log of 3 mailboxes has gaps');
  // What lies inside remains.
  expect(logTrust.canConclude.join(' ')).toContain(
    'Within the declared search (2026-05-10T00:00:00Z to 2026-05-12T23:59:59Z), no gap was found for 2 of 3 mailboxes',
  );
  const steps = (await kase.section('next-steps', { limit: 100 })).steps.items;
  expect(steps.find(({ id }) => id === 'declare-scope')?.title).toBe('Check what was asked of the log');
  // Of another year, nothing rests on it, and the log is not called blind.
  await kase.declareScope({ from: '2025-05-01T00:00:00Z', to: '2025-05-31T00:00:00Z' });
  expect((await kase.section('summary', {})).headline).not.toMatch(/blind|Cannot tell/);
  expect((await kase.section('gaps', {})).canConclude.join(' ')).not.toContain('Within the declared search');
});

/** What is found, and what is said of it, without the rest of the analysis. */
async function told(acquired: Partial<Acquired>, ...contents: string[]) {
  const db = await Database.open(':memory:', desk.folder);
  try {
    await db.run(TABLES);
    for (const [index, content] of contents.entries()) {
      const path = await desk.file(`told-${index}.jsonl`, content);
      await ingestFile(db, { path, name: `told-${index}`, acquired }, desk.folder);
    }
    const [input] = await pageInputs(db, 0, 10);
    return { said: await scopeContradictions(db), warnings: input?.warnings };
  } finally {
    db.close();
  }
}

describe('users and operations', () => {
  const records = lines([
    DAY('04', { mailbox: 'ana@x' }),
    DAY('05', { user: 'eve@x', mailbox: 'ana@x' }),
    DAY('06', { user: 'lee@x', mailbox: 'lee@x' }),
    DAY('07', { user: 'lee@x', mailbox: 'lee@x' }),
  ]);

  test('records of others than the users declared; a name may be that of the mailbox', async () => {
    const { said, warnings } = await told({ users: ['Ana@x'] }, records);
    expect(warnings).toContain('records-outside-declared-users-2');
    expect(said[0]).toMatch(
      /^2 records of told-0 are not of the users declared as searched \(Ana@x\): they are of lee@x, the first of 2026-05-06/,
    );
    expect((await told({ users: ['ana@x', 'lee@x'] }, records)).said).toEqual([]);
    // No name of an account: the search was limited in another way.
    expect((await told({ users: ['ip 192.0.2.1'] }, records)).said).toEqual([]);
  });

  test('changes by administrators do not contradict a search by users', async () => {
    const both = lines([DAY('04', { mailbox: 'ana@x' }), inboxRule({ user: 'root@x' })]);
    expect((await told({ users: ['ana@x'] }, both)).said).toEqual([]);
  });

  test('records of other operations, in any spelling', async () => {
    const { said, warnings } = await told({ operations: ['New-InboxRule'] }, records);
    expect(warnings).toContain('records-outside-declared-operations-4');
    expect(said[0]).toContain('(New-InboxRule): they are of MailItemsAccessed');
    expect((await told({ operations: ['mailitemsACCESSED'] }, records)).said).toEqual([]);
  });
});

test('a search that holds every record contradicts nothing', async () => {
  const whole = { from: '2026-05-04T09:00:00Z', to: '2026-05-24T09:00:00Z' };
  expect(await told(whole, lines(MONTH))).toMatchObject({ said: [] });
});

test('many files: the first few are told, and how many more there are', async () => {
  const { said } = await told(NARROW, ...['04', '05', '06', '07', '08'].map((day) => lines([DAY(day)])));
  expect(said).toHaveLength(4);
  expect(said[3]).toBe('The same is so 2 times more, in other files.');
  expect(said[0]).toMatch(/^1 record of told-0 lies outside .*: of 2026-05-04T09:00:00Z\./);
});

test('the Management API is asked for when records came, not for when they were made', async () => {
  const feed = JSON.stringify([DAY('04'), DAY('11')]);
  const late = { from: '2026-05-10T00:00:00Z', to: '2026-05-31T00:00:00Z' };
  expect((await told(late, feed)).said).toEqual([]);
  expect((await told({ ...late, to: '2026-05-10T12:00:00Z' }, feed)).said).toHaveLength(1);
});

test('the codes have words', () => {
  expect(warningWords('records-outside-declared-period-1971')).toMatch(
    /^1,971 of its records are outside the period declared as searched: .*Check what was asked/,
  );
  expect(warningWords('records-outside-declared-users-1')).toMatch(/^One of its records is not of the users/);
});
