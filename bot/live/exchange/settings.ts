/** What Exchange says about its own auditing (reference/graph.md B8), and what of it was given. */
import { z } from 'zod';

export const LOGON_TYPES = ['owner', 'delegate', 'admin'] as const;
export type LogonType = (typeof LOGON_TYPES)[number];

/** true, false, or null: there, but not configured or not readable. Never taken for false (graph.md B8). */
const flag = z.boolean().nullable();

/** of one logon type of one mailbox */
const actions = z.object({
  /** still on Microsoft's default set, which holds MailItemsAccessed */
  onDefault: flag,
  /** its list of actions names MailItemsAccessed */
  named: flag,
});

const mailboxSettings = z.object({
  /** whatever it may be called elsewhere, lower-case: address, sign-in name, ids, name */
  keys: z.array(z.string()),
  /** of the account in Entra, lower-case */
  userId: z.string().nullable(),
  /** to be shown: its address, else its name or id */
  address: z.string(),
  /** as Exchange writes it: UserMailbox, SharedMailbox, RoomMailbox … */
  type: z.string().nullable(),
  logon: z.object({ owner: actions, delegate: actions, admin: actions }),
});
export type MailboxSettings = z.infer<typeof mailboxSettings>;

const bypass = z.object({
  keys: z.array(z.string()),
  name: z.string(),
  /** null = the row does not say: indeterminate */
  on: flag,
});
export type Bypass = z.infer<typeof bypass>;

const retentionPolicy = z.object({
  name: z.string(),
  enabled: flag,
  /** empty = all; null = not readable */
  operations: z.array(z.string()).nullable(),
  recordTypes: z.array(z.string()).nullable(),
  users: z.array(z.string()).nullable(),
  /** null = not readable */
  days: z.number().nullable(),
  priority: z.number().nullable(),
});
export type RetentionPolicy = z.infer<typeof retentionPolicy>;

/** The five answers; null = not given. */
export const exchangeSettings = z.object({
  organization: z.object({ auditDisabled: flag }).nullable(),
  log: z.object({ ingestion: flag }).nullable(),
  mailboxes: z.array(mailboxSettings).nullable(),
  bypasses: z.array(bypass).nullable(),
  retention: z.array(retentionPolicy).nullable(),
});
export type ExchangeSettings = z.infer<typeof exchangeSettings>;
export type Part = keyof ExchangeSettings;

export const NOTHING_GIVEN: ExchangeSettings = {
  organization: null,
  log: null,
  mailboxes: null,
  bypasses: null,
  retention: null,
};

/** The cmdlet that gives each part. */
export const CMDLETS: Record<Part, string> = {
  organization: 'Get-OrganizationConfig',
  log: 'Get-AdminAuditLogConfig',
  mailboxes: 'Get-Mailbox',
  bypasses: 'Get-MailboxAuditBypassAssociation',
  retention: 'Get-UnifiedAuditLogRetentionPolicy',
};
export const PARTS = Object.keys(CMDLETS) as Part[];

/** What was given last counts, part by part. */
export function merged(before: ExchangeSettings, given: Partial<ExchangeSettings>): ExchangeSettings {
  const parts = Object.entries(given).filter(([, part]) => part !== null && part !== undefined);
  return { ...before, ...Object.fromEntries(parts) };
}

/**
 * The lines to run. One JSON file, since a CSV loses lists of actions and an empty list of policies.
 * Get-AdminAuditLogConfig stands before Connect-IPPSSession: asked there, it always says False (graph.md B8).
 */
export const LINES = [
  'Connect-ExchangeOnline',
  '$given = [ordered]@{}',
  '$given.OrganizationConfig = @(Get-OrganizationConfig | Select-Object AuditDisabled)',
  '$given.AdminAuditLogConfig = @(Get-AdminAuditLogConfig | Select-Object UnifiedAuditLogIngestionEnabled)',
  '$given.Mailbox = @(Get-Mailbox -ResultSize Unlimited | Select-Object UserPrincipalName, PrimarySmtpAddress, Name, Guid, ExternalDirectoryObjectId, RecipientTypeDetails, AuditEnabled, DefaultAuditSet, AuditOwner, AuditDelegate, AuditAdmin)',
  '$given.MailboxAuditBypassAssociation = @(Get-MailboxAuditBypassAssociation -ResultSize Unlimited | Select-Object Name, Guid, AuditBypassEnabled)',
  'Connect-IPPSSession',
  '$given.UnifiedAuditLogRetentionPolicy = @(Get-UnifiedAuditLogRetentionPolicy | Select-Object Name, Enabled, RecordTypes, Operations, UserIds, RetentionDuration, Priority)',
  '$given | ConvertTo-Json -Depth 4 | Out-File mailtrail-settings.json -Encoding utf8',
];
