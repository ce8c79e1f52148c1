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
    SELECT name, upn FROM new_name
    UNION SELECT mailbox_guid, mailbox_upn FROM staged
      WHERE reason IS NULL AND mailbox_guid IS NOT NULL AND mailbox_upn LIKE '%@%'
    EXCEPT SELECT name, upn FROM mailbox_name`);
}

/** Always from the name that the record itself gives: another file may tell more of it, or give it to a second person. */
async function resolveMailboxes(db: Database): Promise<void> {
  const { any } = await db.one<{ any: boolean }>(`
    SELECT EXISTS (SELECT 1 FROM change WHERE mailbox NOT LIKE '%@%' OR grantee NOT LIKE '%@%'
      OR named_mailbox IS NOT NULL OR named_grantee IS NOT NULL) AS "any"`);
  if (!any) return;
  // New mailboxes are named by alias with ten random digits behind it.
  await db.run(`
    CREATE OR REPLACE TEMP TABLE one_name AS
    WITH known AS (
      SELECT name, CASE WHEN count(DISTINCT upn) = 1 THEN min(upn) END AS upn, 1 AS told FROM mailbox_name GROUP BY name),
    local AS (
      SELECT split_part(upn, '@', 1) AS name, min(upn) AS upn FROM (
        SELECT upn FROM mailbox_name UNION SELECT mailbox FROM mail_access WHERE mailbox LIKE '%@%') u
      GROUP BY split_part(upn, '@', 1) HAVING count(*) = 1),
    used AS (
      SELECT name, regexp_replace(name, '_[0-9a-f]{10}$', '') AS alias FROM (
        SELECT coalesce(named_mailbox, mailbox) AS name FROM change UNION SELECT coalesce(named_grantee, grantee) FROM change) c
      WHERE name NOT LIKE '%@%')
    SELECT u.name, coalesce(CASE WHEN k.told = 1 THEN k.upn ELSE l.upn END, u.name) AS upn FROM used u
    LEFT JOIN known k ON k.name = u.name
    LEFT JOIN local l ON l.name = u.alias`);
  for (const column of ['mailbox', 'grantee']) {
    await db.run(`
      UPDATE change SET ${column} = o.upn, named_${column} = CASE WHEN o.upn <> o.name THEN o.name END FROM one_name o
      WHERE coalesce(change.named_${column}, change.${column}) = o.name AND change.${column} <> o.upn`);
  }
  await db.run('DROP TABLE one_name');
}

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
