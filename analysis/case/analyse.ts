/** What is worked out after ingest or a change of markers: gaps, coverage, contexts, exposure, totals. */
import { buildBaseline, dropBaseline } from '../baseline/index.ts';
import { buildContexts, markUnusual } from '../contexts/contexts.ts';
import { buildLedger } from '../exposure/ledger.ts';
import { applyMarkers } from '../exposure/marking.ts';
import { buildTrusted } from '../exposure/removed.ts';
import { findFindings } from '../findings/run.ts';
import type { Database } from '../store/database.ts';
import { buildCoverage } from '../trust/coverage.ts';
import { findGaps } from '../trust/index.ts';
import { allInputs } from './inputs.ts';
import { buildTotals, readTotals } from './totals.ts';

type Step = (name: string) => void;

export interface AnalysisHooks {
  onStep?: Step;
  signal?: AbortSignal;
}

/** How often a query that goes on is told to stop. */
const TICK_MS = 100;

/**
 * After records were added.
 * @param temporary the case is thrown away, and with it what half an analysis leaves behind: no transaction is needed.
 * DuckDB knows little of tables that are not committed yet, and joins them in a worse order.
 * @throws the signal's reason, or DuckDB's error for a query that was interrupted, when cancelled
 */
export async function analyse(
  db: Database,
  temporary: boolean,
  { onStep, signal }: AnalysisHooks = {},
): Promise<void> {
  const step = (name: string) => {
    signal?.throwIfAborted();
    onStep?.(name);
  };
  const work = async () => {
    // Over before a rollback begins, which must not be interrupted.
    const tick = setInterval(() => {
      if (signal?.aborted) db.interrupt();
    }, TICK_MS);
    try {
      step('throttling and gaps');
      await gaps(db);
      step('counting messages');
      await buildTotals(db);
      await scope(db, step);
      signal?.throwIfAborted();
    } finally {
      clearInterval(tick);
    }
  };
  await (temporary ? work() : db.transaction(work));
  await giveBackMemory(db);
}

/** Keeps something in the same transaction; gives whether anything has to be worked out anew. */
type Change = () => Promise<boolean>;

/** After it was declared what was asked of the log, or told what was not obtained: gaps, and what is exposed in them. */
export async function reconsider(db: Database, change: Change = async () => true): Promise<void> {
  await db.transaction(async () => {
    if (!(await change())) return;
    await gaps(db);
    await scope(db, () => undefined);
  });
  await giveBackMemory(db);
}

async function gaps(db: Database): Promise<void> {
  await findGaps(db, await allInputs(db));
  await buildCoverage(db);
}

/** After a marker was set or taken back, or sign-ins came: gaps and totals stay as they are. */
export async function rescope(db: Database, change: Change = async () => true): Promise<void> {
  await db.transaction(async () => {
    if (await change()) await scope(db, () => undefined);
  });
  await giveBackMemory(db);
}

/** What judging took and the report does not need; and a process that stays should not hold it. */
async function giveBackMemory(db: Database): Promise<void> {
  const { totals } = await readTotals(db);
  await db.giveBackMemory(totals.records);
}

async function scope(db: Database, step: Step): Promise<void> {
  step('contexts');
  await applyMarkers(db);
  await buildTrusted(db);
  await buildContexts(db);
  step('findings');
  await buildBaseline(db);
  await findFindings(db);
  await dropBaseline(db);
  await markUnusual(db);
  step('exposure');
  await buildLedger(db);
}
