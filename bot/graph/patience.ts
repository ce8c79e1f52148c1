/** How long and how often something is tried again. */
import { GraphError } from './graph.ts';
import type { Use } from './permissions.ts';

/** Time, which tests turn themselves. */
export interface Clock {
  /** milliseconds */
  now(): number;
  /** @throws the signal's reason */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
  now: () => Date.now(),
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal?.addEventListener('abort', stop, { once: true });
    }),
};

/** A try that failed, and whether it may be made again. */
export class Setback extends Error {
  constructor(
    /** what is told when it stays so */
    readonly error: GraphError,
    /** 'throttled': nothing was done, as often as time allows. 'fault': it may have been done. 'final': it stays so. */
    readonly kind: 'throttled' | 'fault' | 'final',
    /** milliseconds Microsoft asks to wait; null when it does not say */
    readonly after: number | null = null,
  ) {
    super(error.message, { cause: error });
  }
}

export interface Patience {
  use: Use;
  clock: Clock;
  /** milliseconds in which it must end, waits included */
  within: number;
  /** doing it twice does no harm */
  repeat: boolean;
  /** milliseconds; doubled from one pause to the next */
  firstPause: number;
  signal?: AbortSignal;
}

/** After the first: faults of a service that stay are told, not waited out. */
const MOST_REPEATS = 4;
const LONGEST_PAUSE_MS = 60_000;

/**
 * @param attempt throws Setback for what may be tried again
 * @throws GraphError; the signal's reason when it was told to stop
 */
export async function patiently<T>(
  patience: Patience,
  attempt: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { clock, within, signal } = patience;
  const deadline = clock.now() + within;
  let faults = 0;
  let throttled = 0;
  for (;;) {
    signal?.throwIfAborted();
    const left = deadline - clock.now();
    if (left <= 0) throw tooLate(patience);
    const setback = await once(patience, left, attempt);
    if (!(setback instanceof Setback)) return setback.value;
    if (setback.kind === 'throttled') throttled++;
    else if (setback.kind === 'final' || !patience.repeat || ++faults > MOST_REPEATS) throw setback.error;
    // Told to wait no time at all, it would ask in a circle until its own is over.
    const pause =
      setback.after || growing(patience.firstPause, setback.kind === 'fault' ? faults : throttled);
    if (clock.now() + pause >= deadline) throw tooLate(patience, setback);
    await clock.wait(pause, signal);
  }
}

/** One try within the time that is left. */
async function once<T>(
  patience: Patience,
  left: number,
  attempt: (signal: AbortSignal) => Promise<T>,
): Promise<{ value: T } | Setback> {
  const { signal } = patience;
  const own = new AbortController();
  const stop = () => own.abort(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(() => own.abort(tooLate(patience)), left);
  try {
    return { value: await attempt(own.signal) };
  } catch (error) {
    // Whatever broke then broke because of it.
    own.signal.throwIfAborted();
    if (error instanceof Setback) return error;
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** Up to a quarter is left to chance, so that calls throttled together do not come back together. */
function growing(first: number, times: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, first * 2 ** (times - 1));
  return Math.round(pause * (1 + Math.random() / 4));
}

function tooLate({ within, use }: Patience, setback?: Setback): GraphError {
  const time = `${Math.max(1, Math.round(within / 1000))} seconds`;
  if (setback === undefined) {
    return new GraphError(`Microsoft Graph did not answer within ${time}`, 0, 'too-late', null, use);
  }
  const { message, status, requestId } = setback.error;
  const asked =
    setback.after === null
      ? ''
      : `. It asks to wait ${Math.ceil(setback.after / 1000)} seconds before the next try`;
  return new GraphError(
    `${message}${asked}. The ${time} this was given are not enough`,
    status,
    'too-late',
    requestId,
    use,
  );
}
