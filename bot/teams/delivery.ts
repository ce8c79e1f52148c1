/** Sends alerts: one try each, without the SDK's own retries, so that what is still to be sent is known on the disk. */
import { type Activity, type BotFrameworkAdapter, MessageFactory, TeamsInfo, TurnContext } from 'botbuilder';
import type { Person } from '../../cards/index.ts';
import { type Delivery, DeliveryError, type Hitch, type Sent } from '../alerts/delivery.ts';
import type { Config } from '../config.ts';
import type { Place } from '../turn.ts';
import type { Adapter } from './adapter.ts';
import { refuseServiceUrl } from './gate.ts';
import { messageWith, referenceTo } from './sender.ts';
import { plainLine } from './text.ts';

/** Longer than Teams takes on a bad day; after that it may have arrived or not. */
const ANSWERS_WITHIN_MS = 60_000;

/** Taken as "not accepted, try again" by the documentation (teams-platform.md 1.7); 401 and 500 may be mended. */
const LATER = new Set([401, 408, 412, 425, 429, 500, 502, 503, 504]);
/** Nothing was sent at all. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** teams-platform.md 1.6 */
const REMOVED = new Set([
  'BotNotInConversationRoster',
  'BotDisabledByAdmin',
  'ConversationBlockedByUser',
  'ConversationNotFound',
]);

type ConnectorClient = ReturnType<BotFrameworkAdapter['createConnectorClient']>;

export function createDelivery(
  adapter: Adapter,
  config: Config,
  answersWithin = ANSWERS_WITHIN_MS,
): Delivery {
  async function trying<T>(
    place: Place,
    editing: boolean,
    send: (context: TurnContext, connector: ConnectorClient) => Promise<T>,
  ): Promise<T> {
    const refusal = refuseServiceUrl(place.serviceUrl, config);
    if (refusal !== null) throw new DeliveryError('refused', `Nothing is sent: ${refusal}`);
    let result: { value: T } | undefined;
    let failed: unknown;
    try {
      await adapter.continueConversationAsync(adapter.appId, referenceTo(place), async (context) => {
        const connector = withoutRetries(context);
        try {
          result = { value: await send(context, connector) };
        } catch (error) {
          failed = error;
        }
      });
    } catch (error) {
      // Before anything was sent: a token that could not be had, for instance.
      throw new DeliveryError('later', reasonOf(error));
    }
    if (result) return result.value;
    throw hitchOf(failed, editing);
  }

  return {
    root: (place, card) =>
      trying(place, false, async (_context, connector) => {
        const activity = addressed(messageWith(card), place);
        const conversationId = channelOf(place);
        if (place.scope !== 'channel') {
          const { id } = await connector.conversations.sendToConversation(conversationId, activity, {
            timeout: answersWithin,
          });
          return sentAs(conversationId, id);
        }
        const made = await connector.conversations.createConversation(
          {
            isGroup: true,
            bot: place.bot,
            channelData: { channel: { id: conversationId } },
            ...(place.tenantId === null ? {} : { tenantId: place.tenantId }),
            activity,
          } as never,
          { timeout: answersWithin },
        );
        return sentAs(made.id, made.activityId ?? made.id?.split(';messageid=')[1]);
      }),
    edit: (place, { conversationId, messageId }, card) =>
      trying(place, true, async (_context, connector) => {
        const activity = { ...addressed(messageWith(card), place), id: messageId };
        await connector.conversations.updateActivity(conversationId, messageId, activity, {
          timeout: answersWithin,
        });
      }),
    reply: (place, { conversationId, messageId }, words, mention) =>
      trying(place, false, async (context, connector) => {
        const activity = addressed(await mentioning(context, words, mention), place);
        const options = { timeout: answersWithin };
        if (place.scope !== 'channel') {
          await connector.conversations.sendToConversation(conversationId, activity, options);
          return;
        }
        const thread = conversationId.includes(';messageid=')
          ? conversationId
          : `${conversationId};messageid=${messageId}`;
        await connector.conversations.sendToConversation(thread, activity, options);
      }),
  };
}

