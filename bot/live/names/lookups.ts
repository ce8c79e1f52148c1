/** Look-ups in the tenant: shown while they run, stopped, and told of when the bot stopped under them. */
import { randomUUID } from 'node:crypto';
import { type CardInputs, type RenderedCard, renderCard } from '../../../cards/index.ts';
import { GraphError } from '../../graph/graph.ts';
import { PERMISSIONS } from '../../graph/permissions.ts';
import { type LiveCard, postLiveCard } from '../../jobs/live-card.ts';
import { isFault, Problem, problemOf } from '../../problems.ts';
import type { Store } from '../../store/index.ts';
import type { Caller, Place, Sender } from '../../turn.ts';

export type Counted = Pick<CardInputs['lookup'], 'done' | 'of' | 'unit'>;

export interface LookupOrder {
  caseId: string;
  /** only one of a key runs at a time */
  key: string;
  /** 'the names of messages of ana@contoso.com' */
  what: string;
  /** the command that goes on with it */
  again: string;
  place: Place;
  by: Caller;
  /** @returns the card of the result @throws GraphError; Problem; the signal's reason */
  run(onProgress: (counted: Counted) => void, signal: AbortSignal): Promise<RenderedCard>;
}

export interface Lookups {
  /** Posts the card and begins. @returns when the card is posted @throws Problem when one of the same key runs */
  begin(order: LookupOrder): Promise<void>;
  /** False when no such look-up runs in this conversation. */
  cancel(lookupId: string, place: Place, caller: Caller): boolean;
  /** Says on the cards of look-ups that a crash ended that they were stopped. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface LookupsOptions {
  store: Store;
  sender: Sender;
  onFault(error: unknown, doing: string): void;
  /** least milliseconds between two edits of a card */
  cardPause?: number;
}

class Stopped extends Error {
  constructor(readonly by: string | null) {
    super('The look-up was stopped');
  }
}

interface Running {
  order: LookupOrder;
  stop: AbortController;
  ended: Promise<void>;
}

export function createLookups({ store, sender, onFault, cardPause }: LookupsOptions): Lookups {
  const running = new Map<string, Running>();
  const keys = new Set<string>();

  async function begin(order: LookupOrder): Promise<void> {
    if (keys.has(order.key)) {
      throw new Problem('That is being looked up already', ['Its card shows how far it is.']);
    }
    keys.add(order.key);
    const id = randomUUID();
    try {
      const first = draw(id, order, { done: 0, of: null, unit: '' }, null);
      const onLost = (error: unknown) => onFault(error, 'sending the progress of a look-up');
      const card = await postLiveCard(sender, order.place, first, onLost, cardPause);
      await noted(id, order, card);
      const stop = new AbortController();
      const ended = lead(id, order, card, stop.signal)
        .catch((error) => onFault(error, 'looking up'))
        .finally(() => {
          running.delete(id);
          keys.delete(order.key);
        });
      running.set(id, { order, stop, ended });
    } catch (error) {
      keys.delete(order.key);
      throw error;
    }
  }

  async function noted(
    id: string,
    { place, what, again }: LookupOrder,
    { messageId }: LiveCard,
  ): Promise<void> {
    if (messageId === null) return;
    await store.change((draft) => {
      draft.lookups[id] = { place, messageId, what, again };
    });
  }

  async function lead(id: string, order: LookupOrder, card: LiveCard, signal: AbortSignal): Promise<void> {
    let latest: Counted = { done: 0, of: null, unit: '' };
    const onProgress = (counted: Counted) => {
      latest = counted;
      card.show(() => draw(id, order, counted, null));
    };
    let last: RenderedCard;
    try {
      last = await order.run(onProgress, signal);
    } catch (error) {
      last = draw(id, order, latest, endOf(error, signal));
    }
    await card.finish(last);
    await store.change((draft) => {
      delete draft.lookups[id];
    });
  }

  function endOf(error: unknown, signal: AbortSignal): NonNullable<CardInputs['lookup']['end']> {
    if (signal.reason instanceof Stopped) return { how: 'stopped', by: signal.reason.by, why: null };
    if (error instanceof GraphError) return { how: 'failed', by: null, why: wordsOf(error) };
    if (isFault(error)) onFault(error, 'looking up');
    return { how: 'failed', by: null, why: problemOf(error).what };
  }

  return {
    begin,
    cancel(lookupId, place, caller) {
      const one = running.get(lookupId);
      if (one?.order.place.conversationId !== place.conversationId) return false;
      one.stop.abort(new Stopped(caller.name));
      return true;
    },
    async settle() {
      for (const [id, { place, messageId, what, again }] of Object.entries(store.read().lookups)) {
        if (running.has(id)) continue;
        const end = { how: 'stopped' as const, by: null, why: null };
        const card = draw(id, { what, again }, { done: 0, of: null, unit: '' }, end);
        try {
          await sender.update(place, messageId, card).catch(() => sender.post(place, card));
        } catch (error) {
          onFault(error, 'saying that a look-up was stopped');
        }
        await store.change((draft) => {
          delete draft.lookups[id];
        });
      }
    },
    async close() {
      const ends = [...running.values()].map(({ stop, ended }) => {
        stop.abort(new Stopped(null));
        return ended;
      });
      await Promise.all(ends);
    },
  };
}

function draw(
  lookupId: string,
  { what, again }: Pick<LookupOrder, 'what' | 'again'>,
  counted: Counted,
  end: CardInputs['lookup']['end'],
): RenderedCard {
  return renderCard('lookup', { lookupId, what, again, ...counted, end });
}

/** The permission is named where that is what is missing. */
export function wordsOf({ message, status, code, use }: GraphError): string {
  if (/NonPremium/i.test(code)) {
    return 'The tenant has no Entra ID P1 or P2: without one, Microsoft gives no sign-ins through Graph';
  }
  const needed = use === null || status !== 403 ? [] : PERMISSIONS[use].map(({ name }) => name);
  return needed.length === 0 ? message : `${message}. It needs ${needed.join(' and ')}`;
}
