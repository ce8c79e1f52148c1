/** Long work: queued, shown while it runs, cancellable. A job belongs to the conversation that started it. */
import { randomUUID } from 'node:crypto';
import PQueue from 'p-queue';
import { EngineError } from '../../analysis/engine/engine.ts';
import type { Progress } from '../../analysis/sections.ts';
import { type RenderedCard, renderCard } from '../../cards/index.ts';
import type { JobOutcome } from '../metrics.ts';
import { isFault, problemCard } from '../problems.ts';
import type { Store } from '../store/index.ts';
import type { AnalysisOrder, Caller, ExportOrder, Place, Sender } from '../turn.ts';
import { type AnalysisTools, analysisTask } from './analysis.ts';
import { type ExportTools, exportTask } from './export.ts';
import { type LiveCard, postLiveCard } from './live-card.ts';
import type { Outcome, Task } from './task.ts';

export interface Jobs {
  /** Queues an analysis and posts its card. @returns when the card is posted, long before the analysis ends */
  analyze(order: AnalysisOrder, place: Place, by: Caller): Promise<void>;
  /** Queues an export and posts its card, as above. */
  export(order: ExportOrder, place: Place, by: Caller): Promise<void>;
  /** @returns whose it is; null when no such job runs or waits in this conversation */
  ownerOf(jobId: string, place: Place): Caller | null;
  /** False when no such job runs or waits in this conversation. */
  cancel(jobId: string, place: Place, caller: Caller): boolean;
  /** @param own only what the caller started. @returns how many were cancelled */
  cancelAllOf(place: Place, caller: Caller, own: boolean): number;
  load(): { running: number; waiting: number };
  /** Says on the cards of jobs that a crash ended that they were stopped. */
  settle(): Promise<void>;
  /** Stops everything, says so on the cards, and waits for that. */
  close(): Promise<void>;
}

export interface JobsOptions extends AnalysisTools, ExportTools {
  sender: Sender;
  store: Store;
  onFault(error: unknown, doing: string): void;
  /** told when a job ended, with the seconds it ran */
  onEnd?(outcome: JobOutcome, seconds: number): void;
  /** least milliseconds between two edits of a card */
  pause?: number;
}

export type { OfferedExport } from './export.ts';

interface Job {
  id: string;
  task: Task;
  place: Place;
  by: Caller;
  /** its card still says that another one is running */
  waited: boolean;
  running: boolean;
  stop: AbortController;
  stoppedBy: string | null;
  card: LiveCard;
}

