import { count } from '../../words.ts';
import { affectedMailboxes } from '../facts.ts';
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
      `without, use a hold of an eDiscovery case.${leftOut(mailboxes)}`
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
