/** Whom to contain if the findings nobody has decided about are confirmed. */
import { strangeCaller } from '../contexts/strange-caller.ts';
import type { InQuestion } from '../guidance/index.ts';
import type { Database } from '../store/database.ts';

/** Guidance names them one by one up to this many; commands for more would not be pasted by anybody. */
const MOST = 500;

export const STRANGE_CALLER = strangeCaller('m.');
/** SQL: somebody acted in whose name it is recorded, not an application alone. */
export const BY_A_PERSON = '(m.user_type IS NULL OR m.user_type NOT IN (5, 6))';

/** A context that is cited by a finding of medium and above, and that nobody has marked, is 'unusual'. */
const CITED = `mail_access m JOIN context c ON c.context_id = m.context_id
  WHERE c.verdict = 'unusual' AND m.record_no IN (
    SELECT r.record_no FROM finding_record r JOIN finding f ON f.finding_id = r.finding_id WHERE f.severity_rank >= 2)`;

/** Findings without any access, such as a narrowed log, name who did it. */
const ACTORS = `SELECT DISTINCT e.value AS name FROM finding f
  JOIN finding_entity e ON e.finding_id = f.finding_id AND e.kind = 'user'
  WHERE f.severity_rank >= 2 AND f.finding_id NOT IN (
    SELECT r.finding_id FROM finding_record r JOIN mail_access m ON m.record_no = r.record_no)`;

export async function inQuestion(db: Database): Promise<InQuestion> {
  const accounts = await names(
    db,
    `SELECT name FROM (SELECT DISTINCT m.user_id AS name FROM ${CITED} AND ${BY_A_PERSON} UNION ${ACTORS}) n ORDER BY name`,
  );
  const apps = await names(
    db,
    `SELECT DISTINCT m.caller AS name FROM ${CITED} AND ${STRANGE_CALLER} ORDER BY name`,
  );
  const { n } = await db.one<{ n: number }>(`SELECT count(*) AS n FROM ${CITED} AND m.user_type IN (5, 6)`);
  return {
    accounts,
    apps,
    appOnly: n > 0,
    ownersThroughApp: await names(
      db,
      `SELECT DISTINCT m.mailbox AS name FROM ${CITED} AND m.is_owner AND m.user_type = 0 AND ${STRANGE_CALLER} ORDER BY name`,
    ),
  };
}

async function names(db: Database, sql: string): Promise<string[]> {
  return (await db.rows<{ name: string }>(`${sql} LIMIT ${MOST}`)).map(({ name }) => name);
}
