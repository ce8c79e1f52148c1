/**
 * Gaps that people made: audit bypass, ingestion or mailbox auditing switched off, MailItemsAccessed taken out of what
 * is recorded, the last audit plan taken away. Each begins with one change of a setting and ends with its reversal.
 * What only smells of it (AuditEnabled while the organisation audits, AuditLogAgeLimit, Audit Premium) blinds nothing.
 */
import type { Database } from '../store/database.ts';
import { gapId, recordedAllTheSame } from './gaps.ts';

/** Before this MailItemsAccessed hung on Audit (Premium); the rollout to Standard began in June 2024 (audit-records.md 3). */
const STANDARD_SINCE_S = Date.UTC(2024, 5, 1) / 1000;

const DAY_S = 86_400;
const SETTLING_S = 3_600;

/** With whose organisation's each change is, where the case has several; else '' */
const CHANGES = 'change c LEFT JOIN change_of o ON o.record_no = c.record_no';
const ORGANIZATION = "coalesce(o.organization_id, '') AS organization_id, coalesce(o.name, '') AS name";

/** One row per change of a setting: whose (`mailbox`, `actor`, organisation), of which logon type, and whether it blinds. */
const SWITCHES = `
  SELECT 'audit-bypass' AS kind, '' AS mailbox, c.mailbox AS actor, '' AS logon_type, ${ORGANIZATION}, at_s, c.record_no, actor_kind,
    CASE WHEN kind = 'audit-bypass-on' THEN 1 ELSE 0 END AS blinds
  FROM ${CHANGES} WHERE succeeded AND kind IN ('audit-bypass-on', 'audit-bypass-off') AND mailbox IS NOT NULL
  UNION ALL
  SELECT 'ingestion-disabled', '', '', '', ${ORGANIZATION}, at_s, c.record_no, actor_kind, CASE WHEN kind = 'ingestion-off' THEN 1 ELSE 0 END
  FROM ${CHANGES} WHERE succeeded AND kind IN ('ingestion-off', 'ingestion-on')
  UNION ALL
  -- Whatever is recorded later disproves that ingestion is still off; it takes up to an hour to stop.
  SELECT 'ingestion-disabled', '', '', '', ${ORGANIZATION}, min(r.at_s), c.record_no, 'system', 0
  FROM ${CHANGES} JOIN record r ON r.at_s > c.at_s + ${SETTLING_S} AND (o.organization_id IS NULL OR r.organization_id = o.organization_id)
  WHERE c.succeeded AND c.kind = 'ingestion-off' GROUP BY c.record_no, o.organization_id, o.name
  UNION ALL
  SELECT 'audit-disabled', '', '', '', ${ORGANIZATION}, at_s, c.record_no, actor_kind, CASE WHEN kind = 'org-audit-off' THEN 1 ELSE 0 END
  FROM ${CHANGES} WHERE succeeded AND kind IN ('org-audit-off', 'org-audit-on')
  UNION ALL
  SELECT 'audit-actions-removed', mailbox, '', part, '', '', at_s, record_no, actor_kind, CASE WHEN kind = 'actions-removed' THEN 1 ELSE 0 END
  FROM change WHERE succeeded AND kind IN ('actions-removed', 'actions-restored') AND mailbox IS NOT NULL
  UNION ALL
  SELECT 'audit-plan-removed', mailbox, '', '', '', '', at_s, record_no, actor_kind, CASE WHEN kind = 'plan-removed' THEN 1 ELSE 0 END
  FROM change WHERE succeeded AND mailbox IS NOT NULL AND (kind = 'plan-added'
    OR (kind = 'plan-removed' AND (part = 'all' OR at_s < ${STANDARD_SINCE_S})))`;

/** What is on record after ingestion was switched off, within the hour that takes, was still recorded. */
const STOPPED = `CASE WHEN kind = 'ingestion-disabled' THEN (
  SELECT max(r.at_s) FROM record r WHERE r.at_s >= t.at_s AND r.at_s <= t.at_s + ${SETTLING_S} AND (t.next_s IS NULL OR r.at_s < t.next_s)
    AND (t.organization_id = '' OR r.organization_id = t.organization_id)) ELSE at_s END`;

