/** Rights, rules and secrets taken away: doors that were open until then, and what an intruder tidies up. */
import { operationKey } from '../../reference/operations.ts';
import {
  accountOf,
  type ChangeReader,
  lastPart,
  modified,
  named,
  type RuleRecord,
  target,
} from './_change.ts';

const WHAT = {
  'Remove-MailboxPermission': 'permission on the mailbox',
  'Remove-RecipientPermission': 'right to send as',
  RemoveMailboxPermissions: 'permission on the mailbox',
  'Remove-MailboxFolderPermission': 'permission on a folder',
  RemoveFolderPermissions: 'permission on a folder',
  'Remove-InboxRule': 'inbox rule',
  'Disable-InboxRule': 'inbox rule',
  'Remove-TransportRule': 'mail flow rule',
  'Disable-TransportRule': 'mail flow rule',
  'Remove-ManagementRoleAssignment': 'role',
  'Remove member from role.': 'role',
  'Remove service principal credentials.': 'credential of an application',
};
const BY_KEY = new Map(Object.entries(WHAT).map(([operation, what]) => [operationKey(operation), what]));

export const reader: ChangeReader = {
  operations: Object.keys(WHAT),
  read(record) {
    const parameters = named(record.data, 'Parameters');
    const from = lastPart(parameters.get('user') || parameters.get('trustee') || '');
    const member = record.operation === 'remove member from role' ? accountOf(record) : null;
    const rights = parameters.get('accessrights') || roleOf(record) || ruleOf(record);
    const what = `${BY_KEY.get(record.operation)} taken away`;
    return [
      {
        kind: 'access-removed',
        mailbox: mailboxOf(record),
        grantee: from || member,
        detail: rights ? `${what}: ${rights}` : what,
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

/** `…/contoso/ana\Invoices 2026` names a rule behind the backslash. */
function ruleOf(record: RuleRecord): string {
  if (!record.operation.includes('inboxrule')) return '';
  const name = record.objectId?.includes('\\') ? record.objectId.split('\\').at(-1) : undefined;
  return name || (named(record.data, 'Parameters').get('identity') ?? '');
}

function roleOf(record: RuleRecord): string {
  const { from = '', to = '' } = modified(record.data).get('role.displayname') ?? {};
  return (from || to).replace(/"/g, '');
}
