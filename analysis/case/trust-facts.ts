import type { Database } from '../store/database.ts';
import type { TrustFacts } from '../trust/statements.ts';
import { truncation } from './facts.ts';
import { countRejected, pageInputs } from './inputs.ts';
import { readTotals } from './totals.ts';

/** Statements read the inputs one by one up to this many; a zip may hold more. */
const MOST_INPUTS = 10_000;

export async function trustFacts(db: Database): Promise<TrustFacts> {
  const inputs = await pageInputs(db, 0, MOST_INPUTS);
  const gaps = await db.one<{ gaps: number; mailboxes: number }>(`
    SELECT (SELECT count(*) FROM gap) AS gaps,
      (SELECT count(*) FROM coverage c WHERE c.mailbox IN (SELECT mailbox FROM gap WHERE mailbox IS NOT NULL)) AS mailboxes`);
  return {
    ...(await readTotals(db)),
    inputs,
    gaps: gaps.gaps,
    mailboxesWithGaps: gaps.mailboxes,
    truncatedInputs: inputs.filter((input) => truncation(input).length > 0).length,
    rejected: await countRejected(db),
  };
}
