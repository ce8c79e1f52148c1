/** What the manager's card and report are drawn from: the case, and what people have done about it. */
import { type CardInputs, leadingScope } from '../../cards/index.ts';
import type { Services } from '../services.ts';

const MOST_STEPS = 200;
/** The first page; the report reads on from there. */
const MAILBOXES = 100;

/** @throws EngineError no-such-case */
export async function managerInput(
  caseId: string,
  { engine, work }: Pick<Services, 'engine' | 'work'>,
): Promise<CardInputs['manager-summary']> {
  const summary = await engine.section(caseId, 'summary', {});
  const scope = leadingScope(summary);
  const { mailboxes } = await engine.section(caseId, 'messages', { scope, limit: MAILBOXES });
  const suspected =
    scope === 'suspected'
      ? null
      : (await engine.section(caseId, 'messages', { scope: 'suspected', limit: MAILBOXES })).mailboxes;
  const { steps } = await engine.section(caseId, 'next-steps', { limit: MOST_STEPS });
  const now = new Date().toISOString();
  return {
    case: summary.case,
    summary,
    mailboxes,
    suspected,
    steps: steps.items,
    work: work.of(caseId),
    now,
  };
}
