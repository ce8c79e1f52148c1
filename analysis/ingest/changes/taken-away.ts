/** Rights, rules and secrets taken away: doors that were open until then, and what an intruder tidies up. */
import { type ChangeReader, ids, lastPart, modified, named, type RuleRecord, target } from './_change.ts';

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
    const from = lastPart(parameters.get('user') || parameters.get('trustee') || '') || memberOf(record);
    const rights = parameters.get('accessrights') || roleOf(record) || ruleOf(record);
    const what = [
      `${WHAT[record.operation]} taken away`,
      from ? `from ${from}` : '',
      rights ? `(${rights})` : '',
    ];
    return [
      {
        kind: 'access-removed',
        mailbox: mailboxOf(record),
        grantee: from || null,
        detail: what.filter((part) => part !== '').join(' '),
      },
    ];
  },
};

/** A rule of the whole organisation and a role name no mailbox; a rule's own name stands where a mailbox does elsewhere. */
function mailboxOf(record: RuleRecord): string | null {
  if (/transportrule|role|principal/.test(record.operation)) return null;
  const given = lastPart(named(record.data, 'Parameters').get('mailbox') ?? '');
  if (record.operation.includes('inboxrule')) return given || record.mailbox || record.actor;
  return (
    given || (record.operation.startsWith('remove-') ? target(record)?.split(':')[0] : record.mailbox) || null
  );
}

/** `…/contoso/ana\\Invoices 2026` names a rule behind the backslash. */
function ruleOf(record: RuleRecord): string {
  if (!record.operation.includes('inboxrule')) return '';
  const name = record.objectId?.includes('\\') ? record.objectId.split('\\').at(-1) : undefined;
  return name || (named(record.data, 'Parameters').get('identity') ?? '');
}

function memberOf(record: RuleRecord): string {
  if (record.operation !== 'remove member from role') return '';
  return (
    ids(record.data, 'Target').find(({ id }) => id.includes('@'))?.id ??
    record.objectId ??
    ''
  ).toLowerCase();
}

function roleOf(record: RuleRecord): string {
  const { from = '', to = '' } = modified(record.data).get('role.displayname') ?? {};
  return (from || to).replace(/"/g, '');
}
