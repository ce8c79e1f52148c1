/** Whether Mailtrail can do its work: the engine answers, the data folder takes writes, and the lock is held. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../analysis/engine/engine.ts';
import { isLocked } from './store/lock.ts';

export interface Readiness {
  ready: boolean;
  engine: boolean;
  dataFolder: boolean;
  lock: boolean;
}

export interface ReadinessOptions {
  engine: Pick<Engine, 'cases'>;
  dataFolder: string;
  /** milliseconds a check may take before it counts as failed */
  patience?: number;
  /** milliseconds an answer is given again: whoever asks often costs nothing */
  keep?: number;
}

const PATIENCE_MS = 5_000;
const KEEP_MS = 5_000;

export function watchReadiness(options: ReadinessOptions): () => Promise<Readiness> {
  const { engine, dataFolder, patience = PATIENCE_MS, keep = KEEP_MS } = options;
  let last: { answer: Promise<Readiness>; until: number } | null = null;

  async function look(): Promise<Readiness> {
    const [answers, takesWrites, isHeld] = await Promise.all([
      holds(engine.cases(), patience),
      holds(write(dataFolder), patience),
      holds(isLocked(dataFolder), patience),
    ]);
    const ready = answers && takesWrites && isHeld;
    return { ready, engine: answers, dataFolder: takesWrites, lock: isHeld };
  }

  return () => {
    if (last === null || performance.now() >= last.until) {
      const answer = look();
      last = { answer, until: Number.POSITIVE_INFINITY };
      const current = last;
      void answer.then(() => {
        current.until = performance.now() + keep;
      });
    }
    return last.answer;
  };
}

/** True when it came to something other than false in time. */
async function holds(check: Promise<unknown>, patience: number): Promise<boolean> {
  const late = new AbortController();
  try {
    const tooLate = sleep(patience, false, { signal: late.signal });
    tooLate.catch(() => undefined);
    return (await Promise.race([check, tooLate])) !== false;
  } catch {
    return false;
  } finally {
    late.abort();
    // What comes after the answer was given is of no interest.
    check.catch(() => undefined);
  }
}

/** A byte on the disk: rights alone do not show that a disk is full. */
async function write(folder: string): Promise<void> {
  const path = join(folder, '.ready');
  await writeFile(path, '.', { mode: 0o600 });
  await rm(path, { force: true });
}
