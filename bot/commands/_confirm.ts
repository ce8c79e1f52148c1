/** Asks for the second person that something irreversible needs. */
import { renderCard } from '../../cards/index.ts';
import { type Asked, personOf } from '../access/index.ts';
import type { Services } from '../services.ts';
import type { Effect } from '../turn.ts';
import type { CommandTurn } from './_command.ts';
import { listed } from './_custody.ts';

export async function askForSecond(
  asked: Asked,
  { caller }: CommandTurn,
  { confirmations, engine }: Services,
): Promise<Effect[]> {
  const request = await confirmations.ask(asked, personOf(caller));
  const { name } = await listed(engine, asked.caseId);
  return [{ do: 'post', card: renderCard('confirm', { request, caseName: name, answer: null }) }];
}
