/** Records of the other operations that a log holds, modelled on real exports of each. */
import type { Folder, Mailbox, Message } from './mail.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import { type AuditRecord, combGuid, type Organization } from './record.ts';
import { auditTime } from './time.ts';
import type { Actor, Via } from './via.ts';

/** Who does it, where from, when: what every operation needs. */
export interface Doer {
  organization: Organization;
  actor: Actor;
  ip: string | undefined;
  sessionId: string | undefined;
  at: number;
  random: Random;
}

type NameValue = { Name: string; Value: string };

function head(doer: Doer, operation: string, type: number, workload: string, id?: string) {
  return {
    CreationTime: auditTime(doer.at),
    Id: id ?? combGuid(doer.at, doer.random),
    Operation: operation,
    OrganizationId: doer.organization.id,
    RecordType: type,
    ResultStatus: type === 1 ? 'True' : type === 8 || type === 15 ? 'Success' : 'Succeeded',
    UserKey: doer.actor.key,
    UserType: doer.actor.type,
    Version: 1,
    Workload: workload,
  };
}

/** Exchange's admin records carry the address with a port. */
function withPort(ip: string | undefined, random: Random): string | undefined {
  if (ip === undefined) return undefined;
  return `${ip.includes(':') ? `[${ip}]` : ip}:${random.int(1025, 65000)}`;
}

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

export interface SignIn {
  objectId: string;
  userAgent: string;
  /** the app that asked to sign in */
  applicationId: string;
}

export function userLoggedIn(doer: Doer, signIn: SignIn): AuditRecord {
  const id = doer.random.guid();
  const browser = BROWSERS.find(([pattern]) => pattern.test(signIn.userAgent))?.[1] ?? 'Other';
  return {
    ...head(
      { ...doer, actor: { ...doer.actor, key: signIn.objectId } },
      'UserLoggedIn',
      15,
      'AzureActiveDirectory',
      id,
    ),
    ClientIP: doer.ip,
    ObjectId: '00000002-0000-0ff1-ce00-000000000000',
    UserId: doer.actor.upn,
    AzureActiveDirectoryEventType: 1,
    ExtendedProperties: [
      { Name: 'ResultStatusDetail', Value: 'Redirect' },
      { Name: 'UserAgent', Value: signIn.userAgent },
      { Name: 'RequestType', Value: 'OAuth2:Authorize' },
    ],
    ModifiedProperties: [],
    Actor: [
      { ID: signIn.objectId, Type: 0 },
      { ID: doer.actor.upn, Type: 5 },
    ],
    ActorContextId: doer.organization.id,
    ActorIpAddress: doer.ip,
    InterSystemsId: doer.random.guid(),
    IntraSystemId: id,
    SupportTicketId: '',
    Target: [{ ID: '00000002-0000-0ff1-ce00-000000000000', Type: 0 }],
    TargetContextId: doer.organization.id,
    ApplicationId: signIn.applicationId,
    DeviceProperties: [
      { Name: 'OS', Value: osOf(signIn.userAgent) },
      { Name: 'BrowserType', Value: browser },
      { Name: 'IsCompliantAndManaged', Value: 'False' },
      { Name: 'SessionId', Value: doer.sessionId ?? '' },
    ],
    ErrorNumber: '0',
  };
}

function osOf(userAgent: string): string {
  if (/iPhone|iOS/.test(userAgent)) return 'Ios';
  if (/Android/.test(userAgent)) return 'Android';
  if (/Mac OS X/.test(userAgent)) return 'MacOs';
  return /Linux/.test(userAgent) ? 'Linux' : 'Windows10';
}

/** What Exchange says of the mailbox and the client in every mailbox operation. */
function mailboxFields(doer: Doer, mailbox: Mailbox, via: Via) {
  return {
    ClientIP: via.ip,
    UserId: doer.actor.upn,
    AppId: via.appId,
    ClientAppId: via.clientAppId,
    ClientIPAddress: via.ip,
    ClientInfoString: via.client,
    ClientProcessName: via.desktop?.process,
    ClientVersion: via.desktop?.version,
    ExternalAccess: false,
    InternalLogonType: 0,
    LogonType: via.logonType,
    LogonUserSid: via.actor.sid ?? mailbox.sid,
    MailboxGuid: mailbox.guid,
    MailboxOwnerSid: mailbox.sid,
    MailboxOwnerUPN: mailbox.upn,
    OrganizationName: doer.organization.name,
    OriginatingServer: `${mailbox.server}\r\n`,
    SessionId: via.sessionId,
  };
}

export function send(doer: Doer, mailbox: Mailbox, via: Via, subject: string): AuditRecord {
  const host = mailbox.server.split(' ')[0] ?? '';
  return {
    ...head(doer, 'Send', 2, 'Exchange'),
    ...mailboxFields(doer, mailbox, via),
    Item: {
      Id: 'Unknown',
      InternetMessageId: `<${host}${doer.random.hex(26).toUpperCase()}@${host}.eurprd04.prod.outlook.com>`,
      ParentFolder: { Id: mailbox.folders[1]?.id, Path: mailbox.folders[1]?.path },
      SizeInBytes: doer.random.int(4_000, 400_000),
      Subject: subject,
    },
  };
}

