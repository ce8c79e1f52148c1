/** The course of events for people: findings, changes, gaps, and the visits that are not everyday ones. */
import { BLINDING, EVERYDAY } from '../notable.ts';
import type { TimelineEvent } from '../sections.ts';
import { type Database, literal } from '../store/database.ts';
import { maybeIsoTime } from '../time.ts';
import { elsewhere } from '../trust/gaps.ts';

/**
 * Of the whole case: visits that are hostile or unusual; of one mailbox: all of them but services. The export holds
 * everything.
 */
export async function pageTimeline(
  db: Database,
  { mailbox, only }: { mailbox: string | null; only?: TimelineEvent['what'] },
  offset: number,
  limit: number,
): Promise<{ events: TimelineEvent[]; total: number }> {
  const which = only === undefined ? '' : `WHERE what = ${literal(only)}`;
  const events = `SELECT * FROM (${eventsOf(mailbox)}) every ${which}`;
  const { total } = await db.one<{ total: number }>(`SELECT count(*) AS total FROM (${events}) e`);
  const rows = await db.rows<Row>(`
    SELECT * FROM (${events}) e
    ORDER BY CASE WHEN from_s IS NULL THEN 0 ELSE 1 END, from_s, what, id LIMIT ${limit} OFFSET ${offset}`);
  return {
    total,
    events: rows.map(({ from_s, to_s, record_id, cited, ...row }) => ({
      ...row,
      ...(cited === null ? {} : { cited }),
      ...(record_id === null ? {} : { recordId: record_id }),
      from: maybeIsoTime(from_s),
      to: maybeIsoTime(to_s),
    })),
  };
}

/** What a change (`c`) did, and for or against whom where the words do not say so themselves. */
export const CHANGE_WORDS = `CASE WHEN c.grantee IS NULL OR strpos(lower(coalesce(c.detail, '')), c.grantee) > 0 THEN c.detail
  ELSE concat(coalesce(c.detail, c.kind), CASE WHEN c.kind = 'access-removed' THEN ' (from ' ELSE ' (to ' END, c.grantee, ')') END`;

interface Row extends Omit<TimelineEvent, 'from' | 'to' | 'recordId' | 'cited'> {
  cited: number | null;
  record_id: string | null;
  from_s: number | null;
  to_s: number | null;
}

function eventsOf(mailbox: string | null): string {
  const one = mailbox === null ? null : literal(mailbox.toLowerCase());
  const visits =
    one === null ? "verdict IN ('hostile', 'unusual')" : `verdict <> 'service' AND mailbox = ${one}`;
  const of = (condition: string) => (one === null ? '' : `WHERE ${condition}`);
  return `
    SELECT min(first_s) AS from_s, max(last_s) AS to_s, 'access' AS what, min(protocol) AS kind, verdict, mailbox,
      user_id AS actor, CASE WHEN min(network) = max(network) THEN min(network) END AS "from_network",
      sum(records) AS records, NULL AS words, concat(group_id, verdict) AS id, NULL AS record_id, NULL AS cited
    FROM context WHERE ${visits} GROUP BY group_id, verdict, mailbox, user_id
    UNION ALL
    SELECT first_s, last_s, 'finding', severity, NULL, NULL, NULL, NULL,
      (SELECT count(*) FROM finding_record r WHERE r.finding_id = f.finding_id), title, finding_id, NULL, NULL
    FROM finding f ${of(`finding_id IN (SELECT finding_id FROM finding_entity WHERE kind = 'mailbox' AND value = ${one})`)}
    UNION ALL
    SELECT from_s, to_s, 'gap', kind, certainty, mailbox, actor, NULL, NULL, NULL, gap_id, NULL, NULL
    FROM gap g ${one === null ? '' : `WHERE (mailbox = ${one} OR mailbox IS NULL) AND NOT ${elsewhere(one)}`}
    UNION ALL
    SELECT c.at_s, c.at_s, 'change', c.kind, CASE WHEN c.succeeded = false THEN 'failed' END, c.mailbox, c.actor, c.ip, 1,
      ${CHANGE_WORDS}, concat('c', CAST(c.record_no AS VARCHAR), c.kind), r.record_id, w.cited
    FROM "change" c JOIN record r ON r.record_no = c.record_no
    LEFT JOIN (SELECT e.record_no, max(f.severity_rank) AS cited FROM finding_record e
      JOIN finding f ON f.finding_id = e.finding_id GROUP BY e.record_no) w ON w.record_no = c.record_no
    -- Microsoft's own machinery switches on what is on, again and again; only what it switches off is news.
    WHERE c.kind NOT IN (${EVERYDAY.map(literal).join(', ')}) AND NOT (c.actor_kind = 'system' AND c.kind NOT IN (${BLINDING.map(literal).join(', ')}))
      ${one === null ? '' : `AND c.mailbox = ${one}`}`;
}
