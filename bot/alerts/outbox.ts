/**
 * Sends what is queued: one conversation at a time in its order, each try noted on the disk before and after. What
 * the service does not take now is tried again for as long as it takes; what it may have taken is not sent twice.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../../analysis/engine/engine.ts';
import type { Person, RenderedCard } from '../../cards/index.ts';
import type { Store } from '../store/index.ts';
import type { Place } from '../turn.ts';
import { type Delivery, DeliveryError, type Sent } from './delivery.ts';
import type { Audience, Item, Post } from './state.ts';
import { settleDoubt } from './tell.ts';

export interface OutboxOptions {
  store: Store;
  delivery: Delivery;
  /** The card of a post as it is to look now. @throws EngineError */
  draw(audience: Audience, id: string, post: Post): Promise<RenderedCard>;
  /** @returns null when nothing is to be sent after all */
  drawDaily(audience: Audience): Promise<{ card: RenderedCard; sent(draft: Audience): void } | null>;
  /** whom a rise is for */
  ownerOf(caseId: string, findingId: string): Person | null;
  /** the conversation cannot be reached any more */
  onRemoved(key: string, why: string): Promise<void>;
  onFault(error: unknown, doing: string): void;
  now(): Date;
  timing: OutboxTiming;
}

/** milliseconds */
export interface OutboxTiming {
  /** between two sends into one conversation (teams-platform.md 1.7: 60 in 30 s, 1,800 an hour) */
  pause: number;
  /** before the first further try; it doubles each time */
  firstRetry: number;
  longestRetry: number;
}

export interface Outbox {
  /** Sends what waits for a conversation, unless that is being done already. */
  wake(key: string): void;
  /** Ends after the send that is under way. */
  close(): Promise<void>;
}

