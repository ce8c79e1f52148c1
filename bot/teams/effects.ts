/** Carries out what a turn decided, and makes the answer a pressed button waits for. */
import type { ExportedFile } from '../../analysis/sections.ts';
import type { RenderedCard } from '../../cards/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Effect, Sender, Turn, UploadTarget } from '../turn.ts';

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
  const more = effects.some((effect) => ['post', 'analyze', 'export', 'begin'].includes(effect.do));
  return more ? 'See the new message' : 'Done';
}

export interface EffectTools {
  sender: Sender;
  jobs: Jobs;
  /** @throws Error when it cannot be put there */
  upload(path: string, target: UploadTarget): Promise<void>;
}

/**
 * Sends in the order given.
 * @param answered whether the client that pressed has shown the new card already
 */
export async function carryOut(
  effects: Effect[],
  turn: Turn,
  tools: EffectTools,
  answered: boolean,
): Promise<void> {
  const { sender, jobs } = tools;
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
        await jobs.analyze(effect.order, turn.place, turn.caller);
        break;
      case 'export':
        await jobs.export(effect.order, turn.place, turn.caller);
        break;
      case 'begin':
        await effect.begin();
        break;
      case 'upload':
        await handOver(effect.file, turn, tools);
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

async function handOver(file: ExportedFile, turn: Turn, { sender, upload }: EffectTools): Promise<void> {
  const target = turn.kind === 'action' ? turn.upload : undefined;
  if (turn.kind !== 'action' || target === undefined) {
    await sender.say(turn.place, 'Teams did not say where to put the file. Write export once more.');
    return;
  }
  try {
    await upload(file.path, target);
  } catch {
    await sender.say(turn.place, 'The file could not be put into your OneDrive. Write export once more.');
    return;
  }
  await sender.handOver(turn.place, target);
  // The question is answered: asked again, it would only confuse.
  if (turn.cardId !== null) {
    await sender.close(turn.place, turn.cardId, 'Handed over.').catch(() => undefined);
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
