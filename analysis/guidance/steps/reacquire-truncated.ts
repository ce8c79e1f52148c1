import { count } from '../../words.ts';
import type { CaseFacts, InputFact } from '../facts.ts';
import { CONNECT_EXCHANGE, searchLog, sliceHours, wholeDays } from '../powershell.ts';
import type { Step } from '../step.ts';
import { list } from '../words.ts';

function truncated(facts: CaseFacts): InputFact[] {
  return facts.inputs.filter((input) => input.truncation.length > 0);
}

export const step: Step = {
  id: 'reacquire-truncated',
  source: 'Microsoft Learn, Search-UnifiedAuditLog',
  // What is missing may be the attack itself, and the log it is in grows old: before anything is decided on the rest.
  order: 12,
  when: (facts) => truncated(facts).length > 0,
  title: (facts) => {
    const files = truncated(facts);
    const proven = files.filter(({ cutOff }) => cutOff).length;
    if (proven === 0) return `Export again: ${count(files.length, 'file')} may be cut off`;
    const rest = files.length - proven;
    const maybe = rest === 0 ? '' : `, and ${count(rest, 'more', 'more')} may be`;
    return `Export again: ${count(proven, 'file')} ${proven === 1 ? 'is' : 'are'} cut off${maybe}`;
  },
  why: (facts) => {
    const reasons = [...new Set(facts.inputs.flatMap((input) => input.truncation))];
    const names = truncated(facts).map(({ name }) => name);
    return (
      `${list(names, 3)}: ${list(reasons, 3)}. Search again for the same time in short slices, page by page ` +
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
