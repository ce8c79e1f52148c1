/**
 * What messages of a mailbox are called, from their ids as the log recorded them (graph.md B1, Message resolution
 * pitfalls). Mail.ReadBasic.All is enough: no body, preview or attachment is asked for. Sensitivity is no property of
 * a message in v1.0, so it is read from the header that says it.
 */
import { type BatchGet, type BatchOptions, getAll } from './batch.ts';
import type { Graph } from './graph.ts';
import { aboutMailbox, answerOf, better, failed, type MessageAnswer } from './message-answer.ts';
import { odataString, pathPart } from './odata.ts';

export type { MessageAnswer } from './message-answer.ts';

export interface MessageAsked {
  /** InternetMessageId as it was recorded */
  messageId: string | null;
  itemId: string | null;
}

export interface MessagesRead {
  /** in the order they were asked for */
  answers: MessageAnswer[];
  requestIds: string[];
  /** why nothing of this mailbox can be read at all; null when something could */
  closed: string | null;
}

/** RFC 5322 2.1.1: no line is longer, and an id is on one line. */
const LONGEST_MESSAGE_ID = 998;
/** Ids of Exchange have some 150 characters; one far longer is none. */
const LONGEST_ITEM_ID = 1_024;
const MOST_COPIES = 10;
const SELECT =
  'id,internetMessageId,subject,sender,from,receivedDateTime,sentDateTime,hasAttachments,internetMessageHeaders';
const IMMUTABLE = { Prefer: 'IdType="ImmutableId"' };

/**
 * Asks a mailbox for messages, 20 in a request, one request after the other: more than four calls at once about one
 * mailbox are refused. What is not found by its Message-ID is looked for by its item id, since Exchange rewrites some.
 * @throws GraphError when Graph refuses the requests as a whole; the signal's reason
 */
export async function readMessages(
  graph: Graph,
  mailbox: string,
  asked: readonly MessageAsked[],
  options: Omit<BatchOptions, 'use' | 'atOnce'>,
): Promise<MessagesRead> {
  const answers: MessageAnswer[] = asked.map(unaskable);
  const requestIds = options.requestIds ?? [];

  async function ask(indexes: readonly number[], callOf: (one: MessageAsked) => BatchGet | null) {
    const calls = indexes.flatMap((index) => {
      const call = callOf(asked[index] ?? NOTHING);
      return call === null ? [] : [{ index, call }];
    });
    const result = await getAll(
      graph,
      calls.map(({ call }) => call),
      { ...options, requestIds, use: 'messages', atOnce: 1 },
    );
    for (const [at, { index }] of calls.entries()) {
      const given = result.answers[at];
      if (given) answers[index] = better(answers[index], answerOf(given, asked[index] ?? NOTHING));
    }
  }

  const user = `/users/${pathPart(mailbox)}/messages`;
  const all = [...asked.keys()];
  await ask(all, ({ messageId }) => byMessageId(user, messageId));
  const unfound = all.filter((index) => !['found', 'several'].includes(answers[index]?.state ?? ''));
  const another = unfound.filter((index) => !aboutMailbox(answers[index]));
  await ask(another, ({ itemId }) => byItemId(user, itemId));
  const closed = answers.length > 0 && answers.every(aboutMailbox) ? (answers[0]?.why ?? null) : null;
  return { answers, requestIds, closed };
}

const NOTHING: MessageAsked = { messageId: null, itemId: null };

function byMessageId(user: string, id: string | null): BatchGet | null {
  if (id === null || !isMessageId(id)) return null;
  // Some exports lose the brackets, which are part of what Exchange compares.
  const bracketed = /^<.*>$/s.test(id) ? id : `<${id.replace(/^<|>$/g, '')}>`;
  const query = {
    $filter: `internetMessageId eq ${odataString(bracketed)}`,
    $select: SELECT,
    $top: MOST_COPIES,
  };
  return { path: user, query, headers: IMMUTABLE };
}

function byItemId(user: string, id: string | null): BatchGet | null {
  if (id === null || !isItemId(id)) return null;
  // Records write ids in plain base64, addresses in the form for addresses.
  const inAddress = id.replaceAll('+', '-').replaceAll('/', '_');
  return { path: `${user}/${pathPart(inAddress)}`, query: { $select: SELECT }, headers: IMMUTABLE };
}

function isMessageId(id: string): boolean {
  return id.length > 0 && id.length <= LONGEST_MESSAGE_ID && !/[\p{Cc}\p{Cs}]/u.test(id);
}

function isItemId(id: string): boolean {
  return id.length <= LONGEST_ITEM_ID && /^[\w+/=-]+$/.test(id);
}

/** What is said of a message as long as it was not asked for. */
function unaskable({ messageId, itemId }: MessageAsked): MessageAnswer {
  if (messageId === null && itemId === null) return failed('the log names it by no id');
  if (messageId !== null && messageId.length > LONGEST_MESSAGE_ID) {
    return failed('its Message-ID is longer than one can be, so it was not asked for');
  }
  return failed('its id is none that Exchange gives, so it was not asked for');
}
