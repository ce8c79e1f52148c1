/** What a button on an alert answers: the alert as it is now. The message itself is edited by bot/alerts/, for all. */
import type { Services } from '../services.ts';
import type { Effect, Scope } from '../turn.ts';
import type { ActionTurn } from './_action.ts';

export const IN_CONVERSATIONS: Scope[] = ['groupChat', 'channel'];

export async function alertAnswer(
  caseId: string,
  id: string,
  { place }: ActionTurn,
  { alerts }: Services,
  late: string,
): Promise<Effect[]> {
  return [{ do: 'answer', card: await alerts.card(place, caseId, id, late) }];
}
