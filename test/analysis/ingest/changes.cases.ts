/** Records of other operations in the forms Exchange and Entra write them, and what must be said of each. */
import { type AuditData, deed, parameters } from '../case/records.ts';

export const OBJECT = '51eb55af-6419-4551-a56f-64f63a068fca';
export const APP = '9f3c0000-0000-4000-8000-000000000009';
export const PRINCIPAL = '46f43b62-21eb-4602-b2ee-08e694f5feb7';

export function admin(
  operation: string,
  fields: Record<string, unknown>,
  user = 'admin@contoso.com',
): AuditData {
  const session = {
    ClientIP: '203.0.113.9:1034',
    AppId: 'fb78d390-0c51-40cd-8e17-fdbfab77341b',
    SessionId: '9DD7A60B-019f-4f90-b85e-8b1c007513a3',
  };
  return deed(operation, { ...session, ...fields }, { user });
}

export function cmdlet(
  operation: string,
  given: Record<string, unknown>,
  objectId = '',
  user?: string,
): AuditData {
  return admin(operation, { ObjectId: objectId, Parameters: parameters(given) }, user);
}

export function entra(operation: string, fields: Record<string, unknown>): AuditData {
  return admin(operation, {
    RecordType: 8,
    ResultStatus: 'Success',
    Workload: 'AzureActiveDirectory',
    ...fields,
  });
}

export interface Row {
  kind: string;
  mailbox: string | null;
  grantee: string | null;
  app_id: string | null;
  detail: string;
  part: string | null;
  actor_kind: string;
  succeeded: boolean;
  ip: string | null;
  session_id: string | null;
}

/** One record, and what must be said of it (none: no row). */
export interface ChangeCase {
  record: AuditData;
  rows: Partial<Row>[];
}