/** The SDK ignores its own option for this; the client is of this turn alone. */
function withoutRetries({ turnState, adapter }: TurnContext): ConnectorClient {
  const connector = turnState.get<ConnectorClient>(adapter.ConnectorClientKey);
  const { client } = connector as unknown as {
    client: { pipeline: { removePolicy(which: { phase: 'Retry' }): unknown[] } };
  };
  if (client.pipeline.removePolicy({ phase: 'Retry' }).length === 0) {
    throw new Error('The SDK has no retries to take out: it changed, and sends would be repeated unseen');
  }
  return connector;
}

function addressed(message: Partial<Activity>, place: Place): Activity {
  return TurnContext.applyConversationReference(message, referenceTo(place)) as Activity;
}

function channelOf({ conversationId }: Place): string {
  return conversationId.replace(/;messageid=.*$/, '');
}

function sentAs(conversationId: string | undefined, messageId: string | undefined): Sent {
  // Without an id it can never be edited, but it is there: an edit will find nothing and post anew.
  return { conversationId: conversationId ?? '', messageId: messageId ?? '' };
}

/** Whoever is not found (left, renamed) is not mentioned; the words are owed all the same. */
async function mentioning(
  context: TurnContext,
  words: string,
  person: Person | null,
): Promise<Partial<Activity>> {
  const account =
    person === null ? null : await TeamsInfo.getMember(context, person.objectId).catch(() => null);
  if (account === null) return MessageFactory.text(words, words);
  // The name is chosen by people, and chat text is Markdown and markup.
  const name =
    plainLine(account.name ?? '')
      .replace(/[^\p{L}\p{N} .'-]/gu, '')
      .slice(0, 80) || 'you';
  const text = `<at>${name}</at> ${words}`;
  return {
    ...MessageFactory.text(text, words),
    entities: [{ type: 'mention', text: `<at>${name}</at>`, mentioned: { id: account.id, name } }],
  };
}

interface ServiceError {
  statusCode?: number;
  code?: string;
  body?: { error?: { code?: string } };
  details?: { error?: { code?: string } };
  response?: { headers?: { get?(name: string): string | undefined }; bodyAsText?: string };
}

function hitchOf(error: unknown, editing: boolean): DeliveryError {
  const { statusCode: status, response, code } = error as ServiceError;
  const words = reasonOf(error);
  if (status === undefined) {
    return new DeliveryError(code !== undefined && NOT_CONNECTED.has(code) ? 'later' : 'doubt', words);
  }
  if (LATER.has(status))
    return new DeliveryError('later', words, waitOf(response?.headers?.get?.('retry-after')));
  return new DeliveryError(lasting(status, codeOf(error as ServiceError), editing), words);
}

function lasting(status: number, code: string, editing: boolean): Hitch {
  if (REMOVED.has(code)) return 'removed';
  if (editing) return status === 403 || status === 404 || status === 405 ? 'gone' : 'refused';
  return status === 403 || status === 404 ? 'removed' : 'refused';
}

function codeOf({ body, details, response }: ServiceError): string {
  const known = body?.error?.code ?? details?.error?.code;
  if (known !== undefined) return known;
  return /"code"\s*:\s*"(\w+)"/.exec(response?.bodyAsText ?? '')?.[1] ?? '';
}

/** Seconds, or a date; in milliseconds. */
function waitOf(header: string | undefined): number | null {
  if (header === undefined || header.trim() === '') return null;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : null;
}

/** For the log and the audit trail: which answer, never what was sent. */
function reasonOf(error: unknown): string {
  const { statusCode, code } = error as ServiceError;
  const answered = statusCode === undefined ? null : `the service answered ${statusCode}`;
  const named = codeOf(error as ServiceError) || code;
  return [answered ?? 'no answer came', named].filter(Boolean).join(', ');
}
