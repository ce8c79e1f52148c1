/** Mail sent, searches made and attachments opened: what was done in the mailbox beside reading. */
import { type ChangeKind, type ChangeReader, field, isObject } from './_change.ts';

const KINDS: Record<string, ChangeKind> = {
  send: 'send',
  sendas: 'send-as',
  sendonbehalf: 'send-on-behalf',
  searchqueryinitiatedexchange: 'search',
  searchqueryinitiated: 'search',
  attachmentaccess: 'attachment-access',
};

export const reader: ChangeReader = {
  operations: [
    'Send',
    'SendAs',
    'SendOnBehalf',
    'SearchQueryInitiatedExchange',
    'SearchQueryInitiated',
    'AttachmentAccess',
  ],
  fields: { Item: { Subject: 'JSON' }, QueryText: 'JSON', Messages: 'JSON', OperationCount: 'JSON' },
  read(record) {
    const kind = KINDS[record.operation];
    if (kind === undefined) return [];
    const { data } = record;
    // A search names no mailbox: it is made in the searcher's own.
    const mailbox = record.mailbox ?? (kind === 'search' ? record.actor : null);
    return [{ kind, mailbox, detail: detailOf(kind, data) }];
  },
};

function detailOf(kind: ChangeKind, data: Record<string, unknown>): string {
  if (kind === 'search') return field(data, 'QueryText') || 'words not recorded';
  if (kind === 'attachment-access') {
    const files = Array.isArray(data.Messages) ? data.Messages.length : 0;
    const count = field(data, 'OperationCount');
    return count === '' ? `attachments of ${files} messages` : `${count} attachments opened`;
  }
  const subject = isObject(data.Item) && typeof data.Item.Subject === 'string' ? data.Item.Subject : '';
  return subject === '' ? 'subject not recorded' : `"${subject}"`;
}
