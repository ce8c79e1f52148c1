import { count, countryName } from '../../words.ts';
import { type CaseFacts, type SyncFact, syncedAway } from '../facts.ts';
import type { Step } from '../step.ts';
import { list, period } from '../words.ts';

export const step: Step = {
  id: 'step-2-sync',
  source: 'Microsoft, steps 2 and 3 (audit-log-investigate-accounts)',
  order: 41,
  when: (facts) => facts.syncedMailboxes.length > 0,
  title: (facts) => {
    const away = syncedAway(facts).length;
    return away > 0
      ? `Treat ${count(away, 'synced mailbox', 'synced mailboxes')} as read as a whole`
      : `Find out whose Outlook synced ${count(facts.syncedMailboxes.length, 'mailbox', 'mailboxes')}`;
  },
  why: (facts) => {
    const away = syncedAway(facts);
    const presumed =
      away.length > 0
        ? `${list(away)}: a Sync is among the accesses in question, so assume that all mail was downloaded and can be read ` +
          'without the log seeing it. The folders on record are proof, not limit. '
        : '';
    return (
      `${presumed}${strange(facts)}A Sync stands for a whole folder. Check for each whether address, ` +
      'client and session are the owner’s; those of a stranger are to be marked hostile.'
    );
  },
  commands: () => [],
};

/** With address, number of folders and time: without them nobody can tell his own Outlook from another's. */
function strange({ strangeSyncs, syncedMailboxes }: CaseFacts): string {
  const others = strangeSyncs.filter(({ exposed }) => !exposed);
  const told = [
    said(
      'Of these accesses',
      strangeSyncs.filter(({ exposed }) => exposed),
    ),
    said(
      'In a session of which these accesses are, from elsewhere',
      others.filter(({ sharesSession }) => sharesSession),
    ),
    said(
      'In contexts that are not everyday',
      others.filter(({ sharesSession }) => !sharesSession),
    ),
  ].join('');
  return told === ''
    ? `Synced: ${list(syncedMailboxes)}, in everyday contexts as far as the log tells. `
    : told;
}

function said(whose: string, syncs: SyncFact[]): string {
  if (syncs.length === 0) return '';
  const each = syncs.map(({ mailbox, ip, country, folders, from, to }) => {
    const where =
      ip === null
        ? 'an address not recorded'
        : `${ip}${country === null ? '' : ` (${countryName(country)})`}`;
    return `${count(folders, 'folder')} of ${mailbox} to ${where}, ${period(from, to)}`;
  });
  return `${whose}: ${list(each)}. `;
}
