/**
 * Every message and stretch that must be presumed accessed, with what that rests on: a Bind record, a Sync of the
 * mailbox, or a gap. What no record names (the rest of a synced folder, what was read in a gap) is one row each, so
 * that nobody takes the list of names for the whole.
 */
import { GATHERED_S } from '../exposure/ledger.ts';
import type { GapKind } from '../report.ts';
import type { Database } from '../store/database.ts';
import { isoTime, maybeIsoTime } from '../time.ts';

export interface PresumedRow {
  mailbox: string;
  /** InternetMessageId or item id; for what no record names, words in round brackets */
  message: string;
  folders: string[];
  first: string | null;
  last: string | null;
  basis: string;
  /** ids of the applications that asked */
  callers: string[];
  ips: string[];
  subject: string | null;
}

type Scope = 'confirmed' | 'suspected';
/** The stronger ground first; `later`: first on record after the last Sync or gap, and no record says when it arrived. */
const KINDS = ['bind', 'sync', 'gap', 'later'] as const;
type Kind = (typeof KINDS)[number];

interface SqlRow {
  mailbox: string;
  /** the key of the message or folder: rows of one key follow one another */
  key: string;
  scope: Scope;
  kind: Kind;
  name: string | null;
  folder: string | null;
  /** the synced folder it lay in, or the kind of the gap */
  reason: string | null;
  caller: string | null;
  ip: string | null;
  first_s: number | null;
  last_s: number | null;
  subject: string | null;
}

/** What is not listed message by message comes first: whole mailboxes, synced folders, then gaps; then messages, by mailbox. */
export async function* presumedRows(db: Database): AsyncGenerator<PresumedRow> {
  yield* folded(db.stream<SqlRow>(WHOLE_MAILBOXES), mailboxRow);
  yield* folded(db.stream<SqlRow>(SYNCED_FOLDERS), folderRow);
  yield* folded(db.stream<SqlRow>(WINDOWS), windowRow);
  yield* folded(db.stream<SqlRow>(MESSAGES), messageRow);
}

const REACH = `
  reach AS (
    SELECT e.scope, m.record_no, m.mailbox, m.at_s, m.access, m.caller, m.ip
    FROM exposed_record e JOIN mail_access m ON m.record_no = e.record_no
  )`;

/** What no record names at all is in none of the other rows. */
const WHOLE_MAILBOXES = `
  SELECT x.mailbox, '' AS "key", x.scope, CASE WHEN s.mailbox IS NULL THEN 'gap' ELSE 'sync' END AS kind, NULL AS name, NULL AS folder,
    NULL AS reason, NULL AS caller, NULL AS ip, x.first_s, x.last_s, NULL AS subject
  FROM exposed_mailbox x
  LEFT JOIN (SELECT DISTINCT e.scope, m.mailbox FROM exposed_record e JOIN mail_access m ON m.record_no = e.record_no
    WHERE m.access = 'sync') s ON s.scope = x.scope AND s.mailbox = x.mailbox
  WHERE x.verdict = 'entire-mailbox' ORDER BY x.mailbox, x.scope`;

const SYNCED_FOLDERS = `
  WITH ${REACH}
  SELECT r.mailbox, coalesce(i.folder_id, i.folder) AS "key", r.scope, 'sync' AS kind, NULL AS name, i.folder,
    i.folder AS reason, r.caller, r.ip, min(r.at_s) AS first_s, max(r.at_s) AS last_s, NULL AS subject
  FROM reach r JOIN access_item i ON i.record_no = r.record_no WHERE r.access = 'sync'
  GROUP BY r.mailbox, i.folder, i.folder_id, r.scope, r.caller, r.ip
  ORDER BY r.mailbox, "key", r.scope, i.folder, r.caller, r.ip`;

/** A gap of the whole tenant is one row, not one for each mailbox. */
const WINDOWS = `
  SELECT mailbox, "key", scope, 'gap' AS kind, NULL AS name, NULL AS folder, reason, NULL AS caller, NULL AS ip,
    from_s AS first_s, to_s AS last_s, NULL AS subject
  FROM (
    SELECT x.scope, coalesce(g.mailbox, CASE WHEN g.organization_id IS NULL THEN '(every mailbox)'
      ELSE concat('(every mailbox of ', g.organization_id, ')') END) AS mailbox, g.gap_id AS "key", g.kind AS reason, g.from_s, g.to_s
    FROM exposed_window x JOIN gap g ON g.gap_id = x.gap_id
    GROUP BY x.scope, g.mailbox, g.organization_id, g.gap_id, g.kind, g.from_s, g.to_s
  ) w ORDER BY mailbox, from_s, "key", scope`;