const KEY = 'kind, mailbox, actor, logon_type, organization_id, name';

/** Adds these gaps to the tables `gap` and `gap_record`. */
export async function findSwitchedOff(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE switched AS
    SELECT ${KEY}, at_s, record_no, actor_kind, blinds,
      lag(blinds) OVER (PARTITION BY ${KEY} ORDER BY at_s, record_no) AS before
    FROM (${SWITCHES}) s`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE blind_span AS
    SELECT ${KEY}, 'proven' AS certainty, ${STOPPED} AS from_s, next_s AS to_s FROM (
      SELECT ${KEY}, at_s, blinds, lead(at_s) OVER (PARTITION BY ${KEY} ORDER BY at_s, record_no) AS next_s
      FROM switched WHERE before IS NULL OR before <> blinds
    ) t WHERE blinds = 1
    UNION ALL ${BLIND_BEFORE}`);
  await db.run(`
    INSERT INTO gap (gap_id, kind, certainty, mailbox, actor, blind_bind, blind_sync, organization_id, note, logon_types, from_s, to_s)
    SELECT ${gapId('kind', 'mailbox', 'actor', 'min(logon_type)', "coalesce(CAST(from_s AS VARCHAR), '')", "nullif(organization_id, '')")}, kind, certainty,
      nullif(mailbox, ''), nullif(actor, ''), true, true, nullif(organization_id, ''), nullif(name, ''),
      nullif(max(CASE logon_type WHEN 'owner' THEN 'owner ' ELSE '' END)
        || max(CASE logon_type WHEN 'delegate' THEN 'delegate ' ELSE '' END)
        || max(CASE logon_type WHEN 'admin' THEN 'admin' ELSE '' END), ''), from_s, to_s
    FROM blind_span GROUP BY kind, certainty, mailbox, actor, organization_id, name, from_s, to_s`);
  await db.run(`
    INSERT INTO gap_record
    SELECT DISTINCT g.gap_id, s.record_no FROM gap g JOIN switched s
      ON s.kind = g.kind AND s.mailbox = coalesce(g.mailbox, '') AND s.actor = coalesce(g.actor, '') AND s.organization_id = coalesce(g.organization_id, '')
      AND (s.logon_type = '' OR position(s.logon_type IN g.logon_types) > 0)
      AND (g.from_s IS NULL OR s.at_s >= g.from_s - CASE WHEN g.kind = 'ingestion-disabled' THEN ${SETTLING_S} ELSE 0 END) AND (g.to_s IS NULL OR s.at_s <= g.to_s)`);
  await db.run(DOUBT);
  await db.run('DROP TABLE switched; DROP TABLE blind_span');
}

/** Access that is on record an hour and more after it should leave none: that all of it went unrecorded is not proven. */
const DOUBT = `
  UPDATE gap SET certainty = 'suspected' WHERE gap_id IN (
    SELECT r.gap_id FROM (${recordedAllTheSame("g.kind IN ('audit-bypass', 'audit-actions-removed', 'audit-plan-removed')")}) r
    JOIN gap g ON g.gap_id = r.gap_id WHERE r.at_s > g.from_s + ${SETTLING_S})`;

/**
 * Switched on by a person, and nothing says when it was off: before it, where whoever it concerns was at work for
 * more than a day and yet left no record of mail access. The service switches on what is on, again and again.
 */
const BLIND_BEFORE = `
  SELECT s.kind, s.mailbox, s.actor, s.logon_type, s.organization_id, s.name, 'suspected', CAST(NULL AS BIGINT), s.at_s
  FROM switched s
  WHERE s.blinds = 0 AND s.before IS NULL AND s.actor_kind <> 'system'
    AND s.kind IN ('audit-bypass', 'audit-actions-removed', 'audit-plan-removed')
    AND EXISTS (SELECT 1 FROM record r WHERE r.user_id = s.actor || s.mailbox AND r.at_s < s.at_s - ${DAY_S})
    AND NOT EXISTS (SELECT 1 FROM mail_access m WHERE m.at_s < s.at_s
      AND (m.user_id = s.actor OR (m.mailbox = s.mailbox AND (s.logon_type = '' OR m.logon_type = s.logon_type))))`;
