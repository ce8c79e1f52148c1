/** The card of a running job: posted at once, edited in place, never more often than people can read. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RenderedCard } from '../../cards/index.ts';
import type { Place, Sender } from '../turn.ts';

/** Teams takes 60 sends in 30 s per conversation (teams-platform.md 1.7); this leaves room for answers. */
const LEAST_PAUSE_MS = 1_500;

export interface LiveCard {
  /** of the first card; null when the service gave none */
  readonly messageId: string | null;
  /** Shows the newest of what was given, when the pause is over; older ones are skipped. */
  show(draw: () => RenderedCard): void;
  /** The last state; nothing follows it. @returns when it is sent */
  finish(card: RenderedCard): Promise<void>;
}

/**
 * @param onFailed told of sends that did not work; a progress that is lost is not worth more
 * @throws Error when not even the first card can be posted
 */
export async function postLiveCard(
  sender: Sender,
  place: Place,
  first: RenderedCard,
  onFailed: (error: unknown) => void,
  pause = LEAST_PAUSE_MS,
): Promise<LiveCard> {
  return takeUpCard(sender, place, await sender.post(place, first), onFailed, pause);
}

/**
 * A card that was posted before, such as by an earlier start of the bot.
 * @param posted id of its message; null when the service gave none: the next state is posted anew
 */
export function takeUpCard(
  sender: Sender,
  place: Place,
  posted: string | null,
  onFailed: (error: unknown) => void,
  pause = LEAST_PAUSE_MS,
): LiveCard {
  let messageId = posted;
  let newest: (() => RenderedCard) | null = null;
  let editing: Promise<void> | null = null;
  const over = new AbortController();

  async function put(card: RenderedCard): Promise<void> {
    if (messageId !== null) {
      try {
        return await sender.update(place, messageId, card);
      } catch (error) {
        onFailed(error);
      }
    }
    messageId = await sender.post(place, card);
  }

  async function edit(): Promise<void> {
    while (newest !== null && !over.signal.aborted) {
      const draw = newest;
      newest = null;
      await put(draw());
      await sleep(pause, undefined, { signal: over.signal }).catch(() => undefined);
    }
  }

  return {
    messageId: posted,
    show(draw) {
      newest = draw;
      if (over.signal.aborted || editing !== null) return;
      editing = edit()
        .catch(onFailed)
        .finally(() => {
          editing = null;
        });
    },
    async finish(card) {
      over.abort();
      newest = null;
      await editing;
      await put(card);
    },
  };
}
