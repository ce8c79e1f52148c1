/** What happens in the tenant, whether or not the log will show it. */
import type { Folder, Mailbox } from './mail.ts';
import type { AuditRecord } from './record.ts';
import type { AttackTrace } from './truth.ts';
import type { Via } from './via.ts';

/** One message reached. */
export interface BindDeed {
  kind: 'bind';
  at: number;
  mailbox: Mailbox;
  via: Via;
  /** message number */
  message: number;
}

/** One folder downloaded. */
export interface SyncDeed {
  kind: 'sync';
  at: number;
  mailbox: Mailbox;
  via: Via;
  folder: Folder;
}

/** Any other operation, its record ready made. */
export interface OtherDeed {
  kind: 'other';
  at: number;
  record: AuditRecord;
  attack?: AttackTrace;
}

export type Deed = BindDeed | SyncDeed | OtherDeed;
