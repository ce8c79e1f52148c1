/** What the parts of a hunt work with. */
import type PQueue from 'p-queue';
import type { Engine } from '../../../analysis/engine/engine.ts';
import { GraphError } from '../../graph/graph.ts';
import type { Store } from '../../store/index.ts';
import type { Caller, Place } from '../../turn.ts';
import type { Tenant } from '../tenant.ts';
import type { Allowance } from './allowance.ts';
import type { Hunt, HuntQuery, Missing, Part } from './state.ts';

export interface Limits {
  /** audit queries at once; Purview says ten for a person (graph.md B2), others search too */
  inFlight: number;
  /** audit queries submitted in 24 hours; Microsoft takes 200 */
  perDay: number;
  /** records of one query, where Microsoft does not say itself that there were more */
  mostRecords: number;
  /** milliseconds; after that a hunt is given up */
  deadline: number;
  /** milliseconds before the first look at a query, and at most between two */
  firstPoll: number;
  longestPoll: number;
  /** milliseconds before something that failed is tried again; longer each time */
  pause: number;
  /** milliseconds one call to Graph may take, the waits it is told included */
  within: number;
}

export const LIMITS: Limits = {
  inFlight: 4,
  perDay: 180,
  mostRecords: 1_000_000,
  deadline: 12 * 3_600_000,
  firstPoll: 10_000,
  longestPoll: 60_000,
  pause: 5_000,
  within: 15 * 60_000,
};

export interface HuntTools {
  tenant: Tenant;
  store: Store;
  engine: Engine;
  allowance: Allowance;
  /** queries in flight, of all hunts */
  slots: PQueue;
  /** Defender answers at once and has a quota of its own: it does not wait behind audit queries of hours */
  defender: PQueue;
  /** one window is read at a time: all its ids are in memory */
  reading: PQueue;
  /** one file is given to the engine at a time: the first one makes the case */
  ingesting: PQueue;
  limits: Limits;
  /** records on their way into a case */
  folder: string;
  /** told of a new case before anything of it is shown */
  onMade(caseId: string, by: Caller, place: Place): Promise<void>;
  now(): Date;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** One hunt while it runs. */
export interface Run {
  tools: HuntTools;
  huntId: string;
  signal: AbortSignal;
  /** it was begun by an earlier start of the bot */
  resumed: boolean;
  /** told after each change that a card may show */
  onChange(): void;
}

export function huntOf({ tools, huntId }: Run): Hunt {
  const hunt = tools.store.read().hunt.hunts[huntId];
  if (hunt === undefined) throw new Error(`There is no hunt ${huntId}`);
  return hunt;
}

/** Writes down a change of the hunt; it counts once it is on the disk. */
export async function note(run: Run, change: (hunt: Hunt) => void): Promise<void> {
  await run.tools.store.change((draft) => {
    const hunt = draft.hunt.hunts[run.huntId];
    if (hunt !== undefined) change(hunt);
  });
  run.onChange();
}

export function notePart(run: Run, partId: string, change: (part: Part) => void): Promise<void> {
  return note(run, (hunt) => {
    const part = hunt.parts.find(({ id }) => id === partId);
    if (part !== undefined) change(part);
  });
}

export function noteQuery(run: Run, name: string, change: Partial<HuntQuery>): Promise<void> {
  return note(run, (hunt) => {
    const query = hunt.parts.flatMap(({ queries }) => queries).find((one) => one.name === name);
    if (query !== undefined) Object.assign(query, change);
  });
}

export function missingOf({ from, to }: Pick<Part, 'from' | 'to'>, why: string): Missing {
  return { from, to, why };
}

export function isOver(run: Run): boolean {
  return run.tools.now().getTime() >= Date.parse(huntOf(run).deadline);
}

/** Whatever is asked, Graph would say the same. */
export function isRefused({ status, code }: GraphError): boolean {
  return code !== 'too-late' && [401, 403].includes(status);
}

/** The same asked again, Graph would say the same. */
export function isFinal(error: GraphError): boolean {
  return isRefused(error) || (error.code !== 'too-late' && error.status === 400);
}

/** This version of Graph, or this cloud, does not have it. */
export function isAbsent(error: unknown): boolean {
  return error instanceof GraphError && [404, 501].includes(error.status);
}
