/** One account given the mailbox or folders of another, or the right to send as it. Taking it away is no change here. */
import {
  type ChangeReader,
  type Effect,
  field,
  isObject,
  lastPart,
  named,
  type RuleRecord,
  target,
} from './_change.ts';

export const reader: ChangeReader = {
  operations: [
    'Add-MailboxPermission',
    'Add-RecipientPermission',
    'AddMailboxPermissions',
    'Add-MailboxFolderPermission',
    'Set-MailboxFolderPermission',
    'AddFolderPermissions',
    'ModifyFolderPermissions',
    'UpdateFolderPermissions',
    'UpdateCalendarDelegation',
    'Set-Mailbox',
  ],
  read(record) {
    if (record.operation === 'set-mailbox') return onBehalf(record);
    if (!record.operation.includes('-mailbox') && !record.operation.includes('-recipient'))
      return byClient(record);
    const parameters = named(record.data, 'Parameters');
    const given = parameters.get('user') || parameters.get('trustee') || '';
    const rights = parameters.get('accessrights') || 'rights not named';
    const folder = record.operation.includes('folder');
    const place = folder ? /\\(.*)$/.exec(parameters.get('identity') ?? '')?.[1] : undefined;
    const mailbox = folder ? folderOwner(parameters.get('identity') ?? '') || target(record) : target(record);
    return [
      {
        kind: folder ? 'folder-permission' : 'mailbox-permission',
        mailbox,
        grantee: lastPart(given) || null,
        detail: place === undefined ? rights : `${rights} on ${place}`,
      },
    ];
  },
};

/** `adam@contoso.com:\Inbox` */
function folderOwner(identity: string): string {
  return lastPart(identity.split(':\\')[0] ?? '');
}

function onBehalf(record: RuleRecord): Effect[] {
  const granted = named(record.data, 'Parameters').get('grantsendonbehalfto') ?? '';
  if (granted === '' || /^\$?null$/i.test(granted)) return [];
  return [
    {
      kind: 'mailbox-permission',
      mailbox: target(record),
      grantee: lastPart(granted),
      detail: 'SendOnBehalf',
    },
  ];
}

/** What Outlook and the service itself write: the member stands beside the folder. */
function byClient(record: RuleRecord): Effect[] {
  const { Item: item } = record.data;
  const folder = isObject(item) && isObject(item.ParentFolder) ? item.ParentFolder : {};
  const member = nameIn(folder) || nameIn(record.data);
  const rights = field(folder, 'MemberRights') || field(record.data, 'MemberRights') || 'rights not named';
  const path = field(folder, 'Path') || field(folder, 'Name');
  return [
    {
      kind: record.operation === 'addmailboxpermissions' ? 'mailbox-permission' : 'folder-permission',
      mailbox: record.mailbox,
      grantee: member === '' ? null : member.toLowerCase(),
      detail: path === '' ? rights : `${rights} on ${path}`,
    },
  ];
}

/** An object in its place names nobody. */
function nameIn({ MemberUpn: member }: Record<string, unknown>): string {
  return typeof member === 'string' ? member : '';
}
