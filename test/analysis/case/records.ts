/**
 * AuditData objects in the form of real records (audit-records.md 2.0), for tests to change and wrap. Addresses are of
 * the documentation ranges, so that no country is looked up for them.
 */

export interface AuditData {
  [field: string]: unknown;
  Id: string;
  CreationTime: string;
  Operation: string;
}

export interface Access {
  /** without zone, as Exchange writes it; default 2026-05-14T09:00:00 */
  at?: string;
  id?: string;
  mailbox?: string;
  /** default: the mailbox's owner */
  user?: string;
  ip?: string;
  client?: string;
  session?: string | null;
  throttled?: boolean;
  /** any other field; undefined takes one away */
  with?: Record<string, unknown>;
}

export interface BindAccess extends Access {
  folder?: string;
  /** InternetMessageIds without brackets, in one folder */
  messages?: string[];
}

export interface SyncAccess extends Access {
  folder?: string;
}

export const ORGANIZATION = '0873ee4d-d342-44f2-8961-74c442a2fad2';
export const GRAPH = '00000003-0000-0000-c000-000000000000';
export const EXCHANGE = '00000002-0000-0ff1-ce00-000000000000';

let made = 0;

/** A GUID that no other record of the test file has. */
export function nextId(): string {
  made += 1;
  return `${made.toString(16).padStart(8, '0')}-1a2b-4c3d-8e4f-5a6b7c8d9e0f`;
}

/** A Bind record: RecordType 50, items in Folders, no ClientIP. */
export function bind(access: BindAccess = {}): AuditData {
  // Of one length, however many were made: of two versions of a record the longer is kept.
  const { folder = '\\Inbox', messages = [`m${String(made + 1).padStart(7, '0')}@contoso.com`] } = access;
  return record(access, 50, 'Bind', {
    Folders: [
      {
        FolderItems: messages.map((message) => ({
          InternetMessageId: `<${message}>`,
          SizeInBytes: 1_000 + message.length,
        })),
        Id: `Lg${Buffer.from(folder).toString('base64')}`,
        Path: folder,
      },
    ],
    OperationCount: messages.length,
  });
}

/** A Sync record: RecordType 2 with Item.ParentFolder and no Folders. */
export function sync(access: SyncAccess = {}): AuditData {
  const { folder = 'Inbox' } = access;
  const id = `Lg${Buffer.from(folder).toString('base64')}`;
  return record({ client: 'Client=MSExchangeRPC', ...access }, 2, 'Sync', {
    ClientIP: access.ip ?? '203.0.113.10',
    ClientProcessName: 'OUTLOOK.EXE',
    ClientVersion: '16.0.13929.20206',
    Item: { Id: id, ParentFolder: { Id: id, Name: folder, Path: 'Not Available' } },
  });
}

/** A record of another operation: a new inbox rule, as Exchange admin auditing writes it. */
export function inboxRule(access: Access = {}): AuditData {
  const { at = '2026-05-14T09:00:00', id = nextId(), user = 'ana@contoso.com', ip = '203.0.113.10' } = access;
  return {
    CreationTime: at,
    Id: id,
    Operation: 'New-InboxRule',
    OrganizationId: ORGANIZATION,
    RecordType: 1,
    ResultStatus: 'True',
    UserKey: '10032002F222981B',
    UserType: 2,
    Version: 1,
    Workload: 'Exchange',
    ClientIP: `${ip}:19823`,
    ObjectId: 'NAMPR10A011.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso\\f',
    UserId: user,
    ExternalAccess: false,
    Parameters: [{ Name: 'MoveToFolder', Value: 'Conversation History' }],
    ...access.with,
  };
}

/** A record of another kind of work: an admin's command in Exchange, unless the fields say otherwise. */
export function deed(
  operation: string,
  fields: Record<string, unknown>,
  by: { at?: string; user: string },
): AuditData {
  return {
    CreationTime: by.at ?? '2026-05-14T09:00:00',
    Id: nextId(),
    Operation: operation,
    OrganizationId: ORGANIZATION,
    RecordType: 1,
    ResultStatus: 'True',
    UserKey: by.user,
    UserType: 2,
    Workload: 'Exchange',
    UserId: by.user,
    ...fields,
  };
}

/** Parameters of a command as Exchange writes them. */
export function parameters(given: Record<string, unknown>): { Name: string; Value: unknown }[] {
  return Object.entries(given).map(([Name, Value]) => ({ Name, Value }));
}

function record(access: Access, type: number, accessType: string, own: Record<string, unknown>): AuditData {
  const { at = '2026-05-14T09:00:00', mailbox = 'ana@contoso.com', throttled = false } = access;
  const {
    id = nextId(),
    user = mailbox,
    ip = '203.0.113.10',
    client = 'Client=OWA;Action=ViaProxy',
  } = access;
  const { session = '5b1e0000-0000-4000-8000-000000000001' } = access;
  const fields: AuditData = {
    CreationTime: at,
    Id: id,
    Operation: 'MailItemsAccessed',
    OrganizationId: ORGANIZATION,
    RecordType: type,
    ResultStatus: 'Succeeded',
    UserKey: '100320012668D61A',
    UserType: 0,
    Version: 1,
    Workload: 'Exchange',
    UserId: user,
    ClientIPAddress: ip,
    ClientInfoString: client,
    ExternalAccess: false,
    InternalLogonType: 0,
    LogonType: user === mailbox ? 0 : 2,
    LogonUserSid: `S-1-5-21-1-${user}`,
    MailboxGuid: guidOf(mailbox),
    MailboxOwnerSid: `S-1-5-21-1-${mailbox}`,
    MailboxOwnerUPN: mailbox,
    OperationProperties: [
      { Name: 'MailAccessType', Value: accessType },
      { Name: 'IsThrottled', Value: throttled ? 'True' : 'False' },
    ],
    OrganizationName: 'contoso.onmicrosoft.com',
    OriginatingServer: 'AM0PR04MB4196 (15.20.4200.000)\r\n',
    ...(session === null ? {} : { SessionId: session }),
    ...own,
    ...access.with,
  };
  return JSON.parse(JSON.stringify(fields)) as AuditData;
}

function guidOf(name: string): string {
  const hex = Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The time that many seconds after another, in the form of CreationTime. */
export function later(at: string, seconds: number): string {
  return new Date(Date.parse(`${at}Z`) + seconds * 1000).toISOString().slice(0, 19);
}

/** `count` Bind records of one mailbox, evenly spread over the seconds, one message each. */
export function burst(count: number, seconds: number, access: BindAccess = {}): AuditData[] {
  const { at = '2026-05-14T09:00:00' } = access;
  return Array.from({ length: count }, (_, index) =>
    bind({ ...access, at: later(at, Math.floor((index * seconds) / count)) }),
  );
}
