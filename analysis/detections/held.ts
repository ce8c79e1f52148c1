/**
 * What a case holds at all, so that a detection can say when its query cannot find anything: on a small case planning
 * the queries takes longer than everything else. Counted in records, contexts, changes; services are left out.
 */
import type { Database } from '../store/database.ts';

export interface Held {
  accesses: number;
  throttled: number;
  days: number;
  /** message references of Bind records */
  items: number;
  mailboxes: number;
  users: number;
  networks: number;
  /** contexts with Sync records */
  syncing: number;
  withCaller: number;
  appOnly: number;
  nonOwner: number;
  /** contexts at another address than usual, place 1 and more */
  moved: number;
  /** contexts at another provider or further away, place 2 and more */
  away: number;
  /** contexts away, or with a device, program or application new to the mailbox */
  strange: number;
  /** rows of judged_change */
  changes: number;
  approvals: number;
  signInCoverage: number;
  ownReads: number;
}

/** Needs the tables of the baseline. */
export async function whatIsHeld(db: Database): Promise<Held> {
  return await db.one<Held>(`
    SELECT c.*, m.*, (SELECT count(*) FROM judged_change) AS changes, (SELECT count(*) FROM approval) AS approvals,
      (SELECT count(*) FROM sign_in_coverage) AS "signInCoverage", (SELECT count(*) FROM own_read) AS "ownReads"
    FROM (
      SELECT count(DISTINCT mailbox) AS mailboxes, count(DISTINCT user_id) AS users, count(DISTINCT network) AS networks,
        count(CASE WHEN sync > 0 THEN 1 END) AS syncing, count(caller) AS "withCaller",
        count(CASE WHEN app_only THEN 1 END) AS "appOnly", count(CASE WHEN non_owner THEN 1 END) AS "nonOwner",
        count(CASE WHEN place > 0 THEN 1 END) AS moved, count(CASE WHEN place >= 2 THEN 1 END) AS away,
        count(CASE WHEN place >= 2 OR device_level > 0 OR family_level > 0 OR caller_level > 0 THEN 1 END) AS strange
      FROM judged_context
    ) c CROSS JOIN (
      SELECT count(*) AS accesses, count(CASE WHEN throttled THEN 1 END) AS throttled, count(DISTINCT day) AS days,
        coalesce(sum(CASE WHEN access = 'bind' THEN item_count END), 0) AS items
      FROM mail_access
    ) m`);
}
