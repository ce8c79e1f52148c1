/** What an answer about a message says, in the words of the product: found, not found, several, failed. */
import { z } from 'zod';
import type { BatchAnswer } from './batch.ts';

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

const LONGEST_TEXT = 1_000;

const address = z.object({ emailAddress: z.object({ address: z.string().nullish() }).nullish() }).nullish();
const message = z.looseObject({
  id: z.string(),
  internetMessageId: z.string().nullish(),
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

type Words = Omit<MessageAnswer, 'state' | 'why'>;
const NO_WORDS: Words = {
  subject: null,
  sender: null,
  receivedAt: null,
  hasAttachments: null,
  sensitivity: null,
};

/** @param asked the ids it was asked for by */
export function answerOf(
  { status, body }: BatchAnswer,
  asked: { messageId: string | null; itemId: string | null },
): MessageAnswer {
  if (status !== 200) return refusal(status, failure.safeParse(body).data?.error.code ?? '');
  const list = messages.safeParse(body);
  if (list.success) return fromList(list.data, asked);
  const one = message.safeParse(body);
  return one.success
    ? { state: 'found', ...wordsOf(one.data), why: null }
    : failed('the answer could not be read');
}

function fromList(
  { value: given, '@odata.nextLink': next }: z.infer<typeof messages>,
  { messageId, itemId }: { messageId: string | null; itemId: string | null },
): MessageAnswer {
  // A service that does not understand a filter may answer as if there were none.
  const value = given.filter(({ internetMessageId: id }) => id == null || bare(id) === bare(messageId ?? ''));
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

function bare(messageId: string): string {
  return messageId.replace(/^<|>$/g, '').toLowerCase();
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
export function aboutMailbox(answer: MessageAnswer | undefined): boolean {
  return answer?.why === NO_MAILBOX || answer?.why === REFUSED;
}

/** A second look that finds nothing says no more than the first. */
export function better(before: MessageAnswer | undefined, now: MessageAnswer): MessageAnswer {
  if (before === undefined || before.state === 'failed') return now;
  if (now.state !== 'found') return before;
  return { ...now, why: 'found by its item id: in the mailbox its Message-ID is another now' };
}

export function failed(why: string): MessageAnswer {
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
