/** What a button that changed a finding answers. */
import { findingCard } from '../finding-card.ts';
import type { Services } from '../services.ts';
import type { Effect } from '../turn.ts';

/**
 * Everybody's card is redrawn. A channel's alert redraws itself (`work.watch`), so there only who was late gets the
 * finding, with the word.
 * @param late '' when it was done
 */
export async function answerWork(
  { caseId, id, alert = false }: { caseId: string; id: string; alert?: boolean },
  late: string,
  services: Services,
): Promise<Effect[]> {
  if (alert && late === '') return [];
  const card = await findingCard(caseId, id, services, late);
  return [{ do: 'replace', card, for: alert ? 'clicker' : 'everyone' }];
}
