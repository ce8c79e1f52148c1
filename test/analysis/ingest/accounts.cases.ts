/** Records of accounts: ways to sign in, protocols, passwords, and what was taken away. */
import { type ChangeCase, cmdlet, entra, OBJECT } from './changes.cases.ts';

const IPHONE = { DeviceName: 'iPhone 14', Id: 'a1', LastAuthenticatedTimestamp: '2026-03-01T08:00:00Z' };

/** An updated user with these phone apps before and after: Entra tells them as JSON in texts. */
const phoneApps = (before: object[], after: object[]) =>
  entra('Update user.', {
    ObjectId: 'ana@contoso.com',
    ModifiedProperties: [
      {
        Name: 'StrongAuthenticationPhoneAppDetail',
        OldValue: JSON.stringify(before),
        NewValue: JSON.stringify(after),
      },
    ],
  });

export const ACCOUNT_CASES: Record<string, ChangeCase> = {
  'a sign-in method registered by its owner': {
    record: {
      ...entra('User registered security info', { ObjectId: 'Ana@contoso.com' }),
      UserId: 'ana@contoso.com',
    },
    rows: [
      {
        kind: 'authentication-method',
        part: 'added',
        mailbox: 'ana@contoso.com',
        detail: 'sign-in method added',
      },
    ],
  },
  'a sign-in method that an administrator registered for another': {
    record: entra('Admin registered security info', {
      Target: [
        { ID: 'User', Type: 2 },
        { ID: 'ana@contoso.com', Type: 5 },
      ],
    }),
    rows: [{ kind: 'authentication-method', part: 'added', mailbox: 'ana@contoso.com' }],
  },
  'a phone app added to an account, as an updated user': {
    record: phoneApps([IPHONE], [IPHONE, { DeviceName: 'Pixel', Id: 'b2' }]),
    rows: [
      { kind: 'authentication-method', part: 'added', detail: 'phone app added', mailbox: 'ana@contoso.com' },
    ],
  },
  'a phone app that was used once more': {
    record: phoneApps([IPHONE], [{ ...IPHONE, LastAuthenticatedTimestamp: '2026-03-02T08:00:00Z' }]),
    rows: [],
  },
  'a second factor no longer asked for': {
    record: entra('Update user.', {
      ObjectId: 'ana@contoso.com',
      ModifiedProperties: [
        {
          Name: 'StrongAuthenticationRequirement',
          OldValue: '[\r\n  {\r\n    "RelyingParty": "*",\r\n    "State": 1\r\n  }\r\n]',
          NewValue: '[]',
        },
      ],
    }),
    rows: [{ kind: 'authentication-method', part: 'removed', detail: 'second factor no longer asked for' }],
  },
  'a list of sign-in methods that is none': {
    record: entra('Update user.', {
      ObjectId: 'ana@contoso.com',
      ModifiedProperties: [
        { Name: 'StrongAuthenticationMethod', OldValue: '[', NewValue: '[null, 7, {"MethodType": null}]' },
      ],
    }),
    rows: [],
  },
  'a sign-in method that an administrator registered for somebody named by an id alone': {
    record: entra('Admin registered security info', {
      ObjectId: OBJECT,
      Target: [{ ID: `User_${OBJECT}`, Type: 2 }],
    }),
    rows: [{ kind: 'authentication-method', mailbox: 'vic@contoso.com' }],
  },
  'a phone number taken away, and the address kept': {
    record: entra('Update user.', {
      ObjectId: 'ana@contoso.com',
      ModifiedProperties: [
        {
          Name: 'StrongAuthenticationUserDetails',
          OldValue: '[{"PhoneNumber":"+49 1","AlternativePhoneNumber":null,"Email":"a@b.example"}]',
          NewValue: '[{"PhoneNumber":null,"AlternativePhoneNumber":null,"Email":"a@b.example"}]',
        },
      ],
    }),
    rows: [{ kind: 'authentication-method', part: 'removed', detail: 'phone number or address taken away' }],
  },
  'lists of phone apps of which one is cut': {
    record: entra('Update user.', {
      ObjectId: 'ana@contoso.com',
      ModifiedProperties: [
        {
          Name: 'StrongAuthenticationPhoneAppDetail',
          OldValue: '[{"Id":"a1"}]',
          NewValue: '[{"Id":"a1"},{"Id":',
        },
      ],
    }),
    rows: [],
  },
  'a device registered': {
    record: {
      ...entra('Add registered owner to device.', {
        ObjectId: 'ana@contoso.com',
        ModifiedProperties: [{ Name: 'Device.DisplayName', OldValue: '', NewValue: '["DESKTOP-7"]' }],
      }),
      UserId: 'ana@contoso.com',
    },
    rows: [{ kind: 'authentication-method', part: 'added', detail: 'device registered: DESKTOP-7' }],
  },
  'IMAP and POP allowed for a mailbox': {
    record: cmdlet('Set-CASMailbox', {
      Identity: 'ana@contoso.com',
      ImapEnabled: 'True',
      PopEnabled: '$true',
      EwsEnabled: 'False',
    }),
    rows: [{ kind: 'protocol-allowed', mailbox: 'ana@contoso.com', detail: 'IMAP, POP allowed' }],
  },
  'IMAP closed for a mailbox': {
    record: cmdlet('Set-CASMailbox', { Identity: 'ana@contoso.com', ImapEnabled: 'False' }),
    rows: [],
  },
  'a permission on a mailbox taken away': {
    record: cmdlet('Remove-MailboxPermission', {
      Identity: 'boss@contoso.com',
      User: 'eve@contoso.com',
      AccessRights: 'FullAccess',
    }),
    rows: [
      {
        kind: 'access-removed',
        mailbox: 'boss@contoso.com',
        grantee: 'eve@contoso.com',
        detail: 'permission on the mailbox taken away: FullAccess',
      },
    ],
  },
  'a permission on a folder taken away': {
    record: cmdlet('Remove-MailboxFolderPermission', {
      Identity: 'boss@contoso.com:\\Inbox',
      User: 'eve@contoso.com',
    }),
    rows: [
      {
        kind: 'access-removed',
        mailbox: 'boss@contoso.com',
        detail: 'permission on a folder taken away',
      },
    ],
  },
  'a rule taken away by its owner': {
    record: cmdlet('Remove-InboxRule', { Identity: 'x' }, '…/contoso/ana_b5cd7fb7af\\x', 'ana@contoso.com'),
    rows: [{ kind: 'access-removed', mailbox: 'ana@contoso.com', detail: 'inbox rule taken away: x' }],
  },
  'a rule named like an address taken away': {
    record: cmdlet('Remove-InboxRule', { Identity: 'from boss@other.com' }, '', 'ana@contoso.com'),
    rows: [{ kind: 'access-removed', mailbox: 'ana@contoso.com', grantee: null }],
  },
  'a role taken away': {
    record: entra('Remove member from role.', {
      Target: [{ ID: 'ana@contoso.com', Type: 5 }],
      ModifiedProperties: [{ Name: 'Role.DisplayName', OldValue: '"Exchange Administrator"', NewValue: '' }],
    }),
    rows: [
      {
        kind: 'access-removed',
        mailbox: null,
        grantee: 'ana@contoso.com',
        detail: 'role taken away: Exchange Administrator',
      },
    ],
  },
  'a password reset, of somebody named by an id alone': {
    record: entra('Reset user password.', { ObjectId: OBJECT }),
    rows: [{ kind: 'account-changed', mailbox: 'vic@contoso.com' }],
  },
  'a password reset': {
    record: entra('Reset user password.', { ObjectId: 'ana@contoso.com' }),
    rows: [{ kind: 'account-changed', mailbox: 'ana@contoso.com', detail: 'password reset' }],
  },
  'a role taken away, of which Elastic made an object of the properties': {
    record: entra('Remove member from role.', {
      Target: [{ ID: 'ana@contoso.com', Type: 5 }],
      ModifiedProperties: { Role_DisplayName: { OldValue: '"Exchange Administrator"', NewValue: '' } },
    }),
    rows: [{ kind: 'access-removed', detail: 'role taken away: Exchange Administrator' }],
  },
};