export const CASES: Record<string, ChangeCase> = {
  'a rule of the actor himself': {
    record: cmdlet(
      'New-InboxRule',
      { Name: '.', DeleteMessage: 'True' },
      '…/contoso/ana_b5cd7fb7af\\.',
      'ana@contoso.com',
    ),
    rows: [{ kind: 'inbox-rule', mailbox: 'ana@contoso.com', detail: 'rule ".": DeleteMessage True' }],
  },
  'a rule of which Elastic made an object of the parameters': {
    record: admin(
      'New-InboxRule',
      { Parameters: { Name: '.', ForwardTo: 'x@evil.example' } },
      'ana@contoso.com',
    ),
    rows: [{ kind: 'inbox-rule', grantee: 'x@evil.example', detail: 'rule ".": ForwardTo x@evil.example' }],
  },
  'a rule put into the mailbox of another': {
    record: cmdlet('New-InboxRule', { Mailbox: 'Lee@contoso.com', Name: 'x', ForwardTo: 'A@example.org' }),
    rows: [{ kind: 'inbox-rule', mailbox: 'lee@contoso.com', grantee: 'a@example.org' }],
  },
  'forwarding, the mailbox named by object id': {
    record: cmdlet('Set-Mailbox', {
      Identity: OBJECT,
      ForwardingSmtpAddress: 'smtp:Bla@bla.com',
      DeliverToMailboxAndForward: 'True',
    }),
    rows: [
      {
        kind: 'forwarding',
        mailbox: 'vic@contoso.com',
        grantee: 'bla@bla.com',
        detail: 'to bla@bla.com, copy kept',
      },
    ],
  },
  'forwarding taken back': {
    record: cmdlet('Set-Mailbox', { Identity: 'a@x', ForwardingSmtpAddress: '' }),
    rows: [],
  },
  'a mailbox opened to another': {
    record: cmdlet('Add-MailboxPermission', {
      Identity: 'boss@contoso.com',
      User: OBJECT,
      AccessRights: 'FullAccess',
    }),
    rows: [
      {
        kind: 'mailbox-permission',
        mailbox: 'boss@contoso.com',
        grantee: 'vic@contoso.com',
        detail: 'FullAccess',
      },
    ],
  },
  'the service itself opens the discovery mailbox': {
    record: cmdlet(
      'Add-MailboxPermission',
      {
        Identity: 'A/Org/DiscoverySearchMailbox{D9}',
        User: 'A/Org/Discovery Management',
        AccessRights: 'FullAccess',
      },
      '',
      'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)',
    ),
    rows: [{ actor_kind: 'system', mailbox: 'discoverysearchmailbox{d9}', grantee: 'discovery management' }],
  },
  'a folder opened': {
    record: cmdlet('Add-MailboxFolderPermission', {
      Identity: 'boss@contoso.com:\\Inbox',
      User: 'eve@contoso.com',
      AccessRights: 'Reviewer',
    }),
    rows: [
      {
        kind: 'folder-permission',
        mailbox: 'boss@contoso.com',
        grantee: 'eve@contoso.com',
        detail: 'Reviewer on Inbox',
      },
    ],
  },
  'a refused attempt': {
    record: {
      ...cmdlet('Add-MailboxPermission', {
        Identity: 'boss@contoso.com',
        User: 'x@y',
        AccessRights: 'FullAccess',
      }),
      ResultStatus: 'False',
    },
    rows: [{ kind: 'mailbox-permission', succeeded: false }],
  },
  'consent, with the app id among the names': {
    record: entra('Consent to application.', {
      ObjectId: PRINCIPAL,
      ModifiedProperties: [
        { Name: 'ConsentContext.IsAdminConsent', NewValue: 'True', OldValue: '' },
        {
          Name: 'ConsentAction.Permissions',
          OldValue: '',
          NewValue: `[] => [[Id: x, ClientId: ${PRINCIPAL}, ConsentType: AllPrincipals, Scope: Mail.Read offline_access]]`,
        },
        { Name: 'TargetId.ServicePrincipalNames', OldValue: '', NewValue: `"${APP}"` },
      ],
      Target: [{ ID: 'Mail tool', Type: 1 }],
    }),
    rows: [
      {
        kind: 'consent',
        app_id: APP,
        mailbox: null,
        detail: 'Mail tool: Mail.Read offline_access, for all users',
      },
    ],
  },
  'a secret on an application known by its service principal': {
    record: entra('Add service principal credentials.', {
      ObjectId: PRINCIPAL,
      Target: [
        { ID: `ServicePrincipal_${PRINCIPAL}`, Type: 2 },
        { ID: PRINCIPAL, Type: 2 },
        { ID: 'Old tool', Type: 1 },
      ],
      ModifiedProperties: [
        {
          Name: 'KeyDescription',
          OldValue: '[]',
          NewValue: '["[KeyIdentifier=1,KeyType=Password,DisplayName=sync]"]',
        },
      ],
    }),
    rows: [{ kind: 'app-credential', app_id: APP, detail: 'Old tool: Password "sync"' }],
  },
  'a secret on an application whose id stands in the additional details alone': {
    record: entra('Update application – Certificates and secrets management ', {
      ObjectId: `Application_${PRINCIPAL}`,
      ExtendedProperties: [
        { Name: 'additionalDetails', Value: `{"User-Agent":"Mozilla","AppId":"${APP}"}` },
        { Name: 'extendedAuditEventCategory', Value: 'Application' },
      ],
      Target: [
        { ID: `Application_${PRINCIPAL}`, Type: 2 },
        { ID: PRINCIPAL, Type: 2 },
        { ID: 'CRM', Type: 1 },
      ],
    }),
    rows: [{ kind: 'app-credential', app_id: APP }],
  },
  'a right of an application to all mailboxes': {
    record: entra('Add app role assignment to service principal', {
      ModifiedProperties: [
        { Name: 'AppRole.Value', OldValue: '', NewValue: '"full_access_as_app"' },
        { Name: 'ServicePrincipal.AppId', OldValue: '', NewValue: `"${APP}"` },
      ],
    }),
    rows: [{ kind: 'app-role', app_id: APP }],
  },
  'a role that acts as any user': {
    record: cmdlet('New-ManagementRoleAssignment', {
      Role: 'ApplicationImpersonation',
      User: 'svc@contoso.com',
    }),
    rows: [{ kind: 'impersonation-role', grantee: 'svc@contoso.com' }],
  },
  'a transport rule': {
    record: cmdlet('New-TransportRule', { Name: 'copy', BlindCopyTo: 'x@example.org' }),
    rows: [{ kind: 'transport-rule', grantee: 'x@example.org' }],
  },
  'bypass on': {
    record: cmdlet('Set-MailboxAuditBypassAssociation', {
      AuditBypassEnabled: 'True',
      Identity: 'Alex@contoso.com',
    }),
    rows: [
      {
        kind: 'audit-bypass-on',
        mailbox: 'alex@contoso.com',
        ip: '203.0.113.9',
        session_id: '9dd7a60b-019f-4f90-b85e-8b1c007513a3',
      },
    ],
  },
  'ingestion off': {
    record: cmdlet('Set-AdminAuditLogConfig', { UnifiedAuditLogIngestionEnabled: '$false' }),
    rows: [{ kind: 'ingestion-off' }],
  },
  'the service switching on what was on': {
    record: cmdlet(
      'Set-AdminAuditLogConfig',
      { AdminAuditLogEnabled: 'True', Force: 'True' },
      '',
      'NT AUTHORITY\\SYSTEM',
    ),
    rows: [],
  },
  'organisation auditing disabled': {
    record: cmdlet('Set-OrganizationConfig', { AuditDisabled: 'True' }),
    rows: [{ kind: 'org-audit-off' }],
  },
  'two logon types changed by one command': {
    record: cmdlet('Set-Mailbox', {
      Identity: 'ana@contoso.com',
      AuditOwner: 'Update;HardDelete',
      AuditDelegate: 'MailItemsAccessed, SendAs',
      AuditEnabled: 'False',
    }),
    rows: [
      { kind: 'actions-removed', part: 'owner', mailbox: 'ana@contoso.com' },
      { kind: 'actions-restored', part: 'delegate' },
      { kind: 'mailbox-audit-off' },
    ],
  },
  'back to the default set': {
    record: cmdlet('Set-Mailbox', { Identity: 'ana@contoso.com', DefaultAuditSet: 'Admin, Delegate, Owner' }),
    rows: [{ part: 'admin' }, { part: 'delegate' }, { part: 'owner', kind: 'actions-restored' }],
  },
  'Premium taken away': {
    record: entra('Update user.', {
      ObjectId: 'matt@contoso.com',
      ModifiedProperties: [
        {
          Name: 'AssignedLicense',
          OldValue: '["[SkuName=E5, DisabledPlans=[]]"]',
          NewValue: '["[SkuName=E5, DisabledPlans=[M365_ADVANCED_AUDITING]]"]',
        },
      ],
    }),
    rows: [{ kind: 'plan-removed', part: 'premium', mailbox: 'matt@contoso.com' }],
  },
  'the last licence taken away': {
    record: entra('Change user license.', {
      Target: [
        { ID: OBJECT, Type: 2 },
        { ID: 'vic@contoso.com', Type: 5 },
      ],
      ModifiedProperties: [
        { Name: 'AssignedLicense', OldValue: '["[SkuName=E3, DisabledPlans=[]]"]', NewValue: '[]' },
      ],
    }),
    rows: [{ kind: 'plan-removed', part: 'all', mailbox: 'vic@contoso.com' }],
  },
  'a policy that keeps mail access for a month': {
    record: cmdlet('New-UnifiedAuditLogRetentionPolicy', {
      Name: 'short',
      RetentionDuration: 'OneMonth',
      RecordTypes: 'ExchangeItemAggregated',
    }),
    rows: [{ kind: 'retention-policy', part: '30' }],
  },
  'a policy for another workload': {
    record: cmdlet('New-UnifiedAuditLogRetentionPolicy', {
      Name: 'spo',
      RetentionDuration: 'SevenDays',
      RecordTypes: 'SharePoint',
    }),
    rows: [{ kind: 'retention-policy', part: null }],
  },
  'mail sent': {
    record: admin(
      'Send',
      { RecordType: 2, MailboxOwnerUPN: 'Ana@contoso.com', Item: { Subject: 'New\nbank details' } },
      'ana@contoso.com',
    ),
    rows: [{ kind: 'send', mailbox: 'ana@contoso.com', detail: '"New bank details"' }],
  },
  'mail sent with attachments that are no text': {
    record: admin(
      'Send',
      { RecordType: 2, Item: { Subject: 'hi', Attachments: ['a.pdf'] } },
      'ana@contoso.com',
    ),
    rows: [{ kind: 'send', detail: '"hi"' }],
  },
  'mail sent, its subject no text': {
    record: admin('Send', { RecordType: 2, Item: { Subject: { a: 1 } } }, 'ana@contoso.com'),
    rows: [{ kind: 'send', detail: 'subject not recorded' }],
  },
  'a folder opened to somebody, without its name and the rights': {
    record: admin('AddFolderPermissions', {
      MailboxOwnerUPN: 'vic@contoso.com',
      Item: { ParentFolder: { Path: '\\Calendar', MemberUpn: 'Eve@contoso.com' } },
    }),
    rows: [
      {
        kind: 'folder-permission',
        mailbox: 'vic@contoso.com',
        grantee: 'eve@contoso.com',
        detail: 'rights not named on \\Calendar',
      },
    ],
  },
  'a folder opened to what is no name': {
    record: admin('AddFolderPermissions', {
      MailboxOwnerUPN: 'vic@contoso.com',
      Item: { ParentFolder: { Path: '\\Inbox', MemberUpn: { a: 1 }, MemberRights: 'Owner' } },
    }),
    rows: [
      { kind: 'folder-permission', mailbox: 'vic@contoso.com', grantee: null, detail: 'Owner on \\Inbox' },
    ],
  },
  'a search exported': {
    record: admin('SearchExported', { RecordType: 24, ObjectId: 'Q2', Query: 'merger' }),
    rows: [{ kind: 'ediscovery-export', part: 'content' }],
  },
};

export const signIn = (operation: string, fields: Record<string, unknown>) =>
  admin(
    operation,
    {
      RecordType: 15,
      UserKey: OBJECT,
      UserType: 0,
      ResultStatus: operation === 'UserLoggedIn' ? 'Success' : 'Failed',
      ClientIP: '2001:db8:1:2::5',
      SessionId: undefined,
      ApplicationId: APP.toUpperCase(),
      ExtendedProperties: [{ Name: 'UserAgent', Value: 'Firefox' }],
      DeviceProperties: [{ Name: 'SessionId', Value: 'D44730A8-bafe-475d-abcd-e87c52a76417' }],
      ...fields,
    },
    'vic@contoso.com',
  );
