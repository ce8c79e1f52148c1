/**
 * What else was done in hostile contexts: mail sent, attachments opened. These records are not MailItemsAccessed and
 * expose nothing by themselves; they stand in the ledger beside what was read.
 */
import type { Database } from '../store/database.ts';
import { literal } from '../store/database.ts';
import { parseMarker } from './markers.ts';
import { conditionOf, storedMarkers } from './marking.ts';

export const SENDING = ['send', 'send-as', 'send-on-behalf'];
export const OPENING = ['attachment-access'];

const list = (kinds: readonly string[]) => kinds.map(literal).join(', ');

/** The acts of the log, with the columns that a marker's condition reads. */
const ACTS = `
  SELECT record_no, at_s, kind, mailbox, actor AS user_id, ip, session_id, app_id, app_id AS client_app_id, app_id AS caller,
    NULL AS token_id
  FROM "change" WHERE kind IN (${list([...SENDING, ...OPENING])}) AND coalesce(succeeded, true)`;

/**
 * An act belongs to the contexts of a scope when it came from the same address in the same session; where one of the two
 * is missing in either record, by the other, of the same mailbox or person. A session alone does not do: owner and
 * intruder may share a stolen one. Two joins and not one with OR, which would compare every act with every context.
 */
const SAME_CONTEXT = [
  'a.session_id = c.session_id AND (a.ip = c.ip OR a.ip IS NULL OR c.ip IS NULL)',
  'a.ip = c.ip AND (a.session_id IS NULL OR c.session_id IS NULL) AND (a.mailbox = c.mailbox OR a.user_id = c.user_id)',
];

/**
 * Builds `exposed_act (scope, record_no, mailbox, kind)` from `exposed_record`, the findings that expose, and the hostile
 * markers: what a marker hits by itself counts, whether or not mail was read there.
 * @param exposingRank the lowest severity whose findings expose
 */
export async function buildActs(db: Database, exposingRank: number): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TABLE exposed_act AS
    WITH act AS (${ACTS}), reached AS (
      SELECT DISTINCT e.scope, m.mailbox, m.user_id, m.ip, m.session_id
      FROM exposed_record e JOIN mail_access m ON m.record_no = e.record_no
    )
    ${SAME_CONTEXT.map((same) => `SELECT c.scope, a.record_no, a.mailbox, a.kind FROM act a JOIN reached c ON ${same}`).join(' UNION ')}
    UNION SELECT 'suspected', a.record_no, a.mailbox, a.kind FROM act a
      JOIN finding_record r ON r.record_no = a.record_no JOIN finding f ON f.finding_id = r.finding_id
      WHERE f.severity_rank >= ${exposingRank}`);
  for (const { marker, verdict } of await storedMarkers(db)) {
    const condition = await conditionOf(db, parseMarker(marker));
    if (verdict === 'trusted') {
      await db.run(`
        DELETE FROM exposed_act WHERE scope = 'suspected' AND record_no IN (SELECT m.record_no FROM (${ACTS}) m WHERE ${condition})`);
    } else {
      await db.run(`
        INSERT INTO exposed_act SELECT 'confirmed', m.record_no, m.mailbox, m.kind FROM (${ACTS}) m
        WHERE (${condition}) AND m.record_no NOT IN (SELECT record_no FROM exposed_act WHERE scope = 'confirmed')`);
    }
  }
}

/** SQL: how many acts of each sort, by scope and mailbox. */
export const ACT_COUNTS = `
  SELECT scope, mailbox,
    sum(CASE WHEN kind IN (${list(SENDING)}) THEN 1 ELSE 0 END) AS sent,
    sum(CASE WHEN kind IN (${list(OPENING)}) THEN 1 ELSE 0 END) AS opened
  FROM exposed_act WHERE mailbox IS NOT NULL GROUP BY scope, mailbox`;
