import { type CaseFacts, gapsOf } from '../facts.ts';
import { CONNECT_EXCHANGE, forEach, leftOut } from '../powershell.ts';
import type { Step } from '../step.ts';
import { list } from '../words.ts';

/** Mailboxes named by a gap of auditing; of the tenant as a whole none is named. */
function unaudited(facts: CaseFacts): string[] {
  const gaps = gapsOf(facts, 'audit-disabled', 'audit-actions-removed', 'audit-plan-removed');
  return [...new Set(gaps.flatMap(({ mailbox }) => (mailbox === null ? [] : [mailbox])))];
}

const SETTINGS = 'Select-Object UserPrincipalName, AuditEnabled, DefaultAuditSet, AuditLogAgeLimit';
const ACTIONS =
  "@{ n='Owner'; e={ $_.AuditOwner -join ' ' } }, @{ n='Delegate'; e={ $_.AuditDelegate -join ' ' } }, @{ n='Admin'; e={ $_.AuditAdmin -join ' ' } }";

export const step: Step = {
  id: 'restore-auditing',
  source: 'Microsoft Learn, Manage mailbox auditing; Office 365 for IT Pros',
  order: 61,
  when: (facts) =>
    facts.mailItemsAccessed === 0 ||
    gapsOf(facts, 'audit-disabled', 'ingestion-disabled', 'audit-actions-removed', 'audit-plan-removed')
      .length > 0,
  title: () => 'Turn auditing on where it is missing',
  why: (facts) => {
    const mailboxes = unaudited(facts);
    const named = mailboxes.length > 0 ? `Missing for ${list(mailboxes)}. ` : '';
    return (
      `${named}Write down the old values first: they are evidence. Then switch the log and auditing on, and set mailboxes back to ` +
      'Microsoft’s own set, which includes MailItemsAccessed for owner, delegate and administrator; a set changed by hand does not ' +
      'get new actions. Where the change was meant, add MailItemsAccessed to all three instead. Since mid-2024 Audit (Standard) of ' +
      'E3 and G3 and above records it; Audit (Premium) keeps it for a year and is no longer needed for it to be recorded. For F1 and ' +
      'Business Basic Microsoft has not confirmed it. Group, resource and public-folder mailboxes are not covered. What was not ' +
      `recorded does not come back.${leftOut(mailboxes)}`
    );
  },
  commands: (facts) => {
    const mailboxes = unaudited(facts);
    return [
      CONNECT_EXCHANGE,
      'Get-OrganizationConfig | Select-Object AuditDisabled; Get-AdminAuditLogConfig | Select-Object UnifiedAuditLogIngestionEnabled',
      `Get-Mailbox -ResultSize Unlimited | ${SETTINGS}, ${ACTIONS} | Export-Csv -Path 'auditing-before.csv' -NoTypeInformation`,
      'Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true',
      'Set-OrganizationConfig -AuditDisabled $false',
      ...forEach(
        mailboxes,
        'Set-Mailbox -Identity $_ -AuditEnabled $true -DefaultAuditSet Admin,Delegate,Owner',
      ),
      ...forEach(
        mailboxes,
        "Set-Mailbox -Identity $_ -AuditOwner @{ Add='MailItemsAccessed' } -AuditDelegate @{ Add='MailItemsAccessed' } -AuditAdmin @{ Add='MailItemsAccessed' }",
      ).map((line) => `# only where a changed set is meant: ${line}`),
    ];
  },
};