/**
 * Bind records of the scope; and of mailboxes that were synced, or blind while somebody hostile was in them, every
 * message that any record names: those first seen later may not have been there, and no record says when they arrived.
 */
const MESSAGES = `
  WITH ${REACH}, synced AS (
    SELECT scope, mailbox, caller, ip, min(at_s) AS first_s, max(at_s) AS last_s
    FROM reach WHERE access = 'sync' GROUP BY scope, mailbox, caller, ip
  ), synced_folder AS (
    SELECT DISTINCT r.scope, r.mailbox, lower(i.folder) AS folder FROM reach r JOIN access_item i ON i.record_no = r.record_no
    WHERE r.access = 'sync'
  ), blind AS (
    SELECT x.scope, x.mailbox, g.kind, min(g.from_s) AS from_s, max(coalesce(g.to_s, x.last_s)) AS to_s
    FROM exposed_mailbox x JOIN gap g ON (g.mailbox = x.mailbox OR g.mailbox IS NULL)
      AND (g.from_s IS NULL OR g.from_s <= x.last_s + ${GATHERED_S}) AND (g.to_s IS NULL OR g.to_s >= x.first_s)
    LEFT JOIN gap_elsewhere e ON e.gap_id = g.gap_id AND e.mailbox = x.mailbox
    WHERE x.verdict = 'entire-mailbox' AND e.gap_id IS NULL GROUP BY x.scope, x.mailbox, g.kind
  ), known AS (
    SELECT m.mailbox, i.message, i.folder, min(m.at_s) AS seen_s, ${name('i')} AS name, max(i.subject) AS subject
    FROM access_item i JOIN mail_access m ON m.record_no = i.record_no
    WHERE m.access = 'bind' AND i.message IS NOT NULL
      AND (m.mailbox IN (SELECT mailbox FROM synced) OR m.mailbox IN (SELECT mailbox FROM blind))
    GROUP BY m.mailbox, i.message, i.folder
  ), presumed AS (
    SELECT r.mailbox, i.message, r.scope, 'bind' AS kind, ${name('i')} AS name, i.folder, NULL AS reason, r.caller, r.ip,
      min(r.at_s) AS first_s, max(r.at_s) AS last_s, max(i.subject) AS subject
    FROM reach r JOIN access_item i ON i.record_no = r.record_no
    WHERE r.access = 'bind' AND i.message IS NOT NULL
    GROUP BY r.mailbox, i.message, r.scope, i.folder, r.caller, r.ip
    UNION ALL
    SELECT k.mailbox, k.message, s.scope, CASE WHEN k.seen_s <= s.last_s THEN 'sync' ELSE 'later' END, k.name, k.folder, f.folder,
      s.caller, s.ip, CASE WHEN k.seen_s <= s.last_s THEN s.first_s END, CASE WHEN k.seen_s <= s.last_s THEN s.last_s END, k.subject
    FROM known k JOIN synced s ON s.mailbox = k.mailbox
    LEFT JOIN synced_folder f ON f.scope = s.scope AND f.mailbox = s.mailbox AND ${isFolder('f.folder', 'lower(k.folder)')}
    UNION ALL
    SELECT k.mailbox, k.message, b.scope, CASE WHEN k.seen_s <= b.to_s THEN 'gap' ELSE 'later' END, k.name, k.folder, b.kind,
      NULL, NULL, CASE WHEN k.seen_s <= b.to_s THEN b.from_s END, CASE WHEN k.seen_s <= b.to_s THEN b.to_s END, k.subject
    FROM known k JOIN blind b ON b.mailbox = k.mailbox
  )
  SELECT mailbox, CAST(message AS VARCHAR) AS "key", scope, kind, name, folder, reason, caller, ip, first_s, last_s, subject
  FROM presumed ORDER BY mailbox, message, scope, kind, folder, name, reason, caller, ip`;

function name(item: string): string {
  return `coalesce(min(${item}.internet_message_id), min(${item}.item_id))`;
}

/** A Sync names its folder ('Inbox'), a Bind its path ('\\Projects\\Inbox'). */
function isFolder(folder: string, path: string): string {
  const rest = `length(${path}) - length(${folder})`;
  return `(${path} = ${folder} OR (${rest} > 0 AND substr(${path}, ${rest}) = '\\' || ${folder}))`;
}

async function* folded(
  batches: AsyncIterable<SqlRow[]>,
  fold: (rows: [SqlRow, ...SqlRow[]]) => PresumedRow,
): AsyncGenerator<PresumedRow> {
  let held: [SqlRow, ...SqlRow[]] | null = null;
  for await (const batch of batches) {
    for (const row of batch) {
      if (held !== null && held[0].mailbox === row.mailbox && held[0].key === row.key) {
        held.push(row);
        continue;
      }
      if (held !== null) yield fold(held);
      held = [row];
    }
  }
  if (held !== null) yield fold(held);
}

