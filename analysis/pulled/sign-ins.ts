/** Sign-ins from outside the audit log, and for which periods they are complete. */
import { groupBy } from '../group-by.ts';
import { normaliseAddress } from '../reference/addresses.ts';
import { type Database, literal, values } from '../store/database.ts';
import { merge, type Period } from '../trust/scope.ts';
import { bounded, given, givenPeriod, maybeBounded, PulledError } from './given.ts';
import type { SignIn, SignInCoverage, SignInKind, SignInsGiven } from './types.ts';

const KINDS = new Set<SignInKind>([
  'interactive',
  'non-interactive',
  'service-principal',
  'managed-identity',
]);
const MOST_SIGN_INS = 2_000_000;
const LONGEST_ID = 200;
const LONGEST_AGENT = 1_000;
const BATCH = 1_000;

/** Adds those of ids not yet known, and the periods covered. @throws PulledError */
export async function addSignIns(
  db: Database,
  { signIns, covered }: SignInsGiven,
): Promise<{ added: number; known: number }> {
  if (signIns.length > MOST_SIGN_INS)
    throw new PulledError('Too many sign-ins at once: give a shorter period');
  await db.run(
    `CREATE OR REPLACE TEMP TABLE given_sign_in (${COLUMNS.map((name) => `${name} VARCHAR`).join(', ')})`,
  );
  await db.append('given_sign_in', signIns.map(row));
  await db.run(`
    CREATE OR REPLACE TEMP TABLE new_sign_in AS
    SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY sign_in_id ORDER BY at_s, kind) AS nth FROM given_sign_in) g
    WHERE nth = 1 AND sign_in_id NOT IN (SELECT sign_in_id FROM known_sign_in);
    INSERT INTO known_sign_in SELECT sign_in_id FROM new_sign_in;
    INSERT INTO sign_in (record_no, at_s, kind, user_id, app_id, ip, network, session_id, token_id, user_agent, succeeded)
    SELECT NULL, CAST(at_s AS BIGINT), kind, user_id, app_id, ip, network, session_id, token_id, user_agent, succeeded = 'true'
    FROM new_sign_in`);
  const { added } = await db.one<{ added: number }>('SELECT count(*) AS added FROM new_sign_in');
  await db.run('DROP TABLE new_sign_in; DROP TABLE given_sign_in');
  await addCoverage(db, covered);
  return { added, known: signIns.length - added };
}

/** Periods that touch or overlap become one: what is asked is whether one of them holds a session's whole life. */
async function addCoverage(db: Database, covered: readonly SignInCoverage[]): Promise<void> {
  if (covered.length === 0) return;
  const held = await db.rows<Period & { kind: string; user_id: string | null }>(
    'SELECT kind, from_s AS "from", to_s AS "to", user_id FROM sign_in_coverage',
  );
  const told = covered.map((one) => {
    const [from, to] = givenPeriod(one, 'The period of sign-ins');
    return { kind: known(one.kind) as string, from, to, user_id: lower(one.userId ?? null) };
  });
  const groups = groupBy([...held, ...told], ({ kind, user_id }) => JSON.stringify([kind, user_id]));
  const rows = [...groups.values()].flatMap((group) =>
    merge(group).map(({ from, to }) => [group[0]?.kind ?? '', from, to, group[0]?.user_id ?? null]),
  );
  await db.run('DELETE FROM sign_in_coverage');
  for (let start = 0; start < rows.length; start += BATCH) {
    await db.run(`
      INSERT INTO sign_in_coverage (kind, from_s, to_s, user_id) VALUES ${values(rows.slice(start, start + BATCH))}`);
  }
}

const COLUMNS =
  'sign_in_id at_s kind user_id app_id ip network session_id token_id user_agent succeeded'.split(' ');

function row(one: SignIn): (string | null)[] {
  const { ip, network } = normaliseAddress(one.ip);
  return [
    bounded(one.id, LONGEST_ID),
    String(given(one.at, 'A sign-in')),
    known(one.kind),
    lower(one.userId),
    lower(one.appId),
    ip,
    network,
    lower(one.sessionId),
    // Case-sensitive: base64url.
    maybeBounded(one.tokenId, LONGEST_ID),
    maybeBounded(one.userAgent, LONGEST_AGENT),
    String(one.succeeded),
  ];
}

function known(kind: SignInKind): SignInKind {
  if (!KINDS.has(kind)) throw new PulledError(`No kind of sign-in: ${literal(bounded(String(kind), 40))}`);
  return kind;
}

function lower(text: string | null): string | null {
  return maybeBounded(text, LONGEST_ID)?.toLowerCase() ?? null;
}
