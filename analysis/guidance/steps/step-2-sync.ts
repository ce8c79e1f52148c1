import { count } from '../../words.ts';
import { entireMailboxes } from '../facts.ts';
import type { Step } from '../step.ts';
import { list } from '../words.ts';

export const step: Step = {
  id: 'step-2-sync',
  source: 'Microsoft, steps 2 and 3 (audit-log-investigate-accounts)',
  order: 41,
  when: (facts) => facts.syncedMailboxes.length > 0,
  title: (facts) => {
    const entire = entireMailboxes(facts);
    return entire.length > 0
      ? `Treat ${count(entire.length, 'mailbox', 'mailboxes')} as read as a whole`
      : `Find out whose Outlook synced ${count(facts.syncedMailboxes.length, 'mailbox', 'mailboxes')}`;
  },
  why: (facts) => {
    const entire = entireMailboxes(facts);
    const presumed =
      entire.length > 0
        ? `${list(entire)}: if a Sync happened in the attacker’s context, assume that all mail was downloaded and can be read ` +
          'without the log seeing it. The folders on record are proof, not limit. '
        : '';
    return (
      `${presumed}Synced: ${list(facts.syncedMailboxes)}. A Sync stands for a whole folder. Check for each whether address, ` +
      'client and session are the owner’s; those of a stranger are to be marked hostile.'
    );
  },
  commands: () => [],
};
