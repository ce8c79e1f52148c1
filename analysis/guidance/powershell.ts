/**
 * PowerShell lines made of what a log holds. Names in a log are hostile: they only ever stand inside
 * single-quoted strings, where PowerShell expands nothing.
 */
import { printable } from './words.ts';

/** A command names at most so many mailboxes; the step's words then say how many are left. */
export const MOST_MAILBOXES = 50;

export const CONNECT_EXCHANGE = 'Connect-ExchangeOnline';
export const CONNECT_COMPLIANCE = 'Connect-IPPSSession';

export function connectGraph(...scopes: string[]): string {
  return `Connect-MgGraph -Scopes ${scopes.map(quote).join(', ')}`;
}

/**
 * A single-quoted PowerShell string. PowerShell takes the typographic single quotes for quotes too
 * (CodeGeneration.EscapeSingleQuotedStringContent doubles all of them), and a line break ends a pasted line.
 */
export function quote(text: string): string {
  return `'${printable(text).replace(/['\u2018\u2019\u201A\u201B]/g, '$&$&')}'`;
}

/** `'a@x', 'b@x' | ForEach-Object { body }`; the body calls each `$_`. At most 50; nothing for an empty list. */
export function forEach(names: readonly string[], body: string): string[] {
  if (names.length === 0) return [];
  return [`${names.slice(0, MOST_MAILBOXES).map(quote).join(', ')} | ForEach-Object { ${body} }`];
}

/** A sentence for the step's words when a command could not name all. */
export function leftOut(names: readonly string[]): string {
  const rest = names.length - MOST_MAILBOXES;
  return rest > 0
    ? ` The commands name the first ${MOST_MAILBOXES}; run them again for the ${rest.toLocaleString('en')} others.`
    : '';
}

export interface LogSearch {
  /** ISO 8601; null: 180 days ago, as far as Audit (Standard) reaches */
  from: string | null;
  /** ISO 8601; null: now */
  to: string | null;
  operations: readonly string[];
  /** text that must occur in the record, such as a mailbox: finds what others did to it as well */
  freeText?: string;
  /** hours of one slice: each slice is one session of at most 50,000 records */
  sliceHours: number;
  file: string;
}

/**
 * Searches the unified audit log in slices, page by page, into one CSV. Never by record type, since Sync
 * records are of type 2 and Bind records of type 50, and never by actor, since a stranger is not the owner.
 * A session holds 50,000 records; the loop ends soon after, since some sessions repeat their last page for ever.
 */
export function searchLog(search: LogSearch): string {
  const from = search.from === null ? '(Get-Date).AddDays(-180)' : quote(search.from);
  const to = search.to === null ? '(Get-Date)' : quote(search.to);
  const filter = search.freeText === undefined ? '' : ` -FreeText ${quote(search.freeText)}`;
  return [
    `$from = [datetimeoffset]${from}; $to = [datetimeoffset]${to}`,
    `for ($start = $from; $start -lt $to; $start = $start.AddHours(${search.sliceHours})) {`,
    `  $end = $start.AddHours(${search.sliceHours}); if ($end -gt $to) { $end = $to }`,
    '  $session = (New-Guid).Guid; $count = 0',
    '  do {',
    "    $page = @(Search-UnifiedAuditLog -StartDate $start.UtcDateTime.ToString('u') -EndDate $end.UtcDateTime.ToString('u')" +
      ` -Operations ${search.operations.map(quote).join(', ')}${filter}` +
      ' -SessionId $session -SessionCommand ReturnLargeSet -ResultSize 5000 -HighCompleteness)',
    `    $page | Export-Csv -Path ${quote(search.file)} -NoTypeInformation -Encoding UTF8 -Append; $count += $page.Count`,
    '  } while ($page.Count -gt 0 -and $count -lt 60000)',
    '  if ($count -ge 50000) { Write-Warning "$start to $end has 50,000 records or more: use shorter slices" }',
    '}',
    `Get-FileHash -Algorithm SHA256 -Path ${quote(search.file)}`,
  ].join('\n');
}

/** Slice length that keeps a slice near 4,000 records at the case's own pace, between one hour and a day. */
export function sliceHours(recordsPerWorkingDay: number | null, mailboxes: number): number {
  const aDay = (recordsPerWorkingDay ?? 40) * Math.max(mailboxes, 1);
  return Math.min(24, Math.max(1, Math.floor((24 * 4_000) / Math.max(aDay, 1))));
}

/** The days a time span touches, from midnight to midnight UTC, so that a search for it loses neither end. */
export function wholeDays(window: { from: string | null; to: string | null }): {
  from: string | null;
  to: string | null;
} {
  const end = daysBefore(window.to, -1);
  return { from: midnight(window.from), to: midnight(end) };
}

function midnight(iso: string | null): string | null {
  const time = daysBefore(iso, 0);
  return time === null ? null : `${time.slice(0, 10)}T00:00:00Z`;
}

/** ISO 8601; null stays null, and what is no time becomes null. */
export function daysBefore(iso: string | null, days: number): string | null {
  const time = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? null : new Date(time - days * 86_400_000).toISOString();
}
