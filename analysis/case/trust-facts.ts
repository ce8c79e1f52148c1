import { groupBy } from '../group-by.ts';
import type { ReportInput } from '../report.ts';
import type { Database } from '../store/database.ts';
import { truncated } from '../truncation.ts';
import { findContradictions } from '../trust/contradictions.ts';
import type { GapCount, Renamed, TrustFacts, UnusedGrants } from '../trust/statements.ts';
import { allInputs, countRejected } from './inputs.ts';
import { readTotals } from './totals.ts';

/** Files of which the end is missing: proven by the file itself, or probable from its size. */
export type CutOff = Record<'proven' | 'suspected', number>;

const NAMES = 5;
const EXAMPLES = 3;
const WHOSE = 'coalesce(mailbox, actor, CASE WHEN organization_id IS NOT NULL THEN note END)';

export type CaseTrust = TrustFacts & { cutOff: CutOff };

export async function trustFacts(db: Database): Promise<CaseTrust> {
  const inputs = await allInputs(db);
  const gaps = await db.one<{
    gaps: number;
    in_scope: number;
    mailboxes: number;
    blind: number;
    silent_after: number | null;
  }>(`
    SELECT (SELECT count(*) FROM gap) AS gaps,
      (SELECT min(from_s) FROM gap WHERE kind = 'collection-outage' AND mailbox IS NULL AND actor IS NULL
        AND from_s >= (SELECT max(at_s) FROM mail_access)) AS silent_after,
      (SELECT count(*) FROM gap WHERE kind <> 'outside-declared-scope') AS in_scope,
      (SELECT count(*) FROM coverage c WHERE c.has_records
        AND (c.covered_share < 1 OR c.mailbox IN (SELECT mailbox FROM gap WHERE mailbox IS NOT NULL))) AS mailboxes,
      (SELECT count(*) FROM coverage c WHERE c.has_records
        AND (c.blind_share > 0 OR c.mailbox IN (SELECT mailbox FROM gap WHERE mailbox IS NOT NULL))) AS blind`);
  const kinds = await gapKinds(db);
  return {
    ...(await readTotals(db)),
    inputs,
    gaps: gaps.gaps,
    gapsInScope: gaps.in_scope,
    gapKinds: kinds,
    mailboxesWithGaps: gaps.mailboxes,
    mailboxesBlind: gaps.blind,
    contradictions: await findContradictions(db, inputs),
    unusedGrants: await unusedGrants(db),
    renamed: await renamedMailboxes(db),
    silentAfter: gaps.silent_after,
    truncatedInputs: inputs.filter((input) => truncated(input) !== null).length,
    rejected: await countRejected(db),
    cutOff: cutOff(inputs, kinds),
  };
}

/** A page that another file goes on from is only suspected of nothing; a file that ends in a record is cut off anyway. */
function cutOff(inputs: readonly ReportInput[], kinds: readonly GapCount[]): CutOff {
  const once = inputs.filter(({ warnings }) => !warnings.includes('received-before'));
  const suspected = kinds.find((one) => one.kind === 'truncated-export' && one.certainty === 'suspected');
  return {
    proven: once.filter((input) => truncated(input) === 'proven').length,
    suspected: suspected?.gaps ?? 0,
  };
}

async function gapKinds(db: Database): Promise<GapCount[]> {
  const kinds = await db.rows<Omit<GapCount, 'names'>>(`
    SELECT kind, certainty, count(*) AS gaps, count(DISTINCT ${WHOSE}) AS concerned
    FROM gap GROUP BY kind, certainty ORDER BY certainty, kind`);
  const named = await db.rows<{ kind: string; certainty: string; name: string }>(`
    SELECT kind, certainty, name FROM (
      SELECT kind, certainty, name, row_number() OVER (PARTITION BY kind, certainty ORDER BY name) AS place FROM (
        SELECT DISTINCT kind, certainty, ${WHOSE} AS name FROM gap WHERE ${WHOSE} IS NOT NULL) g
    ) n WHERE place <= ${NAMES} ORDER BY kind, certainty, name`);
  return kinds.map((one) => ({
    ...one,
    names: named
      .filter(({ kind, certainty }) => kind === one.kind && certainty === one.certainty)
      .map(({ name }) => name),
  }));
}

async function renamedMailboxes(db: Database): Promise<Renamed> {
  const rows = await db.rows<{ upn: string; mailbox: string }>(
    'SELECT upn, mailbox FROM renamed WHERE mailbox IN (SELECT mailbox FROM mail_access) ORDER BY mailbox, upn',
  );
  const names = [...groupBy(rows, ({ mailbox }) => mailbox)].map(([mailbox, all]) => [
    ...all.flatMap(({ upn }) => (upn === mailbox ? [] : [upn])),
    mailbox,
  ]);
  return { mailboxes: names.length, examples: names.slice(0, EXAMPLES) };
}

/**
 * Permissions to read that people gave to others on a mailbox, and no later access by the grantee: by none of those whom
 * a name may mean that stands for several. Of a name that nobody is known by it could not be told. The right to send as
 * somebody opens no mail.
 */
async function unusedGrants(db: Database): Promise<UnusedGrants> {
  const grants = `
    WITH granted AS (
      SELECT grantee, mailbox, at_s FROM change
      WHERE kind IN ('mailbox-permission', 'folder-permission') AND succeeded AND actor_kind <> 'system'
        AND grantee IS NOT NULL AND mailbox IS NOT NULL AND grantee <> mailbox
        AND lower(coalesce(detail, '')) NOT IN ('sendas', 'sendonbehalf')
    ), meant AS (
      SELECT grantee, grantee AS user_id FROM granted WHERE grantee LIKE '%@%'
      UNION SELECT name, upn FROM mailbox_name WHERE name IN (SELECT grantee FROM granted)
    ), person AS (
      SELECT grantee, user_id FROM meant
      UNION SELECT p.grantee, o.upn FROM meant p JOIN renamed n ON n.upn = p.user_id JOIN renamed o ON o.mailbox = n.mailbox
    )
    SELECT DISTINCT g.grantee, g.mailbox FROM granted g
    WHERE g.grantee IN (SELECT grantee FROM person) AND NOT EXISTS (
      SELECT 1 FROM person p JOIN mail_access m ON m.user_id = p.user_id
      WHERE p.grantee = g.grantee AND m.mailbox = g.mailbox AND m.at_s >= g.at_s)`;
  const { n } = await db.one<{ n: number }>(`SELECT count(*) AS n FROM (${grants}) g`);
  const examples = await db.rows<{ grantee: string; mailbox: string }>(
    `SELECT grantee, mailbox FROM (${grants}) g ORDER BY mailbox, grantee LIMIT ${EXAMPLES}`,
  );
  return { grants: n, examples: examples.map(({ grantee, mailbox }) => `${mailbox} to ${grantee}`) };
}
