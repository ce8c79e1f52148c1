/** The card of what is approved in a case, the same whether a command or a button asked. */
import { type RenderedCard, renderCard } from '../../cards/index.ts';
import type { Services } from '../services.ts';
import { listed } from './_custody.ts';

export async function baselineCard(
  caseId: string,
  offset: number,
  { engine }: Pick<Services, 'engine'>,
): Promise<RenderedCard> {
  const { name } = await listed(engine, caseId);
  return renderCard('baseline', { case: { id: caseId, name }, ...(await engine.baseline(caseId)), offset });
}
