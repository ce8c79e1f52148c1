/** Roles that open mailboxes or the directory. ApplicationImpersonation lets its holder act as any user. */
import { accountOf, type ChangeReader, lastPart, modified, named } from './_change.ts';

export const reader: ChangeReader = {
  operations: [
    'New-ManagementRoleAssignment',
    'Set-ManagementRoleAssignment',
    'New-RoleGroup',
    'Add-RoleGroupMember',
    'Update-RoleGroupMember',
    'Add member to role.',
    'Add eligible member to role.',
    'Add member to role in PIM completed (permanent)',
    'Add-eDiscoveryCaseAdmin',
    'CaseMemberAdded',
  ],
  read(record) {
    if (record.operation.startsWith('add ')) {
      const changes = modified(record.data);
      const role =
        changes.get('role.displayname')?.to || changes.get('role.wellknownobjectname')?.to || 'role';
      return [{ kind: 'role-added', grantee: accountOf(record), detail: role.replace(/"/g, '') }];
    }
    const parameters = named(record.data, 'Parameters');
    const roles = parameters.get('role') || parameters.get('roles') || '';
    const group = parameters.get('name') || parameters.get('identity') || lastPart(record.objectId ?? '');
    const member = ['user', 'app', 'securitygroup', 'member', 'members', 'computer']
      .map((key) => parameters.get(key))
      .find((value) => value);
    const impersonates = /ApplicationImpersonation|Application\s?(EWS|Mail|Exchange)/i.test(
      `${roles} ${group}`,
    );
    return [
      {
        kind: impersonates ? 'impersonation-role' : 'role-added',
        grantee: member === undefined ? null : lastPart(member),
        detail: [roles, group].filter((text) => text !== '').join(', by '),
      },
    ];
  },
};
