import { count } from '../../words.ts';
import { affectedMailboxes, type CaseFacts, openMailboxes } from '../facts.ts';
import { CONNECT_EXCHANGE, forEach, leftOut } from '../powershell.ts';
import type { Step } from '../step.ts';
import { list } from '../words.ts';

/** Whom the commands name: what is presumed read; where that is nothing, what gaps leave open. */
function held(facts: CaseFacts): string[] {
  const affected = affectedMailboxes(facts);
  return affected.length > 0 ? affected : openMailboxes(facts);
}

export const step: Step = {
  id: 'hold-mailboxes',
  source: 'Microsoft Learn, Place a mailbox on Litigation Hold',
  order: 10,
  when: (facts) => held(facts).length > 0,
  title: (facts) =>
    affectedMailboxes(facts).length > 0
      ? `Hold ${count(held(facts).length, 'affected mailbox', 'affected mailboxes')}`
      : `Hold ${count(held(facts).length, 'mailbox', 'mailboxes')} of which access cannot be excluded`,
  why: (facts) => {
    const mailboxes = held(facts);
    const affected = affectedMailboxes(facts).length > 0;
    return (
      `The messages of ${list(mailboxes)} ${affected ? 'are' : 'may be'} evidence, and what was in them decides who must be told. ` +
      'A hold keeps them even if somebody deletes them. It needs Exchange Online Plan 2 or Archiving; ' +
      `without, use a hold of an eDiscovery case.${affected ? open(openMailboxes(facts)) : ''}${leftOut(mailboxes)}`
    );
  },
  commands: (facts) => [
    CONNECT_EXCHANGE,
    ...forEach(held(facts), 'Set-Mailbox -Identity $_ -LitigationHoldEnabled $true'),
    ...forEach(
      held(facts),
      'Get-Mailbox -Identity $_ | Select-Object UserPrincipalName, LitigationHoldEnabled, LitigationHoldDate',
    ),
  ],
};

function open(mailboxes: string[]): string {
  if (mailboxes.length === 0) return '';
  const those = mailboxes.length === 1 ? 'it' : 'them';
  return ` Of ${count(mailboxes.length, 'other mailbox', 'other mailboxes')} (${list(mailboxes, 3)}) no record is in question, but gaps of the log do not let access be excluded: hold ${those} too if you can.`;
}
