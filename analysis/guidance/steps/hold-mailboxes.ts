import { count } from '../../words.ts';
import { affectedMailboxes, openMailboxes } from '../facts.ts';
import { CONNECT_EXCHANGE, forEach, leftOut } from '../powershell.ts';
import type { Step } from '../step.ts';
import { list } from '../words.ts';

export const step: Step = {
  id: 'hold-mailboxes',
  source: 'Microsoft Learn, Place a mailbox on Litigation Hold',
  order: 10,
  when: (facts) => affectedMailboxes(facts).length > 0,
  title: (facts) =>
    `Hold ${count(affectedMailboxes(facts).length, 'affected mailbox', 'affected mailboxes')}`,
  why: (facts) => {
    const mailboxes = affectedMailboxes(facts);
    return (
      `The messages of ${list(mailboxes)} are evidence, and what was in them decides who must be told. ` +
      'A hold keeps them even if somebody deletes them. It needs Exchange Online Plan 2 or Archiving; ' +
      `without, use a hold of an eDiscovery case.${open(openMailboxes(facts))}${leftOut(mailboxes)}`
    );
  },
  commands: (facts) => [
    CONNECT_EXCHANGE,
    ...forEach(affectedMailboxes(facts), 'Set-Mailbox -Identity $_ -LitigationHoldEnabled $true'),
    ...forEach(
      affectedMailboxes(facts),
      'Get-Mailbox -Identity $_ | Select-Object UserPrincipalName, LitigationHoldEnabled, LitigationHoldDate',
    ),
  ],
};

function open(mailboxes: string[]): string {
  if (mailboxes.length === 0) return '';
  const those = mailboxes.length === 1 ? 'it' : 'them';
  return ` Of ${count(mailboxes.length, 'other mailbox', 'other mailboxes')} (${list(mailboxes, 3)}) no record is in question, but gaps of the log do not let access be excluded: hold ${those} too if you can.`;
}
