import { count } from '../../words.ts';
import { type CaseFacts, type GapFact, gapsOf, hiddenByThrottling } from '../facts.ts';
import { CONNECT_EXCHANGE, searchLog } from '../powershell.ts';
import type { Step } from '../step.ts';
import { list, period } from '../words.ts';

/** What a throttled mailbox still records: throttling stops Bind records of MailItemsAccessed alone. */
const STILL_RECORDED = [
  'MailItemsAccessed',
  'Send',
  'SendAs',
  'SendOnBehalf',
  'SearchQueryInitiatedExchange',
  'MailboxLogin',
].concat([
  'Create',
  'Update',
  'Move',
  'MoveToDeletedItems',
  'SoftDelete',
  'HardDelete',
  'New-InboxRule',
  'UpdateInboxRules',
]);
const MOST_WINDOWS = 10;

function throttled(facts: CaseFacts): GapFact[] {
  return gapsOf(facts, 'throttled', 'suspected-throttle').filter((gap) => gap.mailbox !== null);
}

export const step: Step = {
  id: 'step-1-throttled',
  source: 'Microsoft, step 1 (audit-log-investigate-accounts)',
  order: 40,
  when: (facts) => throttled(facts).length > 0,
  title: (facts) => {
    const mailboxes = new Set(throttled(facts).map((gap) => gap.mailbox));
    return `Treat ${count(mailboxes.size, 'throttled mailbox', 'throttled mailboxes')} as read while the log was blind`;
  },
  why: (facts) => {
    const gaps = throttled(facts);
    const told = gaps.map(
      (gap) =>
        `${gap.mailbox} ${period(gap.from, gap.to)}${gap.kind === 'suspected-throttle' ? ' (suspected)' : ''}`,
    );
    const entire = hiddenByThrottling(facts);
    const whole =
      entire.length === 0
        ? ''
        : `Of ${list(entire)} everything must be presumed read: not since folders were synced, but since the log is blind while it was accessed. `;
    return (
      `${list(told)}. ${whole}For 24 hours after such a record single reads are not recorded, and all mail in the mailbox must be ` +
      'presumed compromised. Sync records stay valid, and sending, deleting, searching and rules are still recorded: look at those. ' +
      `Exporting again does not bring the missing records back.${
        gaps.length > MOST_WINDOWS
          ? ` The commands cover the first ${MOST_WINDOWS} of ${gaps.length} periods.`
          : ''
      }`
    );
  },
  commands: (facts) => [
    CONNECT_EXCHANGE,
    ...throttled(facts)
      .slice(0, MOST_WINDOWS)
      .map((gap, index) =>
        searchLog({
          from: gap.from,
          to: gap.to,
          operations: STILL_RECORDED,
          ...(gap.mailbox === null ? {} : { freeText: gap.mailbox }),
          sliceHours: 24,
          file: `throttled-${index + 1}.csv`,
        }),
      ),
  ],
};
