/** One incident is one finding or few: what a graver finding says already is not said again. */
import { severityOf } from '../detections/detection.ts';
import { groupBy } from '../group-by.ts';
import { type Database, literal } from '../store/database.ts';
import { list } from '../words.ts';

/**
 * What is nothing but graver parts, two or more, is as grave as they are: a session taken over in five mailboxes is not
 * less than in each of them. The parts then fold into it, and it says which of them are the gravest. What one part holds
 * all but alone is left to fold into that part, whose title says what happened.
 */
async function raiseWholes(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE graver_part AS
    SELECT b.finding_id AS whole, a.finding_id AS part, count(*) AS shared
    FROM finding_record a JOIN finding_record b ON b.record_no = a.record_no AND b.finding_id <> a.finding_id
    JOIN finding small ON small.finding_id = a.finding_id
    JOIN finding big ON big.finding_id = b.finding_id AND big.severity_rank < small.severity_rank
    JOIN (SELECT finding_id, count(*) AS records FROM finding_record GROUP BY finding_id) n ON n.finding_id = a.finding_id
    GROUP BY b.finding_id, a.finding_id, n.records HAVING count(*) * 10 >= n.records * 9`);
  const parts = await db.rows<{ whole: string; rank: number; title: string }>(`
    SELECT p.whole, f.severity_rank AS rank, f.title
    FROM graver_part p JOIN finding f ON f.finding_id = p.part
    WHERE p.whole IN (
      SELECT p.whole FROM graver_part p
      JOIN finding_record a ON a.finding_id = p.part
      JOIN finding_record b ON b.finding_id = p.whole AND b.record_no = a.record_no
      JOIN (SELECT finding_id, count(*) AS records FROM finding_record GROUP BY finding_id) w ON w.finding_id = p.whole
      GROUP BY p.whole, w.records
      HAVING count(DISTINCT p.part) >= 2 AND count(DISTINCT b.record_no) * 10 >= w.records * 9 AND max(p.shared) * 10 < w.records * 9)
    ORDER BY p.whole, f.title`);
  for (const [whole, all] of groupBy(parts, (part) => part.whole)) {
    const rank = Math.max(...all.map((part) => part.rank));
    const severity = severityOf(rank);
    const gravest = all.filter((part) => part.rank === rank).map(({ title }) => title);
    const why = ` Raised to ${severity}, because that is what ${list(gravest, 2)} would be rated alone.`;
    // One gravest part is what people must hear first; several are told by what holds them all.
    const [first = ''] = gravest;
    const title = gravest.length === 1 ? `concat(${literal(`${first}; around it `)}, title)` : 'title';
    await db.run(`
      UPDATE finding SET severity = ${literal(severity)}, severity_rank = ${rank}, title = ${title},
        explanation = concat(explanation, ${literal(why)})
      WHERE finding_id = ${literal(whole)}`);
  }
}

/**
 * Takes out findings whose evidence (nine tenths of it or more) a finding of higher severity holds, or one as grave
 * with more evidence, and notes their titles in the one that stays.
 */
export async function foldCovered(db: Database): Promise<void> {
  await raiseWholes(db);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE covered AS
    SELECT small.finding_id, min(concat(CAST(9 - big.severity_rank AS VARCHAR), big.finding_id)) AS into_key
    FROM (
      SELECT a.finding_id AS small_id, b.finding_id AS big_id, count(*) AS shared
      FROM finding_record a JOIN finding_record b ON b.record_no = a.record_no AND b.finding_id <> a.finding_id
      GROUP BY a.finding_id, b.finding_id
    ) s
    JOIN finding small ON small.finding_id = s.small_id
    JOIN finding big ON big.finding_id = s.big_id
    JOIN (SELECT finding_id, count(*) AS records FROM finding_record GROUP BY finding_id) n ON n.finding_id = s.small_id
    JOIN (SELECT finding_id, count(*) AS records FROM finding_record GROUP BY finding_id) w ON w.finding_id = s.big_id
    WHERE s.shared * 10 >= n.records * 9 AND (big.severity_rank > small.severity_rank OR (big.severity_rank = small.severity_rank
      AND (w.records > n.records OR (w.records = n.records AND big.finding_id < small.finding_id))))
    GROUP BY small.finding_id;
    CREATE OR REPLACE TEMP TABLE also_seen AS
    SELECT substr(c.into_key, 2) AS finding_id, f.title FROM covered c JOIN finding f ON f.finding_id = c.finding_id`);
  await db.run(`
    UPDATE finding SET observed = concat(observed, ' Also: ', (
      SELECT titles FROM (SELECT finding_id AS id, string_agg(DISTINCT title, '; ' ORDER BY title) AS titles FROM also_seen GROUP BY finding_id) a
      WHERE a.id = finding_id), '.')
    WHERE finding_id IN (SELECT finding_id FROM also_seen)`);
  for (const table of ['finding_record', 'finding_entity', 'finding']) {
    await db.run(`DELETE FROM ${table} WHERE finding_id IN (SELECT finding_id FROM covered)`);
  }
}