/** MoveToDeletedItems, SoftDelete, HardDelete. */
export function removal(
  doer: Doer,
  operation: 'MoveToDeletedItems' | 'SoftDelete' | 'HardDelete',
  mailbox: Mailbox,
  via: Via,
  message: Message,
): AuditRecord {
  const place = (folder: Folder | undefined) => ({ Id: folder?.id, Path: folder?.path });
  return {
    ...head(doer, operation, 3, 'Exchange'),
    ...mailboxFields(doer, mailbox, via),
    AffectedItems: [
      {
        Attachments: '',
        Id: message.itemId,
        InternetMessageId: message.internetMessageId,
        ParentFolder: place(message.folder),
        Subject: 'Weekly report',
      },
    ],
    CrossMailboxOperation: false,
    DestFolder: operation === 'MoveToDeletedItems' ? place(mailbox.folders[2]) : undefined,
    Folder: place(message.folder),
  };
}

/** A search in one mailbox. Microsoft documents the operation, not its record type's number; 164 is unverified. */
export function searchQuery(doer: Doer, via: Via, text: string): AuditRecord {
  return {
    ...head(doer, 'SearchQueryInitiatedExchange', 164, 'Exchange'),
    ClientIP: via.ip,
    UserId: doer.actor.upn,
    ClientInfoString: via.client,
    EventData: '',
    QueryText: text,
    ScenarioName: 'owa.react',
    SessionId: via.sessionId,
  };
}

export function fileAccessed(doer: Doer, person: Person, file: string): AuditRecord {
  const site = `https://${doer.organization.domain.split('.')[0]}-my.sharepoint.com/personal/${person.actor.upn.replace(/[.@]/g, '_')}/`;
  return {
    ...head(doer, 'FileAccessed', 6, 'OneDrive'),
    UserKey: `i:0h.f|membership|${person.actor.key.toLowerCase()}@live.com`,
    ClientIP: doer.ip,
    ObjectId: `${site}Documents/${file}`,
    UserId: doer.actor.upn,
    EventSource: 'SharePoint',
    ItemType: 'File',
    SiteUrl: site,
    SourceFileExtension: file.split('.').at(-1),
    SourceFileName: file,
    SourceRelativeUrl: 'Documents',
    UserAgent: person.userAgent,
  };
}

/** Any Exchange cmdlet: New-InboxRule, Set-Mailbox, Add-MailboxPermission, Set-AdminAuditLogConfig … */
export function cmdlet(
  doer: Doer,
  operation: string,
  objectId: string,
  parameters: Record<string, string>,
  appId = '00000002-0000-0ff1-ce00-000000000000',
): AuditRecord {
  return {
    ...head(doer, operation, 1, 'Exchange'),
    ClientIP: withPort(doer.ip, doer.random),
    ObjectId: objectId,
    UserId: doer.actor.upn,
    AppId: appId,
    ClientAppId: '',
    ExternalAccess: doer.actor.type === 3,
    OrganizationName: doer.organization.name,
    OriginatingServer: `AM0PR04MB${doer.random.int(1000, 9999)} (15.20.9745.024)`,
    Parameters: Object.entries(parameters).map(([Name, Value]): NameValue => ({ Name, Value })),
    SessionId: doer.sessionId,
  };
}

/** A change in the directory: consent, app credentials, licences. */
export function directoryChange(
  doer: Doer,
  operation: string,
  target: { id: string; name: string; type: string },
  changes: { Name: string; OldValue: string; NewValue: string }[],
): AuditRecord {
  return {
    ...head(doer, operation, 8, 'AzureActiveDirectory', doer.random.guid()),
    ObjectId: target.id,
    UserId: doer.actor.upn,
    AzureActiveDirectoryEventType: 1,
    ExtendedProperties: [
      { Name: 'additionalDetails', Value: '{}' },
      { Name: 'extendedAuditEventCategory', Value: target.type },
    ],
    ModifiedProperties: [
      ...changes,
      {
        Name: 'Included Updated Properties',
        NewValue: changes.map((change) => change.Name).join(', '),
        OldValue: '',
      },
    ],
    Actor: [
      { ID: doer.actor.upn, Type: 5 },
      { ID: doer.actor.key, Type: 3 },
    ],
    ActorContextId: doer.organization.id,
    ActorIpAddress: doer.ip,
    InterSystemsId: doer.random.guid(),
    IntraSystemId: doer.random.guid(),
    SupportTicketId: '',
    Target: [
      { ID: `${target.type}_${target.id}`, Type: 2 },
      { ID: target.id, Type: 2 },
      { ID: target.name, Type: 1 },
    ],
    TargetContextId: doer.organization.id,
  };
}

/** A step of a content search: record type 24, Discovery (tired-labs TRR0019 in peers.md). */
export function complianceAction(doer: Doer, operation: string, search: string, query: string): AuditRecord {
  return {
    ...head(doer, operation, 24, 'SecurityComplianceCenter', doer.random.guid()),
    ClientIP: doer.ip,
    ObjectId: search,
    UserId: doer.actor.upn,
    Case: '',
    ExchangeLocations: 'All',
    ExtendedProperties: [],
    ObjectType: 'Search',
    Query: query,
  };
}
