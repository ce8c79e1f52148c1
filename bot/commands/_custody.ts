/** The card that answers everything about who is in a case and how it is kept. */
import type { Engine } from '../../analysis/engine/engine.ts';
import type { CaseIdentity } from '../../analysis/report.ts';
import { type RenderedCard, renderCard } from '../../cards/index.ts';
import type { Role } from '../config.ts';
import type { Services } from '../services.ts';

/** As the engine lists it; a case that cannot be read has its id for a name. */
export async function listed(
  engine: Engine,
  caseId: string,
): Promise<Omit<CaseIdentity, 'id'> & { createdAt: string }> {
  const found = (await engine.cases()).find(({ id }) => id === caseId);
  return found ?? { name: caseId, createdAt: '' };
}

export async function custodyCard(
  caseId: string,
  role: Role,
  { engine, work, confirmations }: Pick<Services, 'engine' | 'work' | 'confirmations'>,
): Promise<RenderedCard> {
  const { name, createdAt, privileged } = await listed(engine, caseId);
  return renderCard('custody', {
    case: { id: caseId, name, createdAt, privileged },
    work: work.of(caseId),
    requests: confirmations.open(caseId),
    role,
    now: new Date().toISOString(),
  });
}
