/** The PowerShell that mends what was found. Names are hostile: they stand in quotes, where PowerShell expands nothing. */
import {
  CONNECT_COMPLIANCE,
  CONNECT_EXCHANGE,
  forEach,
  MOST_MAILBOXES,
  quote,
} from '../../../analysis/guidance/powershell.ts';
import { LOGON_TYPES, type LogonType } from '../exchange/settings.ts';
import type { Plan, Reason } from './verdict.ts';

export interface Mending {
  /** what the lines do, and what to know before they are run */
  words: string;
  lines: string[];
}

export interface Unmended {
  /** how the mailbox is named in PowerShell */
  identity: string;
  plan: Plan | null;
  reasons: readonly Reason[];
}

const TITLES: Record<LogonType, string> = { owner: 'Owner', delegate: 'Delegate', admin: 'Admin' };

/**
 * What mends the mailboxes given, each line once; what nothing mends (rooms, plans) is left out.
 * @param most how many a line names; the words say when there are more
 */
export function mendings(
  mailboxes: readonly Unmended[],
  bypassedElsewhere: readonly string[] = [],
  most = MOST_MAILBOXES,
): Mending[] {
  const has = (code: Reason['code']) =>
    mailboxes.some(({ reasons }) => reasons.some((one) => one.code === code));
  const found: Mending[] = [];
  if (has('organization-off')) {
    found.push({
      words: 'Switch auditing on for the organization.',
      lines: [CONNECT_EXCHANGE, 'Set-OrganizationConfig -AuditDisabled $false'],
    });
  }
  if (has('log-off')) {
    found.push({
      words:
        'Switch the audit log on. It takes up to an hour. Asked in Security & Compliance PowerShell it always says False: ask in Exchange Online PowerShell first.',
      lines: [CONNECT_EXCHANGE, 'Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true'],
    });
  }
  found.push(
    ...defaults(mailboxes, most),
    ...bypasses(mailboxes, bypassedElsewhere, most),
    ...policies(mailboxes),
  );
  return found;
}

function leftOut(all: number, most: number): string {
  return all > most ? ` The line names ${most} of ${all}; the CSV has one for each.` : '';
}

/** By the combination of logon types, so that one line serves many mailboxes. */
function defaults(mailboxes: readonly Unmended[], most: number): Mending[] {
  const byTypes = new Map<string, string[]>();
  for (const { identity, reasons } of mailboxes) {
    const types = reasons.find(({ code }) => code === 'actions-customised')?.logonTypes ?? [];
    const key = LOGON_TYPES.filter((type) => types.includes(type))
      .map((type) => TITLES[type])
      .join(', ');
    if (key !== '') byTypes.set(key, [...(byTypes.get(key) ?? []), identity]);
  }
  return [...byTypes].map(([types, identities]) => ({
    words: `Put ${types.toLowerCase()} actions back on Microsoft's default set, which records mail access. It replaces what was customised.${leftOut(identities.length, most)}`,
    lines: [
      CONNECT_EXCHANGE,
      ...forEach(identities.slice(0, most), `Set-Mailbox -Identity $_ -DefaultAuditSet ${types}`),
    ],
  }));
}

function bypasses(mailboxes: readonly Unmended[], elsewhere: readonly string[], most: number): Mending[] {
  const own = mailboxes
    .filter(({ reasons }) => reasons.some(({ code }) => code === 'bypass'))
    .map(({ identity }) => identity);
  const identities = [...new Set([...own, ...elsewhere])];
  if (identities.length === 0) return [];
  return [
    {
      words: `Lift the audit bypass. First find out who set it: attackers do.${leftOut(identities.length, most)}`,
      lines: [
        CONNECT_EXCHANGE,
        ...forEach(
          identities.slice(0, most),
          'Set-MailboxAuditBypassAssociation -Identity $_ -AuditBypassEnabled $false',
        ),
      ],
    },
  ];
}

function policies(mailboxes: readonly Unmended[]): Mending[] {
  const longest = new Map<string, 'SixMonths' | 'TwelveMonths'>();
  for (const { plan, reasons } of mailboxes) {
    for (const { policy } of reasons) {
      if (policy !== null && longest.get(policy) !== 'TwelveMonths') {
        longest.set(policy, plan === 'premium' ? 'TwelveMonths' : 'SixMonths');
      }
    }
  }
  if (longest.size === 0) return [];
  const lines = [...longest].map(
    ([name, duration]) =>
      `Set-UnifiedAuditLogRetentionPolicy -Identity ${quote(name)} -RetentionDuration ${duration}`,
  );
  return [
    {
      words: 'Keep the records as long as usual. What a policy has deleted does not come back.',
      lines: [CONNECT_COMPLIANCE, ...lines],
    },
  ];
}
