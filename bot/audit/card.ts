/** The audit trail as a card. */
import { type RenderedCard, renderCard } from '../../cards/index.ts';
import type { Services } from '../services.ts';

const PAGE = 15;

/** @param caseId null = of every case */
export async function auditCard(
  caseId: string | null,
  offset: number,
  { audit, engine }: Pick<Services, 'audit' | 'engine'>,
): Promise<RenderedCard> {
  const entries = await audit.entries({ caseId, offset, limit: PAGE });
  const name =
    caseId === null ? '' : ((await engine.cases()).find(({ id }) => id === caseId)?.name ?? caseId);
  return renderCard('audit-trail', {
    case: caseId === null ? null : { id: caseId, name },
    entries,
    check: await audit.check(),
  });
}
