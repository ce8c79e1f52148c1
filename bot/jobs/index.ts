/** Long work: queued, shown while it runs, cancellable. A job belongs to the conversation that started it. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import PQueue from 'p-queue';
import { type Engine, EngineError } from '../../analysis/engine/engine.ts';
import type { AnalyzeResult, Progress } from '../../analysis/sections.ts';
import { type RenderedCard, renderCard } from '../../cards/index.ts';
import type { JobOutcome } from '../metrics.ts';
import { isFault, problemCard } from '../problems.ts';
import { show } from '../show.ts';
import type { Store } from '../store/index.ts';
import type { AnalysisOrder, Caller, Place, Sender } from '../turn.ts';
import { discard, type Fetching, fetchSource, namesOf } from './fetch.ts';
import { type LiveCard, postLiveCard } from './live-card.ts';

export interface Jobs {
  /** Queues an analysis and posts its card. @returns when the card is posted, long before the analysis ends */
  start(order: AnalysisOrder, place: Place, by: Caller): Promise<void>;
  /** False when no such job runs or waits in this conversation. */
  cancel(jobId: string, place: Place, caller: Caller): boolean;
  /** @returns how many were cancelled */
  cancelAllOf(place: Place, caller: Caller): number;
  load(): { running: number; waiting: number };
  /** Stops everything, says so on the cards, and waits for that. */
  close(): Promise<void>;
}

export interface JobsOptions {
  engine: Engine;
  sender: Sender;
  store: Store;
  /** told of a new case before it is shown: who made it must be in it by then */
  onMade(caseId: string, by: Caller, place: Place): Promise<void>;
  fetching: Fetching;
  onFault(error: unknown, doing: string): void;
  /** told when an analysis ended, with the seconds it ran */
  onEnd?(outcome: JobOutcome, seconds: number): void;
  /** least milliseconds between two edits of a card */
  pause?: number;
}

interface Job {
  id: string;
  order: AnalysisOrder;
  place: Place;
  by: Caller;
  files: string[];
  /** its card still says that another one is running */
  waited: boolean;
  stop: AbortController;
  stoppedBy: string | null;
  card: LiveCard;
}