function mailboxRow(rows: [SqlRow, ...SqlRow[]]): PresumedRow {
  const basis = rows.map(
    ({ scope, kind }) =>
      `${scope}: ${kind === 'sync' ? 'folders of it were synced' : 'Bind access was not recorded while it was in use'}; the entire mailbox must be presumed read`,
  );
  return {
    ...common(rows),
    message: '(every message of the mailbox, on record or not)',
    basis: basis.join('; '),
  };
}

function folderRow(rows: [SqlRow, ...SqlRow[]]): PresumedRow {
  const { folder } = rows[0];
  const basis = scopesOf(rows).map(
    (scope) => `${scope}: sync of folder ${folder}; the entire mailbox must be presumed read`,
  );
  return { ...common(rows), message: `(every message of the folder ${folder})`, basis: basis.join('; ') };
}

function windowRow(rows: [SqlRow, ...SqlRow[]]): PresumedRow {
  const { reason, first_s, last_s } = rows[0];
  const stretch = `${maybeIsoTime(first_s) ?? 'the beginning'} to ${maybeIsoTime(last_s) ?? 'the end'}`;
  const basis = scopesOf(rows).map(
    (scope) => `${scope}: gap window, access cannot be excluded (${words(reason)})`,
  );
  return {
    ...common(rows),
    message: `(what may have been read from ${stretch}: ${words(reason)})`,
    basis: basis.join('; '),
  };
}

/**
 * Of each scope the strongest ground only: who has a Bind record needs no Sync. Times, applications and addresses are
 * those of the first scope that is named: what is confirmed is not mixed with what is suspected.
 */
function messageRow(rows: [SqlRow, ...SqlRow[]]): PresumedRow {
  const grounds = scopesOf(rows).map((scope) => {
    const ofScope = rows.filter((row) => row.scope === scope);
    const kind = KINDS.find((one) => ofScope.some((row) => row.kind === one)) ?? 'bind';
    const strongest = ofScope.filter((row) => row.kind === kind);
    return { basis: `${scope}: ${ground(kind, strongest)}`, strongest };
  });
  const [first = rows[0], ...more] = grounds[0]?.strongest ?? [];
  return {
    ...common([first, ...more]),
    message: rows.find(({ name: one }) => one !== null)?.name ?? '',
    basis: grounds.map(({ basis }) => basis).join('; '),
  };
}

function ground(kind: Kind, rows: SqlRow[]): string {
  if (kind === 'bind') return 'bind';
  if (kind === 'later')
    return 'cannot be excluded: first on record after the sync or gap, and when it arrived is not recorded';
  const reasons = distinct(rows, ({ reason }) => reason);
  if (kind === 'sync') {
    const folders = distinct(rows, ({ reason, folder }) => (reason === null ? null : folder));
    return folders.length > 0
      ? `sync of folder ${folders.join(', ')}`
      : 'sync of the mailbox, in another folder';
  }
  const from = rows.map(({ first_s }) => first_s).filter((at) => at !== null);
  const to = rows.map(({ last_s }) => last_s).filter((at) => at !== null);
  const stretch = `${from.length < rows.length ? 'the beginning' : isoTime(Math.min(...from))} to ${to.length < rows.length ? 'the end' : isoTime(Math.max(...to))}`;
  return `gap window ${stretch} (${reasons.map(words).join(', ')})`;
}

function common(rows: [SqlRow, ...SqlRow[]]): Omit<PresumedRow, 'message' | 'basis'> {
  const from = rows.map(({ first_s }) => first_s).filter((at) => at !== null);
  const to = rows.map(({ last_s }) => last_s).filter((at) => at !== null);
  return {
    mailbox: rows[0].mailbox,
    folders: distinct(rows, ({ folder }) => folder),
    first: from.length < rows.length ? null : isoTime(Math.min(...from)),
    last: to.length < rows.length ? null : isoTime(Math.max(...to)),
    callers: distinct(rows, ({ caller }) => caller),
    ips: distinct(rows, ({ ip }) => ip),
    subject: rows.find(({ subject }) => subject !== null)?.subject ?? null,
  };
}

function scopesOf(rows: SqlRow[]): Scope[] {
  return (['confirmed', 'suspected'] as const).filter((scope) => rows.some((row) => row.scope === scope));
}

function distinct(rows: SqlRow[], pick: (row: SqlRow) => string | null): string[] {
  return [...new Set(rows.flatMap((row) => pick(row) ?? []))].sort();
}

function words(kind: string | null): string {
  return ((kind ?? 'throttled') as GapKind).replaceAll('-', ' ');
}
