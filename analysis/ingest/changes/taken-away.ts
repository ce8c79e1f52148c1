/** Rights, rules and secrets taken away: doors that were open until then, and what an intruder tidies up. */
import { type ChangeReader, ids, lastPart, named, type RuleRecord, target } from './_change.ts';

const WHAT: Record<string, string> = {
  'remove-mailboxpermission': 'permission on the mailbox',
  'remove-recipientpermission': 'right to send as',
  removemailboxpermissions: 'permission on the mailbox',
  'remove-mailboxfolderpermission': 'permission on a folder',
  removefolderpermissions: 'permission on a folder',
  'remove-inboxrule': 'inbox rule',
  'disable-inboxrule': 'inbox rule',
  'remove-transportrule': 'mail flow rule',
  'disable-transportrule': 'mail flow rule',
  'remove-managementroleassignment': 'role',
  'remove member from role': 'role',
  'remove service principal credentials': 'credential of an application',
};

export const reader: ChangeReader = {
  operations: [
    'Remove-MailboxPermission',
    'Remove-RecipientPermission',
    'RemoveMailboxPermissions',
    'Remove-MailboxFolderPermission',
    'RemoveFolderPermissions',
    'Remove-InboxRule',
    'Disable-InboxRule',
    'Remove-TransportRule',
    'Disable-TransportRule',
    'Remove-ManagementRoleAssignment',
    'Remove member from role.',
    'Remove service principal credentials.',
  ],
  read(record) {
    const parameters = named(record.data, 'Parameters');
    const from = parameters.get('user') || parameters.get('trustee') || '';
    const rights = parameters.get('accessrights') || '';
    const what = `${WHAT[record.operation]} taken away`;
    return [
      {
        kind: 'access-removed',
        mailbox: mailboxOf(record),
        grantee: lastPart(from) || memberOf(record),
        detail: rights === '' ? what : `${what}: ${rights}`,
      },
    ];
  },
};

/** `adam@contoso.com:\Inbox` and `…/adam\rule` name adam; a rule of the whole organisation and a role name no mailbox. */
function mailboxOf(record: RuleRecord): string | null {
  if (/transportrule|role|principal/.test(record.operation)) return null;
  const own = record.operation.startsWith('remove-') || record.operation.startsWith('disable-');
  if (!own) return record.mailbox;
  const mailbox = named(record.data, 'Parameters').get('mailbox');
  return (mailbox ? lastPart(mailbox) : target(record)?.split(':')[0]) ?? null;
}

function memberOf(record: RuleRecord): string | null {
  if (record.operation !== 'remove member from role') return null;
  return ids(record.data, 'Target').find(({ id }) => id.includes('@'))?.id ?? record.objectId;
}
