/** The card of what to do next, with what was ticked off. */
import { type RenderedCard, renderCard } from '../cards/index.ts';
import type { Services } from './services.ts';

export async function nextStepsCard(
  caseId: string,
  offset: number,
  { engine, work }: Pick<Services, 'engine' | 'work'>,
  word = '',
): Promise<RenderedCard> {
  const section = await engine.section(caseId, 'next-steps', { offset });
  return renderCard('next-steps', { ...section, ticks: work.of(caseId).ticks, word });
}
