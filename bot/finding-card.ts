/** The card of one finding with what people have done about it: the same whether a command or a button asked. */
import { type RenderedCard, renderCard } from '../cards/index.ts';
import { Problem } from './problems.ts';
import type { Services } from './services.ts';

/**
 * @param word shown first, such as that somebody else was faster
 * @throws EngineError no-such-case
 */
export async function findingCard(
  caseId: string,
  id: string,
  { engine, work }: Pick<Services, 'engine' | 'work'>,
  word = '',
): Promise<RenderedCard> {
  const section = await engine.section(caseId, 'finding', { id });
  return renderCard('finding', { ...section, work: work.finding(caseId, id), word });
}

/** The finding as the case has it. @throws Problem when it is not there: nothing is to be done about it then */
export async function knownFinding(caseId: string, id: string, { engine }: Pick<Services, 'engine'>) {
  const { finding } = await engine.section(caseId, 'finding', { id });
  if (finding !== null) return finding;
  throw new Problem('There is no such finding in this case', [
    'Write findings for the list; more records or a marker may have changed it.',
  ]);
}
