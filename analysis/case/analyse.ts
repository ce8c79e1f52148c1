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
import { buildTotals } from './totals.ts';

type Step = (name: string) => void;

/**
 * After records were added.
 * @param temporary the case is thrown away, and with it what half an analysis leaves behind: no transaction is needed.
 * DuckDB knows little of tables that are not committed yet, and joins them in a worse order.
 */
export async function analyse(
  db: Database,
  temporary: boolean,
  onStep: Step = () => undefined,
): Promise<void> {
  const work = async () => {
    onStep('throttling and gaps');
    await gaps(db);
    onStep('counting messages');
    await buildTotals(db);
    await scope(db, onStep);
  };
  await (temporary ? work() : db.transaction(work));
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
}

async function scope(db: Database, onStep: Step): Promise<void> {
  onStep('contexts');
  await applyMarkers(db);
  await buildTrusted(db);
  await buildContexts(db);
  onStep('findings');
  await buildBaseline(db);
  await findFindings(db);
  await dropBaseline(db);
  await markUnusual(db);
  onStep('exposure');
  await buildLedger(db);
}
