/** What messages are called, as their mailboxes said when they were asked: subjects and senders, for responders only. */
import { messageKey } from '../message-key.ts';
import type { ExposureScope } from '../sections.ts';
import { type Database, literal } from '../store/database.ts';
import { currentNames } from '../store/renames.ts';
import { bounded, maybeBounded, PulledError } from './given.ts';
import type { MessageName, UnnamedMessage } from './types.ts';

const LONGEST_TEXT = 1_000;
const MOST_NAMES = 100_000;
const COLUMNS =
  'mailbox message_key state subject sender received_at has_attachments sensitivity why named_by named_at'.split(
    ' ',
  );

export type Named = Omit<MessageName, 'mailbox' | 'messageId'>;

/** Keeps names; a later one replaces an earlier one of the same message. @throws PulledError */
export async function keepNames(
  db: Database,
  names: readonly MessageName[],
  by: string,
  at: string,
): Promise<void> {
  if (names.length > MOST_NAMES) throw new PulledError('Too many names at once');
  const current = await currentNames(db);
  const rows = new Map(
    names.map((name) => {
      const [mailbox, key] = [current(name.mailbox), messageKey(name.messageId)];
      return [`${mailbox} ${key}`, rowOf(name, mailbox, key, by, at)];
    }),
  );
  await db.run(
    `CREATE OR REPLACE TEMP TABLE given_name (${COLUMNS.map((name) => `${name} VARCHAR`).join(', ')})`,
  );
  await db.append('given_name', [...rows.values()]);
  await db.run(`
    DELETE FROM message_name WHERE concat(mailbox, ' ', message_key) IN (SELECT concat(mailbox, ' ', message_key) FROM given_name);
    INSERT INTO message_name SELECT * REPLACE (has_attachments = 'true' AS has_attachments) FROM given_name;
    DROP TABLE given_name`);
}

function rowOf(name: MessageName, mailbox: string, key: string, by: string, at: string): (string | null)[] {
  if (mailbox === '' || key === '') throw new PulledError('A name needs a mailbox and a message id');
  return [
    bounded(mailbox, LONGEST_TEXT),
    bounded(key, LONGEST_TEXT),
    name.state,
    maybeBounded(name.subject, LONGEST_TEXT),
    maybeBounded(name.sender, LONGEST_TEXT),
    maybeBounded(name.receivedAt, 40),
    name.hasAttachments === null ? null : String(name.hasAttachments),
    maybeBounded(name.sensitivity, 40),
    maybeBounded(name.why, LONGEST_TEXT),
    by,
    at,
  ];
}

interface NameRow {
  mailbox: string;
  message_key: string;
  state: MessageName['state'];
  subject: string | null;
  sender: string | null;
  received_at: string | null;
  has_attachments: boolean | null;
  sensitivity: string | null;
  why: string | null;
}

/** Looks names up by mailbox and message id, with or without brackets. */
export interface Names {
  of(mailbox: string, messageId: string | null): Named | undefined;
}

/** The names of some messages: pairs of a mailbox and an InternetMessageId or item id. */
export async function namesOf(
  db: Database,
  messages: readonly { mailbox: string; messageId: string | null }[],
): Promise<Names> {
  const found = new Map<string, Named>();
  const keys = new Set(
    messages.flatMap(({ messageId }) => (messageId === null ? [] : messageKey(messageId))),
  );
  if (keys.size > 0 && (await anyNamed(db))) {
    const rows = await db.rows<NameRow>(
      `SELECT * FROM message_name WHERE message_key IN (${[...keys].map(literal).join(', ')})`,
    );
    for (const row of rows) found.set(`${row.mailbox} ${row.message_key}`, named(row));
  }
  return {
    of: (mailbox, messageId) =>
      messageId === null ? undefined : found.get(`${mailbox.toLowerCase()} ${messageKey(messageId)}`),
  };
}

async function anyNamed(db: Database): Promise<boolean> {
  return (await db.one<{ n: number }>('SELECT count(*) AS n FROM message_name')).n > 0;
}

function named(row: NameRow): Named {
  return {
    state: row.state,
    subject: row.subject,
    sender: row.sender,
    receivedAt: row.received_at,
    hasAttachments: row.has_attachments,
    sensitivity: row.sensitivity,
    why: row.why,
  };
}

export interface UnnamedQuery {
  mailbox: string | null;
  /** null: confirmed and suspected together */
  scope: ExposureScope | null;
  /** those that could not be asked for last time, too */
  failed: boolean;
}

/**
 * Exposed messages that nobody has asked their mailbox about: those that exposed records name; of mailboxes that are
 * exposed entire, every message on record.
 */
export async function pageUnnamed(
  db: Database,
  query: UnnamedQuery,
  offset: number,
  limit: number,
): Promise<{ items: UnnamedMessage[]; total: number }> {
  const sql = unnamed(query);
  const rows = await db.rows<{
    mailbox: string;
    internet_message_id: string | null;
    item_id: string | null;
    immutable_id: string | null;
    subject: string | null;
  }>(`${sql} ORDER BY u.mailbox, u.first_s, u.message LIMIT ${limit} OFFSET ${offset}`);
  const { n } = await db.one<{ n: number }>(`SELECT count(*) AS n FROM (${sql}) c`);
  return {
    items: rows.map((row) => ({
      mailbox: row.mailbox,
      messageId: row.internet_message_id,
      itemId: row.item_id,
      immutableId: row.immutable_id,
      subject: row.subject,
    })),
    total: n,
  };
}

function unnamed({ mailbox, scope, failed }: UnnamedQuery): string {
  const ofScope = scope === null ? '' : `AND e.scope = ${literal(scope)}`;
  const exposed =
    scope === 'recorded'
      ? ''
      : `AND (m.record_no IN (SELECT record_no FROM exposed_record e WHERE 1 = 1 ${ofScope})
          OR m.mailbox IN (SELECT mailbox FROM exposed_mailbox e WHERE verdict = 'entire-mailbox' ${ofScope}))`;
  return `
    SELECT u.* FROM (
      SELECT m.mailbox, i.message, min(i.internet_message_id) AS internet_message_id, min(i.item_id) AS item_id,
        min(i.immutable_id) AS immutable_id,
        max(i.subject) AS subject, min(m.at_s) AS first_s
      FROM access_item i JOIN mail_access m ON m.record_no = i.record_no
      WHERE m.access = 'bind' AND i.message IS NOT NULL ${mailbox === null ? '' : `AND m.mailbox = ${literal(mailbox)}`} ${exposed}
      GROUP BY m.mailbox, i.message
    ) u LEFT JOIN message_name n ON n.mailbox = u.mailbox
      AND n.message_key = coalesce(replace(replace(lower(u.internet_message_id), '<', ''), '>', ''), lower(u.item_id))
    WHERE n.mailbox IS NULL ${failed ? "OR n.state = 'failed'" : ''}`;
}
