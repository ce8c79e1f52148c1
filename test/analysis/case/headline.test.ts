/** The verdict and first line: what nobody could have seen is never called nothing. */
import { expect, test } from 'vitest';
import { type HeadlineFacts, headlineOf, verdictOf } from '../../../analysis/case/headline.ts';
import type { CaseVerdict, Totals } from '../../../analysis/report.ts';
import { lines, openDesk } from './desk.ts';
import { bind, later } from './records.ts';

const desk = await openDesk();

const TOTALS: Totals = {
  records: 90,
  messages: 60,
  itemReferences: 65,
  mailItemsAccessed: 80,
  bind: 70,
  sync: 10,
  mailboxMessages: 60,
  mailboxes: 3,
  contexts: 5,
  throttled: 0,
  serviceRecords: 0,
};

function facts(given: Partial<Omit<HeadlineFacts, 'totals'>> & { totals?: Partial<Totals> }): HeadlineFacts {
  return {
    confirmedMailboxes: 0,
    findings: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    suspectedMailboxes: 0,
    mailboxesWithGaps: 0,
    rejected: 0,
    cutOff: { proven: 0, suspected: 0 },
    mailboxesBlind: 0,
    detections: 5,
    hours: 30 * 24,
    ...given,
    totals: { ...TOTALS, ...given.totals },
  };
}

test.each<[string, Parameters<typeof facts>[0], CaseVerdict, string]>([
  ['no gap', {}, 'nothing-unusual', 'Nothing unusual found in what is on record of all 3 mailboxes'],
  [
    'rows that could not be read',
    { rejected: 41 },
    'nothing-unusual',
    'Nothing unusual found in what is on record of all 3 mailboxes; 41 rows could not be read',
  ],
  [
    'a file that ends in the middle of a record',
    { rejected: 1, cutOff: { proven: 1, suspected: 0 } },
    'nothing-unusual',
    'Nothing unusual found in what is on record of all 3 mailboxes; an export is cut off: records are missing; 1 row could not be read',
  ],
  [
    'two cut files and one that may be',
    { confirmedMailboxes: 1, cutOff: { proven: 2, suspected: 1 } },
    'confirmed',
    '1 mailbox accessed by a context marked hostile; 2 exports are cut off: records are missing',
  ],
  [
    'a file of a round number of rows',
    {
      findings: { critical: 0, high: 1, medium: 0, low: 0, info: 0 },
      suspectedMailboxes: 2,
      cutOff: { proven: 0, suspected: 1 },
    },
    'suspicious',
    'Suspicious access to 2 mailboxes; an export may be cut off: records may be missing',
  ],
  [
    'a cut file without mail access',
    { totals: { mailItemsAccessed: 0, mailboxes: 0 }, cutOff: { proven: 1, suspected: 0 } },
    'cannot-tell',
    'Cannot tell: none of the 90 records is of mail access (MailItemsAccessed); an export is cut off: records are missing',
  ],
  [
    'a cut file before any detection',
    { detections: 0, cutOff: { proven: 1, suspected: 0 } },
    'nothing-unusual',
    'No access is marked hostile yet; no gap found in what is on record of all 3 mailboxes; an export is cut off: records are missing',
  ],
  [
    'a log of two days',
    { hours: 48 },
    'nothing-unusual',
    'Nothing unusual found in what is on record of all 3 mailboxes; a log of 2 days is too short to know what is usual',
  ],
  [
    'a log of two days, and something in it',
    { hours: 48, findings: { critical: 0, high: 0, medium: 0, low: 2, info: 1 } },
    'nothing-unusual',
    'Nothing unusual found in what is on record of all 3 mailboxes; a log of 2 days is too short to know what is usual; look at the 2 findings rated low',
  ],
  [
    'a long log, and something low in it',
    { findings: { critical: 0, high: 0, medium: 0, low: 1, info: 1 } },
    'nothing-unusual',
    'Nothing unusual found in what is on record of all 3 mailboxes; look at the 1 finding rated low',
  ],
  [
    'one mailbox, no gap',
    { totals: { mailboxes: 1 } },
    'nothing-unusual',
    'Nothing unusual found in what is on record of the one mailbox',
  ],
  [
    'two mailboxes, no gap',
    { totals: { mailboxes: 2 } },
    'nothing-unusual',
    'Nothing unusual found in what is on record of both mailboxes',
  ],
  [
    'one of three with a gap',
    { mailboxesWithGaps: 1 },
    'nothing-unusual',
    'Nothing unusual found in the 2 of 3 mailboxes the log covers',
  ],
  [
    'every one with a gap',
    { mailboxesWithGaps: 3, mailboxesBlind: 2 },
    'nothing-unusual',
    'Nothing unusual found in what is on record, but the log of all 3 mailboxes has gaps',
  ],
  [
    'every one blind throughout',
    { mailboxesWithGaps: 3, mailboxesBlind: 3 },
    'cannot-tell',
    'Cannot tell: the log of all 3 mailboxes is blind from the first record to the last',
  ],
  [
    'blind throughout, but marked',
    { mailboxesWithGaps: 3, mailboxesBlind: 3, confirmedMailboxes: 1 },
    'confirmed',
    '1 mailbox accessed by a context marked hostile; the log of 3 mailboxes has gaps',
  ],
  [
    'no mail access',
    { totals: { mailItemsAccessed: 0, mailboxes: 0 } },
    'cannot-tell',
    'Cannot tell: none of the 90 records is of mail access (MailItemsAccessed)',
  ],
  [
    'nothing at all',
    { totals: { records: 0, mailItemsAccessed: 0, mailboxes: 0 } },
    'cannot-tell',
    'Cannot tell: no audit record could be read',
  ],
])('%s', (_what, given, verdict, headline) => {
  expect({ verdict: verdictOf(facts(given)), headline: headlineOf(facts(given)) }).toEqual({
    verdict,
    headline,
  });
});

test('a log whose every mailbox is throttled from its first record to its last cannot tell', async () => {
  const nine = '2026-05-14T09:00:00';
  const throttled = ['ana@x', 'lee@x'].map((mailbox) => bind({ mailbox, at: nine, throttled: true }));
  const { report } = await desk.analyse(
    lines([...throttled, bind({ mailbox: 'ana@x', at: later(nine, 3_600) })]),
  );
  expect(report.logTrust.mailboxes.map(({ coveredShare }) => coveredShare)).toEqual([0, 0]);
  expect(report.summary.verdict).toBe('cannot-tell');
});
