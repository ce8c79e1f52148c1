import { count } from '../../words.ts';
import type { CaseFacts } from '../facts.ts';
import { CONNECT_EXCHANGE, searchLog, sliceHours, wholeDays } from '../powershell.ts';
import type { Step } from '../step.ts';
import { list } from '../words.ts';

function truncated(facts: CaseFacts): string[] {
  return facts.inputs.filter((input) => input.truncation.length > 0).map((input) => input.name);
}

export const step: Step = {
  id: 'reacquire-truncated',
  source: 'Microsoft Learn, Search-UnifiedAuditLog',
  order: 31,
  when: (facts) => truncated(facts).length > 0,
  title: (facts) => `Export again: ${count(truncated(facts).length, 'file')} may be cut off`,
  why: (facts) => {
    const reasons = [...new Set(facts.inputs.flatMap((input) => input.truncation))];
    return (
      `${list(truncated(facts), 3)}: ${list(reasons, 3)}. Search again for the same time in short slices, page by page ` +
      '(at most 5,000 records a page, 50,000 a session), for the operation and for everybody: a search by record type ' +
      'loses Sync (type 2) or Bind (type 50), a search by user loses what others did to the mailbox.'
    );
  },
  commands: (facts) => [
    CONNECT_EXCHANGE,
    searchLog({
      ...wholeDays(facts.window),
      operations: ['MailItemsAccessed'],
      sliceHours: Math.max(1, Math.floor(sliceHours(facts.recordsPerWorkingDay, facts.mailboxes.length) / 4)),
      file: 'mailitemsaccessed-again.csv',
    }),
  ],
};