export function createJobs(options: JobsOptions): Jobs {
  const { engine, sender, store, fetching, onFault } = options;
  // One at a time: DuckDB files have one writer, and two analyses at once are slower than one after the other.
  const queue = new PQueue({ concurrency: 1 });
  const jobs = new Map<string, Job>();

  /** results on their way to a conversation */
  const sending = new Set<Promise<void>>();
  let running: Job | null = null;
  let unfinished = 0;

  async function start(order: AnalysisOrder, place: Place, by: Caller): Promise<void> {
    const id = randomUUID();
    const files = namesOf(order.source);
    const waited = unfinished > 0;
    unfinished += 1;
    const card = await postLiveCard(
      sender,
      place,
      renderCard('progress', { jobId: id, files, progress: waited ? null : beginning(files) }),
      (error) => onFault(error, 'sending progress'),
      options.pause,
    ).catch((error) => {
      unfinished -= 1;
      throw error;
    });
    const job: Job = {
      id,
      order,
      place,
      by,
      files,
      waited,
      stop: new AbortController(),
      stoppedBy: null,
      card,
    };
    jobs.set(id, job);
    // A job that still waits is over at once, not when its turn comes.
    job.stop.signal.addEventListener('abort', () => {
      if (running === job) return;
      options.onEnd?.('cancelled', 0);
      void finish(job, cancelledCard(job));
    });
    queue.add(() => run(job)).catch((error) => onFault(error, 'running a job'));
  }

  async function run(job: Job): Promise<void> {
    if (job.stop.signal.aborted) return;
    running = job;
    const cards = await lastCards(job);
    running = null;
    // Not waited for: where Teams is slow to take the result, the next analysis can begin.
    void finish(job, ...cards);
  }

  async function finish(job: Job, ...cards: [RenderedCard, ...RenderedCard[]]): Promise<void> {
    jobs.delete(job.id);
    unfinished -= 1;
    const sent = sendLast(job, cards);
    sending.add(sent);
    await sent;
    sending.delete(sent);
  }

  async function sendLast(
    { card, place }: Job,
    [last, ...more]: [RenderedCard, ...RenderedCard[]],
  ): Promise<void> {
    try {
      await card.finish(last);
      for (const one of more) await sender.post(place, one);
    } catch (error) {
      onFault(error, 'sending the result of a job');
    }
  }

  async function lastCards(job: Job): Promise<[RenderedCard, ...RenderedCard[]]> {
    try {
      const result = await measured(job);
      if (job.order.caseId === undefined) await options.onMade(result.caseId, job.by, job.place);
      await store.setCurrentCase(job.place, result.caseId);
      const summary = await show(engine, result.caseId, 'summary', {});
      return result.problems.length === 0 ? [summary] : [summary, unusableCard(result)];
    } catch (error) {
      if (job.stop.signal.aborted) return [cancelledCard(job)];
      if (isFault(error)) onFault(error, 'analysing');
      return [problemCard(error)];
    }
  }

  async function measured(job: Job): Promise<AnalyzeResult> {
    const begun = performance.now();
    const ended = (outcome: JobOutcome) => options.onEnd?.(outcome, (performance.now() - begun) / 1_000);
    try {
      const result = await analyse(job);
      ended('done');
      return result;
    } catch (error) {
      ended(job.stop.signal.aborted ? 'cancelled' : 'failed');
      throw error;
    }
  }

  async function analyse({ id, order, files, waited, stop, card }: Job): Promise<AnalyzeResult> {
    const folder = join(fetching.workFolder, id);
    const onProgress = (progress: Progress) =>
      card.show(() => renderCard('progress', { jobId: id, files, progress }));
    try {
      if (waited) onProgress(beginning(files));
      const fetched = await fetchSource(order.source, folder, fetching, stop.signal, onProgress);
      stop.signal.throwIfAborted();
      const request = {
        files: fetched,
        ...(order.caseId === undefined ? { caseName: caseNameOf(order) } : { caseId: order.caseId }),
      };
      return await engine.analyze(request, onProgress, stop.signal);
    } finally {
      await discard(folder);
    }
  }

  function cancelJob(job: Job, by: string | null): void {
    job.stoppedBy = by;
    job.stop.abort(new EngineError('cancelled', 'The analysis was cancelled'));
  }

  return {
    start,
    cancel(jobId, place, caller) {
      const job = jobs.get(jobId);
      if (!job || job.place.conversationId !== place.conversationId) return false;
      cancelJob(job, caller.name);
      return true;
    },
    load: () => ({ running: running === null ? 0 : 1, waiting: jobs.size - (running === null ? 0 : 1) }),
    cancelAllOf(place, caller) {
      const here = [...jobs.values()].filter((job) => job.place.conversationId === place.conversationId);
      for (const job of here) cancelJob(job, caller.name);
      return here.length;
    },
    async close() {
      for (const job of jobs.values()) cancelJob(job, null);
      await queue.onIdle();
      await Promise.all(sending);
    },
  };
}

/** Before the first bytes are read. */
function beginning(files: string[]): Progress {
  const [input = ''] = files;
  return { stage: 'reading', input, member: null, bytesRead: 0, bytesTotal: 0, secondsLeft: null };
}

function cancelledCard({ files, stoppedBy }: Job): RenderedCard {
  return renderCard('cancelled', { files, by: stoppedBy });
}

function unusableCard({ caseId, problems, usable }: AnalyzeResult): RenderedCard {
  return renderCard('problem', {
    what: `${problems.length} of ${problems.length + usable} files gave nothing usable; the case was made from the rest`,
    files: problems,
    todo: ['Export them again as they come out of the tool, and write analyze add with them.'],
    caseId,
  });
}

function caseNameOf({ source, caseName }: AnalysisOrder): string {
  if (caseName !== undefined) return caseName;
  if (source.from === 'sample') return 'sample tenant';
  const [first = 'case'] = namesOf(source);
  return first.replace(/\.(csv|json|jsonl|ndjson|txt|gz|zip)(\.gz)?$/i, '') || 'case';
}
