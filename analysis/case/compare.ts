/** What one case shows that another does not: callers, networks and findings. */
import { callerName } from '../reference/app-names.ts';
import type { CaseIdentity, Severity } from '../report.ts';
import type { ComparedSet, Comparison } from '../sections.ts';
import type { Database } from '../store/database.ts';
import { isoTime } from '../time.ts';

interface Trait {
  /** what is compared */
  key: string;
  records: number;
  mailboxes: number;
  firstSeen: string;
}

interface FindingTrait {
  key: string;
  id: string;
  title: string;
  severity: Severity;
}

export interface Traits {
  case: CaseIdentity;
  callers: Trait[];
  networks: Trait[];
  findings: FindingTrait[];
}

/** Values of one kind that are looked at, those with the most records first. */
const MOST = 100_000;
/** New ones that are told, of each kind. */
const MOST_TOLD = 500;

/** Services of Microsoft are left out: they say nothing about who read mail. */
export async function readTraits(db: Database, identity: CaseIdentity): Promise<Traits> {
  return {
    case: identity,
    callers: await traits(db, 'caller'),
    networks: await traits(db, 'network'),
    findings: (
      await db.rows<{ detection: string; group_key: string; id: string; title: string; severity: Severity }>(`
        SELECT detection, group_key, finding_id AS id, title, severity FROM finding
        ORDER BY severity_rank DESC, last_s DESC, finding_id LIMIT ${MOST}`)
    ).map(({ detection, group_key, ...finding }) => ({
      key: JSON.stringify([detection, group_key]),
      ...finding,
    })),
  };
}

async function traits(db: Database, column: 'caller' | 'network'): Promise<Trait[]> {
  const rows = await db.rows<{ key: string; records: number; mailboxes: number; first_s: number }>(`
    SELECT ${column} AS key, count(*) AS records, count(DISTINCT mailbox) AS mailboxes, min(at_s) AS first_s
    FROM mail_access WHERE ${column} IS NOT NULL AND NOT is_service
    GROUP BY ${column} ORDER BY records DESC, key LIMIT ${MOST}`);
  return rows.map(({ first_s, ...row }) => ({ ...row, firstSeen: isoTime(first_s) }));
}

/** @param other the case that is known: what it has is not told */
export function compareTraits(one: Traits, other: Traits): Comparison {
  return {
    case: one.case,
    other: other.case,
    callers: newOf(one.callers, other.callers, ({ key, records, mailboxes, firstSeen }) => ({
      value: callerName(key),
      records,
      mailboxes,
      firstSeen,
    })),
    networks: newOf(one.networks, other.networks, ({ key, records, mailboxes, firstSeen }) => ({
      value: key,
      records,
      mailboxes,
      firstSeen,
    })),
    findings: newOf(one.findings, other.findings, ({ id, title, severity }) => ({ id, title, severity })),
  };
}

function newOf<T extends { key: string }, U>(
  items: readonly T[],
  known: readonly T[],
  told: (item: T) => U,
): ComparedSet<U> {
  const before = new Set(known.map(({ key }) => key));
  const added = items.filter(({ key }) => !before.has(key));
  const common = items.length - added.length;
  return {
    added: added.length,
    common,
    missing: known.length - common,
    items: added.slice(0, MOST_TOLD).map(told),
  };
}
