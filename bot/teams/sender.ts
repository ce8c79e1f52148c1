/** Sends cards and words: in order per conversation, patiently where Teams asks for patience. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Activity, CardFactory, MessageFactory, type TurnContext } from 'botbuilder';
import PQueue from 'p-queue';
import type { RenderedCard } from '../../cards/index.ts';
import type { Config } from '../config.ts';
import type { Place, Sender } from '../turn.ts';
import type { Adapter } from './adapter.ts';
import { refuseServiceUrl } from './gate.ts';

const MOST_TRIES = 6;
const FIRST_PAUSE_MS = 1_000;

export interface SenderOptions {
  /** the first pause after a refusal; it doubles each time */
  firstPause?: number;
}

export function createSender(adapter: Adapter, config: Config, options: SenderOptions = {}): Sender {
  const queues = new Map<string, PQueue>();

  /** One send at a time per conversation (teams-platform.md 1.7). */
  async function inOrder<T>(place: Place, send: () => Promise<T>): Promise<T> {
    const queue = queues.get(place.conversationId) ?? new PQueue({ concurrency: 1 });
    queues.set(place.conversationId, queue);
    try {
      return (await queue.add(() => patiently(send, options.firstPause ?? FIRST_PAUSE_MS))) as T;
    } finally {
      if (queue.size + queue.pending === 0) queues.delete(place.conversationId);
    }
  }

  async function within<T>(place: Place, send: (context: TurnContext) => Promise<T>): Promise<T> {
    // Also for places read back from the disk: the bot's token goes to this address.
    const refusal = refuseServiceUrl(place.serviceUrl, config);
    if (refusal !== null) throw new Error(`Nothing is sent: ${refusal}`);
    return inOrder(place, async () => {
      let result: { value: T } | undefined;
      await adapter.continueConversationAsync(adapter.appId, referenceTo(place), async (context) => {
        result = { value: await send(context) };
      });
      if (!result) throw new Error('The adapter did not run the turn');
      return result.value;
    });
  }

  async function edit(place: Place, messageId: string, activity: Partial<Activity>): Promise<void> {
    await within(place, (context) => context.updateActivity({ ...activity, id: messageId }));
  }

  return {
    async post(place, card) {
      const sent = await within(place, (context) => context.sendActivity(messageWith(card)));
      return sent?.id ? sent.id : null;
    },
    async offer(place, { file, about, context: acceptContext }) {
      const content = {
        description: about,
        sizeInBytes: file.bytes,
        acceptContext,
        declineContext: acceptContext,
      };
      const contentType = 'application/vnd.microsoft.teams.card.file.consent';
      const asking = MessageFactory.attachment({ contentType, name: file.name, content });
      await within(place, (context) => context.sendActivity(asking));
    },
    async handOver(place, { name, contentUrl, uniqueId, fileType }) {
      const contentType = 'application/vnd.microsoft.teams.card.file.info';
      const content = { uniqueId, fileType };
      const shown = MessageFactory.attachment({ contentType, name, contentUrl, content });
      await within(place, (context) => context.sendActivity(shown));
    },
    update: (place, messageId, card) => edit(place, messageId, messageWith(card)),
    close: (place, messageId, words) => edit(place, messageId, MessageFactory.text(words)),
    async say(place, words) {
      await within(place, (context) => context.sendActivity(MessageFactory.text(words, words)));
    },
  };
}

/** The summary is what notifications and the chat list show; without it they say "Sent a card". */
export function messageWith({ card, summary }: RenderedCard): Partial<Activity> {
  const message = MessageFactory.attachment(CardFactory.adaptiveCard(card));
  return { ...message, summary };
}

/** What the SDK needs to speak in a conversation. */
export function referenceTo({ conversationId, scope, serviceUrl, tenantId, bot }: Place) {
  return {
    channelId: 'msteams',
    serviceUrl,
    bot,
    conversation: {
      id: conversationId,
      conversationType: scope,
      isGroup: scope !== 'personal',
      name: '',
      ...(tenantId === null ? {} : { tenantId }),
    },
  };
}

/** The SDK waits for 429 with Retry-After and 5xx by itself, not for 429 without it and 412 (teams-platform.md 1.7). */
async function patiently<T>(send: () => Promise<T>, firstPause: number): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await send();
    } catch (error) {
      const status = (error as { statusCode?: number }).statusCode;
      if (tries === MOST_TRIES || (status !== 429 && status !== 412)) throw error;
      await sleep(firstPause * 2 ** (tries - 1) * (0.5 + Math.random()));
    }
  }
}