/** A message that cannot be edited for this many tries is posted anew. */
const MOST_EDIT_TRIES = 8;

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, delivery, timing } = options;
  const pumps = new Map<string, Promise<void>>();
  const closing = new AbortController();

  function wake(key: string): void {
    if (pumps.has(key) || closing.signal.aborted) return;
    const pump = empty(key)
      .catch(async (error) => {
        // Nothing could be noted (a full disk): not at once again, and nothing is sent that cannot be noted.
        options.onFault(error, 'noting what was sent');
        await pause(timing.longestRetry);
      })
      .finally(() => {
        pumps.delete(key);
        // Something may have been queued between the last look and here.
        if (next(key) !== null) wake(key);
      });
    pumps.set(key, pump);
  }

  function next(key: string): Item | null {
    const audience = store.read().audiences[key];
    return audience === undefined || audience.removed !== null ? null : (audience.outbox[0] ?? null);
  }

  async function empty(key: string): Promise<void> {
    for (let item = next(key); item !== null; item = next(key)) {
      const wait = Date.parse(item.notBefore) - options.now().getTime();
      if (wait > 0) await pause(wait);
      if (closing.signal.aborted) return;
      const sent = await attempt(key, item);
      if (sent) await pause(timing.pause);
      if (closing.signal.aborted) return;
    }
  }

  const pause = (ms: number) => sleep(ms, undefined, { signal: closing.signal }).catch(() => undefined);

  /** @returns whether the service was asked */
  async function attempt(key: string, item: Item): Promise<boolean> {
    try {
      return await send(key, item);
    } catch (error) {
      await failed(key, item, error);
      return true;
    }
  }

  async function send(key: string, item: Item): Promise<boolean> {
    const audience = store.read().audiences[key];
    if (!audience) return false;
    const place = placeNow(key, audience);
    const id = item.post ?? '';
    const post = audience.posts[id];
    if (item.does === 'daily') return await sendDaily(key, item, audience, place);
    if (!post) return await done(key, item);
    if (item.does === 'root') {
      const card = await options.draw(audience, id, post);
      await begin(key, item);
      const message = await delivery.root(place, card);
      return await arrived(key, item, (draft) => sentAs(draft.posts[id], message, card));
    }
    // Without a message there is nothing to edit, and nothing to answer to.
    if (!post.message) return await done(key, item);
    if (item.does === 'edit') {
      const card = await options.draw(audience, id, post);
      if (hashOf(card) === post.shown) return await done(key, item);
      await delivery.edit(place, post.message, card);
      return await arrived(key, item, (draft) => sentAs(draft.posts[id], post.message, card));
    }
    await begin(key, item);
    const owner = item.finding === null ? null : options.ownerOf(post.caseId, item.finding);
    await delivery.reply(place, post.message, item.words, owner);
    return await arrived(key, item);
  }

  async function sendDaily(key: string, item: Item, audience: Audience, place: Place): Promise<boolean> {
    const daily = await options.drawDaily(audience);
    if (daily === null) return await done(key, item);
    await begin(key, item);
    await delivery.root(place, daily.card);
    return await arrived(key, item, daily.sent);
  }

  /** On the disk before anything is sent: after a crash it is known what may have arrived. */
  async function begin(key: string, item: Item): Promise<void> {
    await changeItem(key, item, (one) => {
      one.state = 'sending';
    });
  }

  async function done(key: string, item: Item, note?: (draft: Audience) => void): Promise<false> {
    await store.change((draft) => {
      const audience = draft.audiences[key];
      if (!audience) return;
      audience.outbox = audience.outbox.filter(({ id }) => id !== item.id);
      note?.(audience);
    });
    return false;
  }

  /** @throws DeliveryError doubt when it cannot be noted: from here on nobody knows that it arrived */
  async function arrived(key: string, item: Item, note?: (draft: Audience) => void): Promise<true> {
    try {
      await done(key, item, note);
      return true;
    } catch (error) {
      options.onFault(error, 'noting what was sent');
      throw new DeliveryError('doubt', 'it could not be noted that it was sent');
    }
  }

  async function changeItem(key: string, item: Item, change: (one: Item) => void): Promise<void> {
    await store.change((draft) => {
      const found = draft.audiences[key]?.outbox.find(({ id }) => id === item.id);
      if (found) change(found);
    });
  }

  async function failed(key: string, item: Item, error: unknown): Promise<void> {
    if (error instanceof EngineError && error.code === 'no-such-case') {
      await done(key, item);
      return;
    }
    if (!(error instanceof DeliveryError)) {
      options.onFault(error, 'drawing an alert');
      return await later(key, item, null);
    }
    switch (error.hitch) {
      case 'later':
        if (item.does === 'edit' && item.tries + 1 >= MOST_EDIT_TRIES) return await anew(key, item);
        return await later(key, item, error.after);
      case 'doubt':
        if (item.does === 'edit') return await later(key, item, null);
        return await doubted(key, item);
      case 'gone':
        return await anew(key, item);
      case 'removed':
        return await options.onRemoved(key, error.message);
      case 'refused':
        options.onFault(error, `sending an alert (${item.does})`);
        return await refused(key, item, error.message);
    }
  }

  async function later(key: string, item: Item, after: number | null): Promise<void> {
    const doubling = Math.min(timing.longestRetry, timing.firstRetry * 2 ** Math.min(item.tries, 20));
    // Jitter, so that many conversations refused at once do not come back at once; never before the service said.
    const wait =
      after === null ? doubling * (0.5 + Math.random()) : after + timing.firstRetry * Math.random();
    await changeItem(key, item, (one) => {
      Object.assign(one, { state: 'waiting', tries: one.tries + 1 });
      one.notBefore = new Date(options.now().getTime() + Math.ceil(wait)).toISOString();
    });
  }

  async function doubted(key: string, item: Item): Promise<void> {
    await store.change((draft) => {
      const audience = draft.audiences[key];
      const found = audience?.outbox.find(({ id }) => id === item.id);
      if (!audience || !found) return;
      found.tries += 1;
      found.notBefore = new Date(options.now().getTime() + timing.firstRetry).toISOString();
      settleDoubt(audience, found);
    });
  }

  /** The message was deleted or cannot be edited: what it should show is posted once more. */
  async function anew(key: string, item: Item): Promise<void> {
    await store.change((draft) => {
      const audience = draft.audiences[key];
      const found = audience?.outbox.find(({ id }) => id === item.id);
      const post = audience?.posts[item.post ?? ''];
      if (!found || !post) return;
      Object.assign(post, { message: null, shown: null });
      Object.assign(found, { does: 'root', state: 'waiting', tries: 0, notBefore: '' });
    });
  }

  async function refused(key: string, item: Item, why: string): Promise<void> {
    await done(key, item, (draft) => {
      draft.refused = { count: draft.refused.count + 1, why };
    });
  }

  /** Teams may move a conversation: every turn there tells where it is. */
  function placeNow(key: string, { place }: Audience): Place {
    const known = store.read().conversations[key]?.place ?? place;
    return { ...known, conversationId: key };
  }

  return {
    wake,
    async close() {
      closing.abort();
      await Promise.all(pumps.values());
    },
  };
}

function sentAs(post: Post | undefined, message: Sent | null, card: RenderedCard): void {
  if (post) Object.assign(post, { message, shown: hashOf(card), inDoubt: false });
}

export function hashOf({ card }: RenderedCard): string {
  return createHash('sha256').update(JSON.stringify(card)).digest('hex').slice(0, 32);
}
