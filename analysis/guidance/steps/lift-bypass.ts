import { type CaseFacts, gapsOf } from '../facts.ts';
import { CONNECT_EXCHANGE, forEach, leftOut } from '../powershell.ts';
import type { Step } from '../step.ts';
import { list } from '../words.ts';

function bypassed(facts: CaseFacts): string[] {
  return [...new Set(gapsOf(facts, 'audit-bypass').flatMap(({ actor }) => (actor === null ? [] : [actor])))];
}

export const step: Step = {
  id: 'lift-bypass',
  source: 'Exchange Online PowerShell, Set-MailboxAuditBypassAssociation',
  order: 60,
  when: (facts) => bypassed(facts).length > 0,
  title: (facts) => `Lift the audit bypass of ${list(bypassed(facts), 2)}`,
  why: (facts) =>
    'What these accounts do to any mailbox leaves no record, or not all of it, until it is lifted. Write down who has a bypass, then lift it, and find out who set ' +
    `it: backup programs are a usual reason, hiding is another.${leftOut(bypassed(facts))}`,
  commands: (facts) => [
    CONNECT_EXCHANGE,
    "Get-MailboxAuditBypassAssociation -ResultSize Unlimited | Where-Object { $_.AuditBypassEnabled } | Export-Csv -Path 'bypass-before.csv' -NoTypeInformation",
    ...forEach(bypassed(facts), 'Set-MailboxAuditBypassAssociation -Identity $_ -AuditBypassEnabled $false'),
  ],
};
