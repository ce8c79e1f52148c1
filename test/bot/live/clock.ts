/** A clock that is turned by waiting: pauses take no time, and are counted. */
import type { Clock } from '../../../bot/graph/patience.ts';

export function turnedClock(start = Date.parse('2026-06-01T00:00:00Z')): Clock & { turn(ms: number): void } {
  let at = start;
  return {
    now: () => at,
    async wait(ms, signal) {
      signal?.throwIfAborted();
      at += ms;
    },
    turn(ms) {
      at += ms;
    },
  };
}
