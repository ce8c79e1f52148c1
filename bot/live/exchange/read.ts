/** From rows to settings: which cmdlet they are of is told by what is in them, never by the name of a file. */

import { type Row, type Rows, rowsIn } from './rows.ts';
import {
  type Bypass,
  type ExchangeSettings,
  LOGON_TYPES,
  type LogonType,
  type MailboxSettings,
  PARTS,
  type Part,
  type RetentionPolicy,
} from './settings.ts';
import { cell, daysOf, flagOf, listOf, names, textOf } from './values.ts';

export const MAIL_ACCESS = 'MailItemsAccessed';
const MOST_ROWS = 200_000;

/** What tells the rows of a cmdlet. AuditDisabled before the others: an organization has some of their words, too. */
const TELLS: [Part, string[]][] = [
  ['organization', ['AuditDisabled']],
  ['log', ['UnifiedAuditLogIngestionEnabled']],
  ['bypasses', ['AuditBypassEnabled']],
  ['retention', ['RetentionDuration']],
  ['mailboxes', ['DefaultAuditSet', 'AuditOwner', 'AuditEnabled']],
];
const LABELS: Record<string, Part> = {
  organizationconfig: 'organization',
  adminauditlogconfig: 'log',
  mailbox: 'mailboxes',
  mailboxes: 'mailboxes',
  mailboxauditbypassassociation: 'bypasses',
  unifiedauditlogretentionpolicy: 'retention',
};

/** @returns only what was recognised in it; empty when nothing was */
export function readSettings(text: string): Partial<ExchangeSettings> {
  const byPart = new Map<Part, Row[]>();
  for (const group of rowsIn(text)) {
    for (const [part, rows] of sorted(group)) {
      const all = byPart.get(part) ?? [];
      for (const row of rows) all.push(row);
      byPart.set(part, all);
    }
  }
  return Object.assign({}, ...[...byPart].map(([part, rows]) => partOf(part, rows)));
}

/** The answer of one cmdlet that is known. */
export function partOf(part: Part, given: readonly Row[]): Partial<ExchangeSettings> {
  const rows = given.slice(0, MOST_ROWS);
  switch (part) {
    case 'organization':
      return { organization: { auditDisabled: agreed(rows, 'AuditDisabled') } };
    case 'log':
      return { log: { ingestion: agreed(rows, 'UnifiedAuditLogIngestionEnabled') } };
    case 'mailboxes':
      return { mailboxes: rows.flatMap((row) => mailboxOf(row) ?? []) };
    case 'bypasses':
      return { bypasses: rows.flatMap((row) => bypassOf(row) ?? []) };
    case 'retention':
      return { retention: rows.map(policyOf) };
  }
}

/** Rows by cmdlet. One that lacks the word that decides belongs to the others it stood with: its key is missing. */
function sorted({ label, rows }: Rows): [Part, Row[]][] {
  const labelled = label === null ? undefined : LABELS[label.toLowerCase().replace(/^get-/, '')];
  const told = rows.map(kindsOf);
  const kinds = [...new Set(told.flat())];
  const rest = labelled ?? (kinds.length === 1 ? kinds[0] : undefined);
  const parts = new Set([...kinds, ...(rest === undefined ? [] : [rest])]);
  const is = (at: number, part: Part) =>
    told[at]?.length === 0 ? part === rest : told[at]?.includes(part) === true;
  return PARTS.filter((part) => parts.has(part)).map((part) => [part, rows.filter((_, at) => is(at, part))]);
}

/** Only the two switches are ever pasted as one row. */
function kindsOf(row: Row): Part[] {
  const keys = new Set(Object.keys(row).map((key) => key.toLowerCase()));
  const [first, ...others] = TELLS.filter(([, words]) => words.some((word) => keys.has(word.toLowerCase())));
  if (first === undefined) return [];
  return [first, ...others].map(([part]) => part).filter((part, at) => at === 0 || part === 'log');
}

/** A value all rows agree on; two organizations in one file decide nothing. */
function agreed(rows: readonly Row[], name: string): boolean | null {
  const [first = null, ...others] = new Set(rows.map((row) => flagOf(cell(row, name))));
  return others.length === 0 ? first : null;
}

/** Names under which a mailbox or an account may come up elsewhere. */
function keysOf(row: Row): string[] {
  const named = [
    'Guid',
    'ExternalDirectoryObjectId',
    'UserPrincipalName',
    'PrimarySmtpAddress',
    'Identity',
    'Name',
  ];
  const keys = named.flatMap((name) => textOf(cell(row, name))?.toLowerCase() ?? []);
  return [...new Set(keys)];
}

function mailboxOf(row: Row): MailboxSettings | null {
  const keys = keysOf(row);
  const address = textOf(cell(row, 'PrimarySmtpAddress')) ?? textOf(cell(row, 'UserPrincipalName'));
  const [anyName] = keys;
  const shown = address?.toLowerCase() ?? anyName;
  if (shown === undefined) return null;
  const defaults = listOf(cell(row, 'DefaultAuditSet'));
  const logon = (type: LogonType) => ({
    onDefault: names(defaults, type),
    named: names(listOf(cell(row, `Audit${type}`)), MAIL_ACCESS),
  });
  return {
    keys,
    userId: textOf(cell(row, 'ExternalDirectoryObjectId'))?.toLowerCase() ?? null,
    address: shown,
    type: textOf(cell(row, 'RecipientTypeDetails')),
    logon: Object.fromEntries(LOGON_TYPES.map((type) => [type, logon(type)])) as MailboxSettings['logon'],
  };
}

function bypassOf(row: Row): Bypass | null {
  const keys = keysOf(row);
  const name = textOf(cell(row, 'Name')) ?? textOf(cell(row, 'Identity')) ?? keys[0];
  return name === undefined ? null : { keys, name, on: flagOf(cell(row, 'AuditBypassEnabled')) };
}

function policyOf(row: Row): RetentionPolicy {
  const priority = Number(textOf(cell(row, 'Priority')) ?? Number.NaN);
  return {
    name: textOf(cell(row, 'Name')) ?? textOf(cell(row, 'Identity')) ?? 'without a name',
    enabled: flagOf(cell(row, 'Enabled')),
    operations: filterOf(row, 'Operations'),
    recordTypes: filterOf(row, 'RecordTypes'),
    users: filterOf(row, 'UserIds')?.map((user) => user.toLowerCase()) ?? null,
    days: daysOf(cell(row, 'RetentionDuration')),
    priority: Number.isFinite(priority) ? priority : null,
  };
}

/** A filter that is not set holds for all; one that was cut short or lost is not readable. */
function filterOf(row: Row, name: string): string[] | null {
  const value = cell(row, name);
  if (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && /^\s*(\{\s*\})?\s*$/.test(value))
  )
    return [];
  const list = listOf(value);
  return list?.whole === true ? list.items : null;
}
