/**
 * What the log records, of whom, and for how long (audit-records.md 3, blind spots). AdminAuditLogEnabled concerns the
 * log of administrators alone; the service switches it on again and again where it is on, which is no change.
 */
import {
  type ChangeReader,
  type Effect,
  isFalse,
  isTrue,
  named,
  type RuleRecord,
  target,
} from './_change.ts';

export const reader: ChangeReader = {
  operations: [
    'Set-MailboxAuditBypassAssociation',
    'Set-AdminAuditLogConfig',
    'Set-OrganizationConfig',
    'Set-Mailbox',
    'Set-MailboxPlan',
  ],
  read(record) {
    const parameters = named(record.data, 'Parameters');
    switch (record.operation) {
      case 'set-mailboxauditbypassassociation':
        return bypass(record, parameters.get('auditbypassenabled'));
      case 'set-adminauditlogconfig':
        return ingestion(parameters);
      case 'set-organizationconfig':
        return organisation(parameters.get('auditdisabled'));
      default:
        return ofMailbox(record, parameters);
    }
  },
};

/** Without a value the cmdlet changes nothing. */
function bypass(record: RuleRecord, enabled: string | undefined): Effect[] {
  if (!isTrue(enabled) && !isFalse(enabled)) return [];
  const whose = target(record);
  return isTrue(enabled)
    ? [{ kind: 'audit-bypass-on', mailbox: whose, detail: `what ${whose} does is no longer recorded` }]
    : [{ kind: 'audit-bypass-off', mailbox: whose, detail: `what ${whose} does is recorded again` }];
}

function ingestion(parameters: Map<string, string>): Effect[] {
  const unified = parameters.get('unifiedauditlogingestionenabled');
  if (isFalse(unified)) return [{ kind: 'ingestion-off', detail: 'unified audit log switched off' }];
  if (isTrue(unified)) return [{ kind: 'ingestion-on', detail: 'unified audit log switched on' }];
  if (isFalse(parameters.get('adminauditlogenabled')))
    return [{ kind: 'admin-audit-off', detail: "log of administrators' commands switched off" }];
  return [];
}

function organisation(disabled: string | undefined): Effect[] {
  if (isTrue(disabled))
    return [{ kind: 'org-audit-off', detail: 'mailbox auditing of the organisation disabled' }];
  if (isFalse(disabled))
    return [{ kind: 'org-audit-on', detail: 'mailbox auditing of the organisation enabled' }];
  return [];
}

const LOGON_TYPES = ['owner', 'delegate', 'admin'] as const;

function ofMailbox(record: RuleRecord, parameters: Map<string, string>): Effect[] {
  const mailbox = target(record);
  const effects: Effect[] = [];
  const enabled = parameters.get('auditenabled');
  if (isFalse(enabled)) effects.push({ kind: 'mailbox-audit-off', mailbox, detail: 'AuditEnabled False' });
  if (isTrue(enabled)) effects.push({ kind: 'mailbox-audit-on', mailbox, detail: 'AuditEnabled True' });
  const limit = parameters.get('auditlogagelimit');
  if (limit !== undefined) effects.push({ kind: 'age-limit', mailbox, detail: `AuditLogAgeLimit ${limit}` });
  const defaults = (parameters.get('defaultauditset') ?? '').toLowerCase();
  for (const part of LOGON_TYPES) {
    const given = parameters.get(`audit${part}`);
    const recorded = defaults.includes(part) ? true : given === undefined ? null : recordsAccess(given);
    if (recorded === null) continue;
    const detail = `${part}: ${recorded ? 'MailItemsAccessed recorded' : 'MailItemsAccessed no longer recorded'}${given === undefined ? ' (default set)' : ` (${given})`}`;
    effects.push({ kind: recorded ? 'actions-restored' : 'actions-removed', mailbox, part, detail });
  }
  return effects;
}

/**
 * Whether a list of audited actions leaves MailItemsAccessed recorded. A list replaces what was there; signs and
 * @{Add=…;Remove=…} change it. Null: it does not say.
 */
export function recordsAccess(list: string): boolean | null {
  const removed = /Remove\s*=\s*([^;}]*)/i.exec(list)?.[1];
  const added = /Add\s*=\s*([^;}]*)/i.exec(list)?.[1];
  if (removed !== undefined || added !== undefined) {
    if (/MailItemsAccessed/i.test(removed ?? '')) return false;
    return /MailItemsAccessed/i.test(added ?? '') ? true : null;
  }
  const actions = list.split(/[\s,;"'[\]]+/).filter((action) => action !== '');
  if (actions.some((action) => /^[+-]/.test(action))) {
    if (actions.some((action) => /^-MailItemsAccessed$/i.test(action))) return false;
    return actions.some((action) => /^\+?MailItemsAccessed$/i.test(action)) ? true : null;
  }
  // What a hashtable held is not in the record where PowerShell only wrote its type.
  if (/^System\./.test(list)) return null;
  return actions.some((action) => /^MailItemsAccessed$/i.test(action));
}
