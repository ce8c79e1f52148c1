/**
 * The baseline: what was normal, for the tenant and for each mailbox, and how every context stands against it.
 * Detections read the table `judged_context` and never ask the same question a second time.
 */
import { APPS } from '../reference/apps.ts';
import { NETWORKS } from '../reference/networks.ts';
import { COUNTRY_REGIONS, FAR_REGIONS } from '../reference/regions.ts';
import { type Database, values } from '../store/database.ts';
import { CHANGES } from './changes.ts';
import { HABITS } from './habits.ts';
import { JUDGED } from './judged.ts';

/** A table of facts that come with the program: made once, however often a case is judged anew. */
function given(name: string, columns: string, rows: (string | number)[][]): string {
  return `CREATE TEMP TABLE IF NOT EXISTS ${name} AS SELECT * FROM (VALUES ${values(rows)}) AS t(${columns})`;
}

const GIVEN = [
  given(
    'known_app',
    'app_id, kind',
    APPS.map(({ id, kind }) => [id, kind]),
  ),
  given(
    'vpn_asn',
    'asn',
    NETWORKS.filter(({ kind, vpns }) => kind === 'vpn' || vpns === true).map(({ asn }) => [asn]),
  ),
  given('country_region', 'country, region', COUNTRY_REGIONS),
  given('far_region', 'one, other', FAR_REGIONS),
];

const STATEMENTS = [...HABITS, ...JUDGED, ...CHANGES];
const MADE = STATEMENTS.flatMap((sql) => /TEMP TABLE (\w+)/.exec(sql)?.[1] ?? []);
const FOR_DETECTIONS =
  'context_day tenant_habit own_device own_vpn roll_out active_hour judged_context judged_change change_context joined_consent let_in let_in_for_all runs_at_home'.split(
    ' ',
  );

/** The others are dropped after the last statement that names them: all together they would be half as large as a big case. */
const STEPS = STATEMENTS.map((sql, index) => {
  const names = (statement: string, table: string) => new RegExp(`\\b${table}\\b`).test(statement);
  const done = MADE.filter(
    (table) =>
      !FOR_DETECTIONS.includes(table) &&
      names(sql, table) &&
      !STATEMENTS.slice(index + 1).some((later) => names(later, table)),
  );
  return [sql, ...done.map((table) => `DROP TABLE ${table}`)].join('; ');
});

/**
 * Builds `actor_context` and `habit`, which stay, and for the detections the temp tables of FOR_DETECTIONS, from the tables
 * of the case. Service records train nothing and are not judged; records marked trusted train and are not judged.
 */
export async function buildBaseline(db: Database): Promise<void> {
  for (const sql of [...GIVEN, ...STEPS]) await db.run(sql);
}

/** Drops what only detections read, once they have run: of a big case it is more than what stays. */
export async function dropBaseline(db: Database): Promise<void> {
  await db.run(FOR_DETECTIONS.map((name) => `DROP TABLE ${name}`).join('; '));
}
