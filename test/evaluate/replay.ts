/** How much log an attack takes until it is found: the analysis run on logs that end so and so long after it began. */
import type { AttackLabel } from '../../analysis/simulator/index.ts';
import { rank } from './judge.ts';
import type { AttackOutcome } from './outcome.ts';

export const REPLAY_MINUTES = [2, 5, 10, 20, 40, 90, 240, 480, 1440, 2880, 5760, 10_080];

/**
 * @param analyse what the log up to that time (milliseconds since 1970) gives
 * @returns the least of REPLAY_MINUTES after which the attack is found at its label's severity, null when none is
 *   enough; the steps are searched by halves, as more log should not lose what less had found
 */
export async function replay(
  label: AttackLabel,
  analyse: (until: number) => Promise<AttackOutcome>,
): Promise<number | null> {
  const began = Date.parse(label.from);
  let [low, high] = [0, REPLAY_MINUTES.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const minutes = REPLAY_MINUTES[middle] ?? 0;
    const { severity } = await analyse(began + minutes * 60_000);
    if (severity !== null && rank(severity) >= rank(label.severity)) high = middle;
    else low = middle + 1;
  }
  return REPLAY_MINUTES[low] ?? null;
}
