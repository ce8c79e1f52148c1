/** How something reaches a conversation without being asked. bot/teams/ does it; each call is one try. */
import type { Person, RenderedCard } from '../../cards/index.ts';
import type { Place } from '../turn.ts';

/** A message that was sent. */
export interface Sent {
  /** in a channel, that of its thread */
  conversationId: string;
  messageId: string;
}

export interface Delivery {
  /** A message of its own; in a channel the first of a new thread. @throws DeliveryError */
  root(place: Place, card: RenderedCard): Promise<Sent>;
  /** @throws DeliveryError */
  edit(place: Place, sent: Sent, card: RenderedCard): Promise<void>;
  /**
   * Fixed words below a message, in a group chat after it.
   * @param mention whom it is for; left out when Teams does not find them
   * @throws DeliveryError
   */
  reply(place: Place, sent: Sent, words: string, mention: Person | null): Promise<void>;
}

/**
 * Why something did not arrive, in terms of what to do.
 * - later: it was not taken; try again, not before `after` milliseconds where the service said so
 * - doubt: no answer came; it may have arrived
 * - removed: the bot is not in the conversation, or that is gone
 * - gone: the message to edit is not there
 * - refused: it will never be taken as it is
 */
export type Hitch = 'later' | 'doubt' | 'removed' | 'gone' | 'refused';

export class DeliveryError extends Error {
  readonly hitch: Hitch;
  readonly after: number | null;
  constructor(hitch: Hitch, words: string, after: number | null = null) {
    super(words);
    this.name = 'DeliveryError';
    this.hitch = hitch;
    this.after = after;
  }
}