export function createJobs(options: JobsOptions): Jobs {
  const { sender, store, onFault } = options;
  // One of a kind at a time: two analyses at once are slower than one after the other. Exports do not wait for them.
  const queues = { analysis: new PQueue({ concurrency: 1 }), export: new PQueue({ concurrency: 1 }) };
  const jobs = new Map<string, Job>();
  /** queued or running, also those whose card is not posted yet */
  const unfinished = { analysis: 0, export: 0 };
  /** results on their way to a conversation */
  const sending = new Set<Promise<void>>();

  async function start(task: Task, place: Place, by: Caller): Promise<void> {
    const id = randomUUID();
    const waited = unfinished[task.kind] > 0;
    unfinished[task.kind] += 1;
    const card = await postLiveCard(
      sender,
      place,
      progressCard(id, task, waited ? null : beginning(task)),
      (error) => onFault(error, 'sending progress'),
      options.pause,
    ).catch((error) => {
      unfinished[task.kind] -= 1;
      throw error;
    });
    const job: Job = {
      id,
      task,
      place,
      by,
      waited,
      running: false,
      stop: new AbortController(),
      stoppedBy: null,
      card,
    };
    jobs.set(id, job);
    // A job that still waits is over at once, not when its turn comes.
    job.stop.signal.addEventListener('abort', () => {
      if (job.running) return;
      options.onEnd?.('cancelled', 0);
      void finish(job, { cards: [cancelledCard(job)] });
    });
    await noted(job);
    queues[task.kind].add(() => run(job)).catch((error) => onFault(error, 'running a job'));
  }

  /** So that after a crash its card does not say for ever that it runs. */
  async function noted({ id, card, place, task }: Job): Promise<void> {
    const { messageId } = card;
    if (messageId === null) return;
    const { files, what = null, adds } = task.subject;
    await store.change((draft) => {
      draft.jobs[id] = { place, messageId, files, what, adds };
    });
  }

  async function run(job: Job): Promise<void> {
    if (job.stop.signal.aborted) return;
    job.running = true;
    const outcome = await outcomeOf(job);
    // Not waited for: where Teams is slow to take the result, the next job can begin.
    void finish(job, outcome);
  }

  async function finish(job: Job, outcome: Outcome): Promise<void> {
    jobs.delete(job.id);
    unfinished[job.task.kind] -= 1;
    const sent = sendLast(job, outcome);
    sending.add(sent);
    await sent;
    sending.delete(sent);
  }

  async function sendLast(
    { id, card, place, stop }: Job,
    { cards: [last, ...more], offer }: Outcome,
  ): Promise<void> {
    try {
      await card.finish(last);
      for (const one of more) await sender.post(place, one);
      if (offer) await sender.offer(place, offer);
    } catch (error) {
      onFault(error, 'sending the result of a job');
      // That it was stopped can still be said at the next start.
      if (stop.signal.aborted) return;
    }
    await store
      .change((draft) => {
        delete draft.jobs[id];
      })
      .catch((error) => onFault(error, 'noting the end of a job'));
  }

  async function outcomeOf(job: Job): Promise<Outcome> {
    const begun = performance.now();
    const ended = (outcome: JobOutcome) => options.onEnd?.(outcome, (performance.now() - begun) / 1_000);
    const { id, task, stop, card, waited } = job;
    const onProgress = (progress: Progress) => card.show(() => progressCard(id, task, progress));
    try {
      if (waited) onProgress(beginning(task));
      const outcome = await task.run(id, onProgress, stop.signal);
      ended('done');
      return outcome;
    } catch (error) {
      ended(stop.signal.aborted ? 'cancelled' : 'failed');
      if (stop.signal.aborted) return { cards: [cancelledCard(job)] };
      if (isFault(error)) onFault(error, task.kind === 'export' ? 'exporting' : 'analysing');
      return { cards: [problemCard(error)] };
    }
  }

  function cancelJob(job: Job, by: string | null): void {
    job.stoppedBy = by;
    job.stop.abort(new EngineError('cancelled', 'It was cancelled'));
  }

  const at = (place: Place) => (job: Job) => job.place.conversationId === place.conversationId;
  const find = (jobId: string, place: Place) =>
    [...jobs.values()].filter(at(place)).find((job) => job.id === jobId);

  return {
    analyze: (order, place, by) => start(analysisTask(order, place, by, options), place, by),
    export: (order, place, by) => start(exportTask(order, by, options), place, by),
    ownerOf: (jobId, place) => find(jobId, place)?.by ?? null,
    cancel(jobId, place, caller) {
      const job = find(jobId, place);
      if (!job) return false;
      cancelJob(job, caller.name);
      return true;
    },
    cancelAllOf(place, caller, own) {
      const mine = ({ by }: Job) => !own || by.objectId === caller.objectId;
      const here = [...jobs.values()].filter(at(place)).filter(mine);
      for (const job of here) cancelJob(job, caller.name);
      return here.length;
    },
    load() {
      const running = [...jobs.values()].filter((job) => job.running).length;
      return { running, waiting: jobs.size - running };
    },
    async settle() {
      for (const [id, { place, messageId, files, what, adds }] of Object.entries(store.read().jobs)) {
        if (jobs.has(id)) continue;
        const card = renderCard('cancelled', { files, what: what ?? undefined, adds, by: null });
        try {
          await sender.update(place, messageId, card).catch(() => sender.post(place, card));
        } catch (error) {
          onFault(error, 'saying that a job was stopped');
        }
        await store.change((draft) => {
          delete draft.jobs[id];
        });
      }
    },
    async close() {
      for (const job of jobs.values()) cancelJob(job, null);
      await Promise.all([queues.analysis.onIdle(), queues.export.onIdle()]);
      await Promise.all(sending);
    },
  };
}

function progressCard(jobId: string, { subject }: Task, progress: Progress | null): RenderedCard {
  return renderCard('progress', { jobId, ...subject, progress });
}

/** Before the first bytes are read. */
function beginning({ kind, subject: { files } }: Task): Progress {
  if (kind === 'export') return { stage: 'analysing', step: 'collecting what belongs in it' };
  const [input = ''] = files;
  return { stage: 'reading', input, member: null, bytesRead: 0, bytesTotal: 0, secondsLeft: null };
}

function cancelledCard({ task, stoppedBy }: Job): RenderedCard {
  return renderCard('cancelled', { ...task.subject, by: stoppedBy });
}
