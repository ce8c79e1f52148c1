/**
 * Whose mailbox a name means. Administrators' records name mailboxes by object id, guid, alias or distinguished name;
 * other records of the case say which UPN stands behind it. A name that stands for two UPNs is left as it is.
 */
import type { Database } from '../../store/database.ts';
import { guidsIn, ids, type JsonFields, lastPart, named, type RuleRecord } from './_change.ts';

/** What `namesIn` looks at of AuditData. */
export const NAME_FIELDS: JsonFields = { UserKey: 'JSON', Target: 'JSON', Actor: 'JSON', Parameters: 'JSON' };

/** Pairs of another name and the UPN that the record itself gives side by side. */
export function namesIn(record: RuleRecord): [string, string][] {
  const { data, actor, objectId } = record;
  if (record.operation === 'userloggedin') return pairs([String(data.UserKey ?? '')], actor);
  const entra = [...people(data, 'Target'), ...people(data, 'Actor')];
  if (entra.length > 0) return entra;
  if (objectId === null) return [];
  const parameters = named(data, 'Parameters');
  const whose =
    parameters.get('mailbox') ??
    (record.operation.includes('inboxrule') ? actor : parameters.get('identity'));
  return pairs([lastPart(objectId)], whose ?? '');
}

function pairs(names: string[], upn: string): [string, string][] {
  if (!upn.includes('@')) return [];
  return names
    .map((name) => name.toLowerCase())
    .filter((name) => name !== '' && !name.includes('@'))
    .map((name) => [name, upn.toLowerCase()]);
}

/** Entra lists a person's object id and UPN beside each other. */
function people(data: Record<string, unknown>, list: string): [string, string][] {
  const all = ids(data, list);
  const upn = all.find(({ id, type }) => type === '5' && id.includes('@'))?.id ?? '';
  return pairs(
    all.flatMap(({ id }) => (guidsIn(id)[0] === id.toLowerCase() ? [id] : [])),
    upn,
  );
}

/** Learns the names of the batch and puts UPNs and app ids into `change` wherever exactly one is known. */
export async function resolveNames(db: Database): Promise<void> {
  await learn(db);
  await resolveMailboxes(db);
  await resolveApplications(db);
}

async function learn(db: Database): Promise<void> {
  await db.run(`
    INSERT INTO mailbox_name
    SELECT name, upn, NULL FROM (SELECT name, upn FROM new_name EXCEPT SELECT name, upn FROM mailbox_name) n`);
}

/** Always from the name that the record itself gives: another file may tell more of it, or give it to a second person. */
async function resolveMailboxes(db: Database): Promise<void> {
  const { any } = await db.one<{ any: boolean }>(`
    SELECT EXISTS (SELECT 1 FROM change WHERE mailbox NOT LIKE '%@%' OR grantee NOT LIKE '%@%'
      OR named_mailbox IS NOT NULL OR named_grantee IS NOT NULL) OR EXISTS (SELECT 1 FROM renamed) AS "any"`);
  if (!any) return;
  // New mailboxes are named by alias with ten random digits behind it. The names of one renamed mailbox are no two people.
  await db.run(`
    CREATE OR REPLACE TEMP TABLE one_name AS
    WITH known AS (
      SELECT k.name, ${ONE_PERSON}, 1 AS told FROM mailbox_name k LEFT JOIN renamed n ON n.upn = k.upn GROUP BY k.name),
    local AS (
      SELECT split_part(k.upn, '@', 1) AS name, ${ONE_PERSON} FROM (
        SELECT upn FROM mailbox_name UNION SELECT mailbox FROM mail_access WHERE mailbox LIKE '%@%') k
      LEFT JOIN renamed n ON n.upn = k.upn GROUP BY split_part(k.upn, '@', 1)),
    used AS (
      SELECT name FROM (SELECT mailbox AS name FROM change UNION SELECT grantee FROM change) c
      WHERE name NOT LIKE '%@%' OR name IN (SELECT upn FROM renamed)
      UNION SELECT named_mailbox FROM change WHERE named_mailbox IS NOT NULL
      UNION SELECT named_grantee FROM change WHERE named_grantee IS NOT NULL)
    SELECT u.name, coalesce(CASE WHEN k.told = 1 THEN k.upn ELSE l.upn END, u.name) AS upn,
      coalesce(CASE WHEN k.told = 1 THEN k.mailbox ELSE l.mailbox END, n.mailbox, u.name) AS mailbox
    FROM used u
    LEFT JOIN known k ON k.name = u.name
    LEFT JOIN local l ON l.name = regexp_replace(u.name, '_[0-9a-f]{10}$', '')
    LEFT JOIN renamed n ON n.upn = u.name`);
  for (const [column, now] of RESOLVED) {
    await db.run(`
      UPDATE change SET ${column} = ${now}, named_${column} = CASE WHEN ${now} <> o.name THEN o.name END FROM one_name o
      WHERE coalesce(change.named_${column}, change.${column}) = o.name AND change.${column} <> ${now}`);
  }
  await db.run('DROP TABLE one_name');
}

/** The UPN of the pairs k, and the mailbox it is now; where there are several, of which only the mailbox is one, that one. */
const ONE_PERSON = `
  CASE count(DISTINCT k.upn) WHEN 1 THEN min(k.upn) ELSE ${oneMailbox()} END AS upn, ${oneMailbox()} AS mailbox`;

function oneMailbox(): string {
  const mailbox = 'coalesce(n.mailbox, k.upn)';
  return `CASE WHEN count(DISTINCT ${mailbox}) = 1 THEN min(${mailbox}) END`;
}

/**
 * What one_name makes of a column. Accounts are held against who reads and acts, which records name as they did at the
 * time: of these a mailbox's newer name is put only where it is the same one's on both sides.
 */
const RESOLVED: [column: string, now: string][] = [
  [
    'mailbox',
    "CASE WHEN change.kind IN ('audit-bypass-on', 'audit-bypass-off', 'authentication-method') THEN o.upn ELSE o.mailbox END",
  ],
  ['grantee', 'CASE WHEN o.mailbox = change.mailbox THEN o.mailbox ELSE o.upn END'],
];

/** Entra names an application by the object id of its service principal; its accesses say which app id that is. */
async function resolveApplications(db: Database): Promise<void> {
  const granted = "kind IN ('consent', 'app-credential', 'app-role') AND app_id IS NOT NULL";
  const { n } = await db.one<{ n: number }>(`SELECT count(*) AS n FROM change WHERE ${granted}`);
  if (n === 0) return;
  await db.run(`
    UPDATE change SET app_id = p.caller FROM (
      SELECT user_id, min(caller) AS caller FROM mail_access
      WHERE caller IS NOT NULL AND user_id IN (SELECT app_id FROM change WHERE ${granted})
      GROUP BY user_id HAVING count(DISTINCT caller) = 1) p
    WHERE change.app_id = p.user_id AND change.${granted}`);
}
