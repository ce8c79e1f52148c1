/**
 * What messages of a mailbox are called, from their ids as the log recorded them (graph.md B1, Message resolution
 * pitfalls). Mail.ReadBasic.All is enough: no body, preview or attachment is asked for. Sensitivity is no property of
 * a message in v1.0, so it is read from the header that says it.
 */
import { z } from 'zod';
import { type BatchAnswer, type BatchGet, type BatchOptions, getAll } from './batch.ts';
import type { Graph } from './graph.ts';
import { odataString, pathPart } from './odata.ts';

export interface MessageAsked {
  /** InternetMessageId as it was recorded */
  messageId: string | null;
  itemId: string | null;
}

export interface MessageAnswer {
  state: 'found' | 'not-found' | 'several' | 'failed';
  /** where there are several, what follows is given as far as all of them say the same */
  subject: string | null;
  /** mail address */
  sender: string | null;
  /** ISO time, UTC */
  receivedAt: string | null;
  hasAttachments: boolean | null;
  /** as the message's header says it, or the name of its label */
  sensitivity: string | null;
  /** for people; null where there is nothing to say */
  why: string | null;
}

export interface MessagesRead {
  /** in the order they were asked for */
  answers: MessageAnswer[];
  requestIds: string[];
}

/** RFC 5322 2.1.1: no line is longer, and an id is on one line. */
const LONGEST_MESSAGE_ID = 998;
/** Ids of Exchange have some 150 characters; one far longer is none. */
const LONGEST_ITEM_ID = 1_024;
const MOST_COPIES = 10;
const LONGEST_TEXT = 1_000;
const SELECT =
  'id,internetMessageId,subject,sender,from,receivedDateTime,sentDateTime,hasAttachments,internetMessageHeaders';
const IMMUTABLE = { Prefer: 'IdType="ImmutableId"' };

const address = z.object({ emailAddress: z.object({ address: z.string().nullish() }).nullish() }).nullish();
const message = z.looseObject({
  id: z.string(),
  subject: z.string().nullish(),
  sender: address,
  from: address,
  receivedDateTime: z.iso.datetime().nullish().catch(null),
  hasAttachments: z.boolean().nullish(),
  internetMessageHeaders: z
    .array(z.object({ name: z.string(), value: z.string() }))
    .nullish()
    .catch(null),
});
const messages = z.object({ value: z.array(message), '@odata.nextLink': z.string().nullish() });
const failure = z.object({ error: z.object({ code: z.string() }) });

type Message = z.infer<typeof message>;

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
  const requestIds: string[] = [];

  async function ask(indexes: readonly number[], callOf: (one: MessageAsked) => BatchGet | null) {
    const calls = indexes.flatMap((index) => {
      const call = callOf(asked[index] ?? NOTHING);
      return call === null ? [] : [{ index, call }];
    });
    const result = await getAll(
      graph,
      calls.map(({ call }) => call),
      { ...options, use: 'messages', atOnce: 1 },
    );
    requestIds.push(...result.requestIds);
    for (const [at, { index }] of calls.entries()) {
      const given = result.answers[at];
      if (given) answers[index] = better(answers[index], answerOf(given, asked[index]?.itemId ?? null));
    }
  }

  const user = `/users/${pathPart(mailbox)}/messages`;
  const all = [...asked.keys()];
  await ask(all, ({ messageId }) => byMessageId(user, messageId));
  const unfound = all.filter((index) => !['found', 'several'].includes(answers[index]?.state ?? ''));
  const another = unfound.filter((index) => !aboutMailbox(answers[index]));
  await ask(another, ({ itemId }) => byItemId(user, itemId));
  return { answers, requestIds };
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

function answerOf({ status, body }: BatchAnswer, itemId: string | null): MessageAnswer {
  if (status !== 200) return refusal(status, failure.safeParse(body).data?.error.code ?? '');
  const list = messages.safeParse(body);
  if (list.success) return fromList(list.data, itemId);
  const one = message.safeParse(body);
  return one.success
    ? { state: 'found', ...wordsOf(one.data), why: null }
    : failed('the answer could not be read');
}

