/**
 * Counts for Prometheus. Labels are fixed words of ours: no name, address, file or case ever becomes one, so the
 * numbers tell nothing about whom an investigation concerns.
 */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** request: not even read; activity: from elsewhere than Teams or another tenant; token: not signed for this bot */
const REFUSALS = ['request', 'activity', 'token', 'person', 'metrics'] as const;
export type Refusal = (typeof REFUSALS)[number];
const OUTCOMES = ['done', 'failed', 'cancelled'] as const;
export type JobOutcome = (typeof OUTCOMES)[number];
const TURNS = ['command', 'file', 'action', 'joined', 'left'] as const;

export interface Metrics {
  turn(kind: (typeof TURNS)[number]): void;
  refused(what: Refusal): void;
  jobEnded(outcome: JobOutcome, seconds: number): void;
  engineStopped(): void;
  /** @param read jobs that run and that wait, asked whenever the numbers are */
  watchJobs(read: () => { running: number; waiting: number }): void;
  /** in the text format of Prometheus */
  text(): Promise<{ contentType: string; body: string }>;
}

/** From a file of a few records to one of millions. */
const SECONDS = [1, 5, 15, 60, 300, 900, 3_600];

export function createMetrics(version: string): Metrics {
  // One registry per bot: a process may start several, as tests do.
  const registry = new Registry();
  const registers = [registry];
  const turns = new Counter({
    name: 'mailtrail_turns_total',
    help: 'Commands, files, buttons and joinings that were handled',
    labelNames: ['kind'],
    registers,
  });
  const refused = new Counter({
    name: 'mailtrail_refused_total',
    help: 'What was refused: before it was read, by tenant, by token, by role, or for want of the metrics token',
    labelNames: ['what'],
    registers,
  });
  const jobs = new Counter({
    name: 'mailtrail_jobs_total',
    help: 'Analyses and exports that ended',
    labelNames: ['outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'mailtrail_job_seconds',
    help: 'Seconds an analysis or export ran, without the time it waited',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers,
  });
  const engineStops = new Counter({
    name: 'mailtrail_engine_stops_total',
    help: 'Times the engine process ended by itself and had to be started again',
    registers,
  });
  let readJobs = () => ({ running: 0, waiting: 0 });
  new Gauge({
    name: 'mailtrail_jobs',
    help: 'Analyses and exports that run and that wait',
    labelNames: ['state'],
    registers,
    collect() {
      const { running, waiting } = readJobs();
      this.set({ state: 'running' }, running);
      this.set({ state: 'waiting' }, waiting);
    },
  });
  new Gauge({ name: 'mailtrail_info', help: 'The version', labelNames: ['version'], registers }).set(
    { version },
    1,
  );
  // A counter that is not there looks like one that was never asked for: alerts need the zero.
  for (const kind of TURNS) turns.inc({ kind }, 0);
  for (const what of REFUSALS) refused.inc({ what }, 0);
  for (const outcome of OUTCOMES) jobs.inc({ outcome }, 0);

  return {
    turn: (kind) => turns.inc({ kind }),
    refused: (what) => refused.inc({ what }),
    jobEnded(outcome, seconds) {
      jobs.inc({ outcome });
      durations.observe({ outcome }, seconds);
    },
    engineStopped: () => engineStops.inc(),
    watchJobs(read) {
      readJobs = read;
    },
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
