/** What happens once a second person has confirmed it. */
import type { ConfirmRequest, Person } from '../../cards/index.ts';
import type { Services } from '../services.ts';

type Deed = (request: ConfirmRequest, confirmedBy: Person, services: Services) => Promise<void>;

const DEEDS: Record<ConfirmRequest['kind'], Deed> = {
  async purge({ caseId }, _by, { engine, work }) {
    await work.beginPurge(caseId);
    await engine.deleteCase(caseId);
    await work.purged(caseId);
  },
  async 'lift-hold'({ caseId }, _by, { work }) {
    await work.liftHold(caseId);
  },
  async override({ caseId, person, reason, by, at }, confirmedBy, { work }) {
    if (person !== null) await work.letIn(caseId, person, { by, at, reason, confirmedBy });
  },
};

/** @throws Problem or EngineError when it cannot be done; it must be asked for anew then */
export async function carryOut(
  request: ConfirmRequest,
  confirmedBy: Person,
  services: Services,
): Promise<void> {
  await DEEDS[request.kind](request, confirmedBy, services);
}
