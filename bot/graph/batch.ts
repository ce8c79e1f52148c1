/**
 * Up to 20 calls in one request (graph.md B3). Graph evaluates each alone: the whole is answered 200 while some of it
 * is throttled, in any order, and a throttled one carries its own Retry-After. Calls about one mailbox are run four at
 * a time by Outlook itself, so such batches go one after the other.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Graph, GraphError } from './graph.ts';
import { addressOf } from './odata.ts';
import { type Clock, realClock } from './patience.ts';
import type { Use } from './permissions.ts';

export interface BatchGet {
  /** below the version, its parts encoded: /users/ana%40contoso.com/messages */
  path: string;
  /** values as they are meant; they are encoded here */
  query?: Readonly<Record<string, string | number>>;
  headers?: Readonly<Record<string, string>>;
}

export interface BatchAnswer {
  /** HTTP status; 0 when Graph left the call without an answer until the time was over */
  status: number;
  /** unchecked */
  body: unknown;
}

export interface BatchOptions {
  use: Use;
  signal?: AbortSignal;
  /** milliseconds in which all must end; default ten minutes. What is throttled until then is given as it is: 429 */
  within?: number;
  /** batches under way at once; default 1, which is right for calls about one mailbox */
  atOnce?: number;
  /** told after each batch how many calls have their answer */
  onAnswered?(answered: number): void;
  /** milliseconds of the first pause where Graph does not say how long; it grows with each try */
  firstPause?: number;
  clock?: Clock;
  /** filled while requests are sent, so that they are known whatever comes of them */
  requestIds?: string[];
}

export interface BatchResult {
  /** in the order of the calls */
  answers: BatchAnswer[];
  /** what these requests may be recorded by: Graph's ids of the batches, and ours of the calls in them */
  requestIds: string[];
}

const MOST_PER_BATCH = 20;
const MOST_FAULTS = 5;
const LONGEST_PAUSE_MS = 60_000;
const FAULTS = [0, 500, 502, 503, 504];

const shape = z.object({
  responses: z.array(
    z.object({
      id: z.coerce.string(),
      status: z.number().int(),
      headers: z.record(z.string(), z.coerce.string()).nullish(),
      body: z.unknown().optional(),
    }),
  ),
});
type Inner = z.infer<typeof shape>['responses'][number];

interface Waiting {
  index: number;
  call: BatchGet;
  /** times it was answered with a fault */
  faults: number;
}

/** @throws GraphError when a batch as a whole is refused; what one call meets is in its answer */
export async function getAll(
  graph: Graph,
  calls: readonly BatchGet[],
  options: BatchOptions,
): Promise<BatchResult> {
  const { signal, firstPause = 1_000, clock = realClock } = options;
  const deadline = clock.now() + (options.within ?? 600_000);
  const answers = calls.map((): BatchAnswer => ({ status: 0, body: null }));
  const requestIds = options.requestIds ?? [];
  const queue = calls.map((call, index): Waiting => ({ index, call, faults: 0 }));
  let answered = 0;
  let [pauses, resumeAt] = [0, 0];

  async function work(): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      const part = queue.splice(0, MOST_PER_BATCH);
      if (part.length === 0) return;
      const pause = Math.min(resumeAt, deadline) - clock.now();
      if (pause > 0) await clock.wait(pause, signal);
      if (clock.now() >= deadline) return;
      queue.push(...(await send(part)));
      options.onAnswered?.(answered);
    }
  }

  /** @returns what must be asked again */
  async function send(part: readonly Waiting[]): Promise<Waiting[]> {
    const requests = part.map(({ index, call }) => {
      const id = randomUUID();
      requestIds.push(id);
      const headers = { ...call.headers, 'client-request-id': id };
      return { id: String(index), method: 'GET', url: addressOf(call.path, call.query), headers };
    });
    const within = Math.max(1, deadline - clock.now());
    const answer = await graph.post(
      '/$batch',
      { requests },
      { use: options.use, signal, within, repeat: true },
    );
    if (answer.requestId !== null) requestIds.push(answer.requestId);
    const parsed = shape.safeParse(answer.body);
    if (!parsed.success) {
      throw new GraphError(
        'Microsoft Graph answered a batch with something else',
        200,
        'malformed',
        answer.requestId,
      );
    }
    const byId = new Map(parsed.data.responses.map((one) => [one.id, one]));
    const again = part.filter((one) => !settle(one, byId.get(String(one.index))));
    pauses = again.length === 0 ? 0 : pauses + 1;
    return again;
  }

  /** Takes the answer of one call. False when it must be asked again. */
  function settle(one: Waiting, given: Inner | undefined): boolean {
    const status = given?.status ?? 0;
    answers[one.index] = { status, body: given?.body ?? null };
    if (FAULTS.includes(status)) one.faults += 1;
    const again = status === 429 || (FAULTS.includes(status) && one.faults < MOST_FAULTS);
    if (!again) {
      answered += 1;
      return true;
    }
    const asked = secondsOf(given?.headers);
    const own = Math.min(LONGEST_PAUSE_MS, firstPause * 2 ** Math.min(pauses, 10));
    // No seconds at all would ask in a circle until the time is over.
    resumeAt = Math.max(resumeAt, clock.now() + (asked * 1_000 || own));
    return false;
  }

  // A worker that finds nothing left may end while another still gets calls back: that one goes on with them.
  await Promise.all(Array.from({ length: options.atOnce ?? 1 }, work));
  return { answers, requestIds };
}

/** 0 when it is not said in seconds; names of headers come in any case */
function secondsOf(headers: Inner['headers']): number {
  const [, value = ''] = Object.entries(headers ?? {}).find(([name]) => /^retry-after$/i.test(name)) ?? [];
  return /^\d{1,6}$/.test(value.trim()) ? Number(value) : 0;
}
