/** Carries out what a turn decided, and makes the answer a pressed button waits for. */
import type { RenderedCard } from '../../cards/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Effect, Sender, Turn } from '../turn.ts';

/** Body of the answer to adaptiveCard/action. */
export interface ButtonAnswer {
  statusCode: 200;
  type: string;
  value: unknown;
}

/**
 * What the client that pressed shows: the card that takes the place of the pressed one, else a short word.
 * @param effects null while they are still being worked out
 */
export function buttonAnswer(effects: Effect[] | null): ButtonAnswer {
  const replaced = effects?.find((effect) => effect.do === 'replace');
  if (replaced) {
    return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: replaced.card.card };
  }
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: shortWord(effects) };
}

function shortWord(effects: Effect[] | null): string {
  if (effects === null) return 'This takes a while; the answer comes by itself';
  const more = effects.some((effect) => effect.do === 'post' || effect.do === 'analyze');
  return more ? 'See the new message' : 'Done';
}

export interface EffectTools {
  sender: Sender;
  jobs: Jobs;
}

/**
 * Sends in the order given.
 * @param answered whether the client that pressed has shown the new card already
 */
export async function carryOut(
  effects: Effect[],
  turn: Turn,
  { sender, jobs }: EffectTools,
  answered: boolean,
): Promise<void> {
  const cardId = turn.kind === 'action' ? turn.cardId : null;
  for (const effect of effects) {
    switch (effect.do) {
      case 'post':
        await sender.post(turn.place, effect.card);
        break;
      case 'say':
        await sender.say(turn.place, effect.words);
        break;
      case 'analyze':
        await jobs.start(effect.order, turn.place, turn.caller);
        break;
      case 'close':
        if (cardId === null) await sender.say(turn.place, effect.words);
        else await sender.close(turn.place, cardId, effect.words);
        break;
      case 'replace': {
        const alone = turn.place.scope === 'personal';
        if (effect.for === 'everyone' || alone) await put(effect.card, turn, cardId, sender);
        else if (!answered) await sender.post(turn.place, effect.card);
        break;
      }
    }
  }
}

/** Edits the pressed card for everybody; posts anew where that is not possible. */
async function put(card: RenderedCard, turn: Turn, cardId: string | null, sender: Sender): Promise<void> {
  if (cardId !== null) {
    try {
      return await sender.update(turn.place, cardId, card);
    } catch {
      // Deleted or too old to edit: the answer is still owed.
    }
  }
  await sender.post(turn.place, card);
}
