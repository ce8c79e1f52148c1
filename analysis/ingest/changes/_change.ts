/** What one record of another operation changed or did, and how to read it out of AuditData. */
/** As the table `change` names them; what each means is said where it is read. */
export const CHANGE_KINDS = [
  'inbox-rule',
  'forwarding',
  'consent',
  'app-credential',
  'app-role',
  'mailbox-permission',
  'folder-permission',
  'transport-rule',
  'impersonation-role',
  'role-added',
  'authentication-method',
  'protocol-allowed',
  'access-removed',
  'account-changed',
  'ediscovery-search',
  'ediscovery-export',
  'send',
  'send-as',
  'send-on-behalf',
  'search',
  'attachment-access',
  'sign-in',
  'sign-in-failed',
  'audit-bypass-on',
  'audit-bypass-off',
  'ingestion-off',
  'ingestion-on',
  'admin-audit-off',
  'org-audit-off',
  'org-audit-on',
  'mailbox-audit-off',
  'mailbox-audit-on',
  'actions-removed',
  'actions-restored',
  'age-limit',
  'plan-removed',
  'plan-added',
  'retention-policy',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** A record whose JSON is kept, with what ingest has worked out of it. */
export interface RuleRecord {
  /** as `operationKey` gives it */
  operation: string;
  /** seconds */
  at: number;
  actor: string;
  /** the mailbox the record itself names as acted on (MailboxOwnerUPN, else its guid) */
  mailbox: string | null;
  appId: string | null;
  objectId: string | null;
  /** AuditData; anything may stand in it */
  data: Record<string, unknown>;
}

export interface Effect {
  kind: ChangeKind;
  /** the mailbox changed or acted on, as the record names it; default: none */
  mailbox?: string | null;
  /** who receives access */
  grantee?: string | null;
  /** the application concerned; default: the one that acted */
  appId?: string | null;
  /** short plain text for people */
  detail?: string;
  /**
   * What of it, for SQL: owner, delegate or admin (actions-removed, -restored); premium or all (plan-removed,
   * -added); days (retention-policy); case, query or content (ediscovery-search); added or removed (authentication-method)
   */
  part?: string;
  /** sign-ins: the browser or program */
  userAgent?: string;
}

export interface JsonFields {
  [field: string]: 'JSON' | JsonFields;
}

/** One file of this folder: the operations it reads and what it makes of a record of them. */
export interface ChangeReader {
  operations: readonly string[];
  /**
   * Where there are many such records: all that `read` looks at, as json_transform of DuckDB takes it. `data` then has
   * these fields, null where the record has none, and of the others only those that names are learnt from; of a field
   * that is there twice the first counts, as in all columns. Left out: `data` is the whole AuditData. Of no use where
   * another reader has the same operation.
   */
  fields?: JsonFields;
  read(record: RuleRecord): Effect[];
}

/** The named values of a list such as Parameters, names in lower case; nested values as JSON text. */
export function named(data: Record<string, unknown>, list: string): Map<string, string> {
  return new Map(entries(data, list).map(({ name, value }) => [name.toLowerCase(), value]));
}

function entries(data: Record<string, unknown>, list: string): { name: string; value: string }[] {
  return listed(data[list]).flatMap(({ Name, Value }) =>
    typeof Name === 'string' ? [{ name: Name, value: plain(Value) }] : [],
  );
}

/** Elastic's o365 module makes an object of such a list: `{ "ForwardTo": "x@example.org" }`, a dot in a name an underscore. */
function listed(list: unknown): Record<string, unknown>[] {
  if (!isObject(list)) return objects(list);
  return Object.entries(list).map(([name, value]) => ({
    Name: name,
    Value: value,
    ...(isObject(value) ? { OldValue: value.OldValue, NewValue: value.NewValue } : {}),
  }));
}

/** Checked by hand rather than by zod: there may be a hundred thousand records, each with ten of these. */
function objects(list: unknown): Record<string, unknown>[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Old and new value of a property that an Entra record says was modified, by name in lower case. */
export function modified(data: Record<string, unknown>): Map<string, { from: string; to: string }> {
  return new Map(
    listed(data.ModifiedProperties).flatMap(({ Name, OldValue, NewValue }) =>
      typeof Name === 'string'
        ? [
            [
              (isObject(data.ModifiedProperties) ? Name.replaceAll('_', '.') : Name).toLowerCase(),
              { from: plain(OldValue), to: plain(NewValue) },
            ] as const,
          ]
        : [],
    ),
  );
}

/** The ids of a list such as Target or Actor, each with its type. */
export function ids(data: Record<string, unknown>, list: string): { id: string; type: string }[] {
  return objects(data[list]).flatMap(({ ID, Type }) =>
    typeof ID === 'string' ? [{ id: ID, type: plain(Type) }] : [],
  );
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A field of the record as text; '' when it is absent. */
export function field(data: Record<string, unknown>, name: string): string {
  return plain(data[name]);
}

/**
 * What an Exchange cmdlet was pointed at: a UPN where Identity or ObjectId is one, else the last part of the
 * distinguished name, the alias or the guid they hold.
 */
export function target(record: RuleRecord, parameter = 'identity'): string | null {
  const named_ = named(record.data, 'Parameters').get(parameter) ?? '';
  const candidates = [named_, record.objectId ?? ''].map(lastPart).filter((name) => name !== '');
  return candidates.find((name) => name.includes('@')) ?? candidates[0] ?? null;
}

/** `…/Organizations/contoso.onmicrosoft.com/adam\rule` names adam. */
export function lastPart(name: string): string {
  const inside = name.trim().split('\\')[0] ?? '';
  return (inside.split('/').at(-1) ?? '').trim().toLowerCase();
}

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

export function guidsIn(text: string): string[] {
  return (text.match(GUID) ?? []).map((guid) => guid.toLowerCase());
}

export function isTrue(text: string | undefined): boolean {
  return /^\$?true$/i.test((text ?? '').trim());
}

export function isFalse(text: string | undefined): boolean {
  return /^\$?false$/i.test((text ?? '').trim());
}

/** `Name: value` of the parameters that are there, for the detail. */
export function say(values: Map<string, string>, names: readonly string[]): string {
  return names
    .flatMap((name) => {
      const value = values.get(name.toLowerCase());
      return value === undefined || value === '' ? [] : [`${name} ${value}`];
    })
    .join(', ');
}

/** The account that a directory record is about: its UPN where it is named, else its id; null where no target is named. */
export function accountOf(record: RuleRecord): string | null {
  const targets = ids(record.data, 'Target').map(({ id }) => id);
  const said = [...targets, record.objectId ?? ''];
  return said.find((name) => name.includes('@')) ?? guidsIn(said.reverse().join(' '))[0] ?? null;
}
