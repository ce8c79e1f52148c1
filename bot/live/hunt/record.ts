/** The little of a record that has to be read before the engine reads it. */

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The id of an audit record: the envelope's, which is also that of the Management API (graph.md B2). */
export function auditRecordId(item: unknown): string | null {
  if (!isObject(item)) return null;
  for (const id of [item.id, auditDataOf(item)?.Id]) if (typeof id === 'string' && id !== '') return id;
  return null;
}

/** Nested, or as older services gave it, as text. */
function auditDataOf({ auditData }: Record<string, unknown>): Record<string, unknown> | null {
  const data = typeof auditData === 'string' ? parsed(auditData) : auditData;
  return isObject(data) ? data : null;
}

/** What a record is about stands in its audit data; the envelope only repeats some of it. */
export function withAuditData(item: unknown): unknown {
  if (!isObject(item)) return item;
  return { ...item, auditData: auditDataOf(item) };
}

/** Records may name a mailbox by its guid alone; others say which guid that is. Lower-case. */
export function mailboxGuid(item: unknown, upn: string): string | null {
  const data = isObject(item) ? auditDataOf(item) : null;
  const { MailboxOwnerUPN: owner, MailboxGuid: guid } = data ?? {};
  if (typeof owner !== 'string' || owner.toLowerCase() !== upn || typeof guid !== 'string') return null;
  return guid === '' ? null : guid.toLowerCase();
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
