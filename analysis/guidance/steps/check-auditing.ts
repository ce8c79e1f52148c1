import { CONNECT_EXCHANGE } from '../powershell.ts';
import type { Step } from '../step.ts';

export const step: Step = {
  id: 'check-auditing',
  source: 'CISA AA23-193A, Logging; Microsoft Learn, Manage mailbox auditing',
  order: 62,
  when: (facts) => facts.mailItemsAccessed > 0,
  title: () => 'Check that every mailbox is audited',
  why: () =>
    'Mailboxes without a record here may have had no reader, or no auditing. List those that are not on Microsoft’s own set of ' +
    'actions, the accounts with an audit bypass, and whether the log is on. Ask in Exchange Online PowerShell: Security & ' +
    'Compliance PowerShell always says that the log is off.',
  commands: () => [
    CONNECT_EXCHANGE,
    'Get-OrganizationConfig | Select-Object AuditDisabled; Get-AdminAuditLogConfig | Select-Object UnifiedAuditLogIngestionEnabled',
    "Get-Mailbox -ResultSize Unlimited | Where-Object { @($_.DefaultAuditSet).Count -lt 3 } | Select-Object UserPrincipalName, AuditEnabled, DefaultAuditSet | Export-Csv -Path 'auditing.csv' -NoTypeInformation",
    'Get-MailboxAuditBypassAssociation -ResultSize Unlimited | Where-Object { $_.AuditBypassEnabled } | Select-Object Identity, WhenChangedUTC',
  ],
};
