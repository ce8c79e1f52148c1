/** What the published rules see: the fields of the records themselves, not what our engine makes of them. */
import type { AuditRecord } from '../../../analysis/simulator/index.ts';

/** One MailItemsAccessed record as the rules read it. Times in seconds since 1970. */
export interface PeerAccess {
  id: string;
  at: number;
  recordType: number;
  /** MailboxOwnerUPN */
  mailbox: string;
  user: string;
  userType: number;
  logonType: number;
  access: string;
  /** any value among OperationProperties is True: what searching the text comes to */
  throttled: boolean;
  ip: string;
  client: string;
  appId: string;
  clientAppId: string;
  /** OperationCount; 1 where a record has none */
  count: number;
  /** paths of Folders */
  folders: string[];
  /** Item.ParentFolder.Name */
  syncFolder: string;
  /** an InternetMessageId begins with <em, as eM Client makes them */
  emClientMessage: boolean;
}

/** A sign-in. */
export interface PeerSignIn {
  id: string;
  at: number;
  user: string;
  ip: string;
  session: string;
}

/** Any other record, its whole text. */
export interface PeerOther {
  id: string;
  at: number;
  user: string;
  userType: number;
  operation: string;
  text: string;
}

/** A tenant's log in order of time. */
export interface PeerLog {
  accesses: PeerAccess[];
  signIns: PeerSignIn[];
  others: PeerOther[];
  /** autonomous system of an address, null when unknown */
  asnOf: (ip: string) => number | null;
}

/** One row of a rule's result: what an analyst would be shown and have to look at. */
export type PeerAlert = string[];

export interface PeerRule {
  /** as in reference/peers.md section 2 */
  id: string;
  source: string;
  /** Ids of the records behind each alert. Rules that list single records are counted once per mailbox and day. */
  alerts(log: PeerLog): PeerAlert[];
}

export const GRAPH = '00000003-0000-0000-c000-000000000000';
export const DAY = 86_400;

export function emptyLog(): PeerLog {
  return { accesses: [], signIns: [], others: [], asnOf: () => null };
}

/** Takes down what the rules need of one record, so that the whole record need not be kept. */
export function note(log: PeerLog, record: AuditRecord): void {
  const at = Date.parse(`${record.CreationTime}Z`) / 1000;
  const { Id: id, UserId: user, Operation: operation } = record;
  const userType = Number(record.UserType);
  if (operation === 'UserLoggedIn') {
    const properties = list(record.DeviceProperties);
    const session = String(properties.find(({ Name }) => Name === 'SessionId')?.Value ?? '');
    log.signIns.push({ id, at, user, ip: text(record.ClientIP), session });
  } else if (operation !== 'MailItemsAccessed') {
    log.others.push({ id, at, user, userType, operation, text: JSON.stringify(record) });
  } else {
    log.accesses.push({ id, at, user, userType, recordType: record.RecordType, ...accessFields(record) });
  }
}

function accessFields(record: AuditRecord) {
  const properties = list(record.OperationProperties);
  const folders = list(record.Folders);
  const item = record.Item as { ParentFolder?: { Name?: string } } | undefined;
  return {
    mailbox: text(record.MailboxOwnerUPN),
    logonType: Number(record.LogonType),
    access: text(properties.find(({ Name }) => Name === 'MailAccessType')?.Value),
    throttled: properties.some(({ Value }) => Value === 'True'),
    ip: text(record.ClientIPAddress),
    client: text(record.ClientInfoString),
    appId: text(record.AppId),
    clientAppId: text(record.ClientAppId),
    count: Number(record.OperationCount ?? 1),
    folders: folders.map(({ Path }) => text(Path)),
    syncFolder: text(item?.ParentFolder?.Name),
    emClientMessage: folders.some(({ FolderItems }) =>
      list(FolderItems).some(({ InternetMessageId }) => text(InternetMessageId).startsWith('<em')),
    ),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}

/** Ids of rows by key; rows that have no key are left out. */
export function grouped<T extends { id: string }>(
  rows: readonly T[],
  keyOf: (row: T) => string | null,
): PeerAlert[] {
  return [...groups(rows, keyOf).values()].map((group) => group.map(({ id }) => id));
}

export function groups<T>(rows: readonly T[], keyOf: (row: T) => string | null): Map<string, T[]> {
  const made = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const group = made.get(key);
    if (group === undefined) made.set(key, [row]);
    else group.push(row);
  }
  return made;
}

export function day(at: number): number {
  return Math.floor(at / DAY);
}

/** For rules that list single records: one alert per mailbox and day. */
export function byMailboxAndDay(rows: readonly PeerAccess[]): PeerAlert[] {
  return grouped(rows, ({ mailbox, at }) => `${mailbox} ${day(at)}`);
}