function fromList(
  { value, '@odata.nextLink': next }: z.infer<typeof messages>,
  itemId: string | null,
): MessageAnswer {
  const [first, ...others] = value;
  if (first === undefined) return NOT_FOUND;
  if (others.length === 0) return { state: 'found', ...wordsOf(first), why: null };
  // Ids are asked for in the form that does not change, which is that of the record: it tells the copies apart.
  const recorded = value.filter(({ id }) => itemId !== null && inPlainForm(id) === inPlainForm(itemId));
  const [meant] = recorded;
  if (meant !== undefined && recorded.length === 1) return { state: 'found', ...wordsOf(meant), why: null };
  const many = next ? `${value.length} or more` : String(value.length);
  return {
    state: 'several',
    ...shared(value.map(wordsOf)),
    why: `${many} messages of the mailbox carry this Message-ID; the log does not say which of them was read`,
  };
}

function inPlainForm(id: string): string {
  return id.replaceAll('-', '+').replaceAll('_', '/');
}

const NOT_FOUND: MessageAnswer = {
  ...failed(
    'not in the mailbox under this id: it was deleted, moved to an archive or purged, or Exchange gave it another id',
  ),
  state: 'not-found',
};

/** Codes as Exchange and Graph write them; how they are spelled is not documented, so the status decides where none fits. */
function refusal(status: number, code: string): MessageAnswer {
  if (status === 404 && /item.*not.*found|ErrorItemNotFound/i.test(code)) return NOT_FOUND;
  if (status === 404) return failed(NO_MAILBOX);
  if (status === 403) return failed(REFUSED);
  if (status === 400) return failed('Microsoft Graph does not take the id that was recorded');
  if (status === 429) return failed('the mailbox was throttled until the time was over');
  return failed(
    status === 0 ? 'Microsoft Graph left it without an answer' : `Microsoft Graph had a fault (${status})`,
  );
}

const NO_MAILBOX =
  'this tenant has no such mailbox that Graph reaches: it belongs elsewhere, was deleted, or is on a server of your own';
const REFUSED =
  'Microsoft Graph refused it: Mail.ReadBasic.All is missing, or an access policy keeps Mailtrail out of this mailbox';

/** Asking for the same message in another way would say the same. */
function aboutMailbox(answer: MessageAnswer | undefined): boolean {
  return answer?.why === NO_MAILBOX || answer?.why === REFUSED;
}

/** A second look that finds nothing says no more than the first. */
function better(before: MessageAnswer | undefined, now: MessageAnswer): MessageAnswer {
  if (before === undefined || before.state === 'failed') return now;
  if (now.state !== 'found') return before;
  return { ...now, why: 'found by its item id: in the mailbox its Message-ID is another now' };
}

type Words = Omit<MessageAnswer, 'state' | 'why'>;
const NO_WORDS: Words = {
  subject: null,
  sender: null,
  receivedAt: null,
  hasAttachments: null,
  sensitivity: null,
};

function failed(why: string): MessageAnswer {
  return { state: 'failed', ...NO_WORDS, why };
}

function wordsOf(one: Message): Words {
  const text = (value: string | null | undefined) => value?.slice(0, LONGEST_TEXT) ?? null;
  const sender = one.sender?.emailAddress?.address ?? one.from?.emailAddress?.address;
  return {
    subject: text(one.subject),
    sender: text(sender),
    receivedAt: one.receivedDateTime ?? null,
    hasAttachments: one.hasAttachments ?? null,
    sensitivity: text(sensitivityOf(one)),
  };
}

/** The name of its label (header msip_labels), else what RFC 4021's header Sensitivity says. */
function sensitivityOf({ internetMessageHeaders }: Message): string | null {
  const header = (wanted: string) =>
    internetMessageHeaders?.find(({ name }) => name.toLowerCase() === wanted)?.value;
  const [, label] = /MSIP_Label_[0-9a-f-]+_Name=([^;]+)/i.exec(header('msip_labels') ?? '') ?? [];
  return label?.trim() ?? header('sensitivity')?.trim() ?? null;
}

/** As far as all say the same. */
function shared(all: readonly Words[]): Words {
  const [first = NO_WORDS, ...others] = all;
  const same = <K extends keyof Words>(key: K): Words[K] | null =>
    others.every((one) => one[key] === first[key]) ? first[key] : null;
  return {
    subject: same('subject'),
    sender: same('sender'),
    receivedAt: same('receivedAt'),
    hasAttachments: same('hasAttachments'),
    sensitivity: same('sensitivity'),
  };
}
