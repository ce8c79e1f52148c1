/** Mail searched, shown or exported through eDiscovery: it leaves no MailItemsAccessed record (tired-labs TRR0019). */
import type { Database } from '../store/database.ts';
import { gapId } from './gaps.ts';

/** A pause this long begins another search. */
const PAUSE_S = 86_400;

/** Adds a gap per person and search, from its first step to its last. Proven where content was shown or taken out. */
export async function findEdiscovery(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE search_step AS
    SELECT actor, organization_id, name, at_s, record_no, part, sum(starts) OVER (PARTITION BY actor ORDER BY at_s, record_no
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS search
    FROM (
      SELECT actor, o.organization_id, o.name, at_s, c.record_no, part,
        CASE WHEN at_s - lag(at_s) OVER (PARTITION BY actor ORDER BY at_s, c.record_no) <= ${PAUSE_S} THEN 0 ELSE 1 END AS starts
      FROM change c LEFT JOIN change_of o ON o.record_no = c.record_no WHERE kind IN ('ediscovery-search', 'ediscovery-export') AND part <> 'case' AND succeeded
        AND actor_kind <> 'system'
    ) s`);
  await db.run(`
    INSERT INTO gap (gap_id, kind, certainty, actor, blind_bind, blind_sync, organization_id, note, from_s, to_s)
    SELECT ${gapId("'ediscovery-access'", 'actor', 'CAST(min(at_s) AS VARCHAR)')}, 'ediscovery-access',
      CASE WHEN max(CASE WHEN part = 'content' THEN 1 ELSE 0 END) = 1 THEN 'proven' ELSE 'suspected' END,
      actor, true, true, min(organization_id), min(name), min(at_s), max(at_s)
    FROM search_step GROUP BY actor, search`);
  await db.run(`
    INSERT INTO gap_record
    SELECT g.gap_id, s.record_no FROM gap g JOIN search_step s
      ON g.kind = 'ediscovery-access' AND g.actor = s.actor AND s.at_s >= g.from_s AND s.at_s <= g.to_s`);
  await db.run('DROP TABLE search_step');
}
