/** How fast a service may be asked, where it throttles without saying for how long (graph.md B3: sign-ins). */
import type { Clock } from './patience.ts';

export interface Pace {
  /** Resolves when the next request may be sent. @throws the signal's reason */
  turn(signal?: AbortSignal): Promise<void>;
}

/** @param most requests in any stretch of `per` milliseconds; all that share the limit must share the pace */
export function createPace(most: number, per: number, clock: Clock): Pace {
  /** when each of the last few was, or will be, sent */
  const turns: number[] = [];
  return {
    async turn(signal) {
      const before = turns.length < most ? Number.NEGATIVE_INFINITY : (turns.at(-most) ?? 0);
      const at = Math.max(clock.now(), before + per);
      turns.push(at);
      if (turns.length > most) turns.shift();
      const pause = at - clock.now();
      if (pause > 0) await clock.wait(pause, signal);
      signal?.throwIfAborted();
    },
  };
}
