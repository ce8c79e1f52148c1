/**
 * Mail-access records as Exchange Online writes them (audit-records.md 2.0): the fields of the real rows, in their
 * order. A field that a record does not have is undefined here, and so absent from its JSON.
 */
import type { Folder, Mailbox, Message } from './mail.ts';
import type { Random } from './random.ts';
import { auditTime } from './time.ts';
import type { Via } from './via.ts';

/** One AuditData object. */
export interface AuditRecord {
  CreationTime: string;
  Id: string;
  Operation: string;
  OrganizationId: string;
  RecordType: number;
  UserId: string;
  [field: string]: unknown;
}

export interface Organization {
  id: string;
  /** such as contoso.onmicrosoft.com */
  name: string;
  /** such as contoso.com */
  domain: string;
}

export const RECORD_TYPES: Record<number, string> = {
  1: 'ExchangeAdmin',
  2: 'ExchangeItem',
  3: 'ExchangeItemGroup',
  6: 'SharePointFileOperation',
  8: 'AzureActiveDirectory',
  15: 'AzureActiveDirectoryStsLogon',
  50: 'ExchangeItemAggregated',
};

export interface AccessFacts {
  organization: Organization;
  mailbox: Mailbox;
  via: Via;
  /** when the record is generated */
  at: number;
}

/** What one context opened in one mailbox within two minutes; OperationCount is the number of message references. */
export function bindRecord(
  facts: AccessFacts,
  messages: readonly Message[],
  throttled: boolean,
  random: Random,
): AuditRecord {
  return accessRecord(facts, {
    id: random.guid(),
    type: 50,
    access: 'Bind',
    throttled,
    tail: { Folders: foldersOf(facts.mailbox, messages, random), OperationCount: messages.length },
  });
}

/** One folder downloaded. Real ones are RecordType 2, with ClientIP, a COMB id, and no Folders. */
export function syncRecord(facts: AccessFacts, folder: Folder, random: Random): AuditRecord {
  return accessRecord(facts, {
    id: combGuid(facts.at, random),
    type: 2,
    access: 'Sync',
    throttled: false,
    tail: {
      Item: { Id: folder.id, ParentFolder: { Id: folder.id, Name: folder.name, Path: 'Not Available' } },
    },
  });
}

interface AccessParts {
  id: string;
  type: 2 | 50;
  access: 'Bind' | 'Sync';
  throttled: boolean;
  tail: Record<string, unknown>;
}

function accessRecord({ organization, mailbox, via, at }: AccessFacts, parts: AccessParts): AuditRecord {
  const sync = parts.access === 'Sync';
  // Older records of the sample tenant had a session on every Sync but on few Binds.
  const showSession = mailbox.newer || sync || via.tellsSession;
  return {
    AppAccessContext: mailbox.newer ? via.token?.at(at) : undefined,
    CreationTime: auditTime(at),
    Id: parts.id,
    Operation: 'MailItemsAccessed',
    OrganizationId: organization.id,
    RecordType: parts.type,
    ResultStatus: 'Succeeded',
    UserKey: via.actor.key,
    UserType: via.actor.type,
    Version: 1,
    Workload: 'Exchange',
    ClientIP: sync ? via.ip : undefined,
    UserId: via.actor.upn,
    ActorInfoString: mailbox.newer ? via.actorInfo : undefined,
    AppId: via.appId,
    ClientAppId: via.clientAppId,
    ClientIPAddress: via.ip,
    ClientInfoString: via.client,
    ClientProcessName: sync ? via.desktop?.process : undefined,
    ClientRequestId: sync && mailbox.newer ? via.requestId : undefined,
    ClientVersion: sync ? via.desktop?.version : undefined,
    ExternalAccess: false,
    InternalLogonType: 0,
    LogonType: via.logonType,
    LogonUserSid: via.actor.sid ?? mailbox.sid,
    MailboxGuid: mailbox.guid,
    MailboxOwnerSid: mailbox.sid,
    MailboxOwnerUPN: mailbox.upn,
    OperationProperties: [
      { Name: 'MailAccessType', Value: parts.access },
      { Name: 'IsThrottled', Value: parts.throttled ? 'True' : 'False' },
    ],
    OrganizationName: organization.name,
    OriginatingServer: `${mailbox.server}\r\n`,
    SessionId: showSession ? via.sessionId : undefined,
    TokenTenantId: mailbox.newer && via.token !== undefined ? organization.id : undefined,
    ...parts.tail,
  };
}

function foldersOf(mailbox: Mailbox, messages: readonly Message[], random: Random): unknown[] {
  const byFolder = new Map<Folder, unknown[]>();
  for (const message of messages) {
    const items = byFolder.get(message.folder);
    const item = itemOf(mailbox, message, random);
    if (items === undefined) byFolder.set(message.folder, [item]);
    else items.push(item);
  }
  return [...byFolder].map(([folder, items]) => ({ FolderItems: items, Id: folder.id, Path: folder.path }));
}

function itemOf(mailbox: Mailbox, message: Message, random: Random): unknown {
  if (!mailbox.newer) {
    return { InternetMessageId: message.internetMessageId, SizeInBytes: message.size };
  }
  return {
    ClientRequestId: `{${random.guid()}}`,
    Id: message.itemId,
    ImmutableId: message.immutableId,
    InternetMessageId: message.internetMessageId,
    SizeInBytes: message.size,
  };
}

/** Ids of Sync and single-item records end in the high 48 bits of .NET ticks. */
export function combGuid(at: number, random: Random): string {
  const ticks = (BigInt(Math.floor(at)) + 62135596800000n) * 10000n;
  return `${random.guid().slice(0, 24)}${(ticks >> 16n).toString(16).padStart(12, '0')}`;
}
