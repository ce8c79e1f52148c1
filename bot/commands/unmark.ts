import { type Engine, EngineError } from '../../analysis/engine/engine.ts';
import { Problem } from '../problems.ts';
import { show } from '../show.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE } from './_command.ts';
import { readMarker } from './_marker.ts';

/** What a problem card has room for. */
const MOST_LISTED = 4;

export const command = defineCommand<string[]>({
  name: 'unmark',
  aliases: ['unflag'],
  args: '<marker>',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'decide',
  summary: 'Takes a marker back, hostile or trusted.',
  examples: ['unmark ip:203.0.113.9'],
  parse: (words) => (words.trim() === '' ? [] : readMarker(words)),
  async run(markers, turn, services) {
    const caseId = enteredCase(turn);
    await takeBack(services.engine, caseId, markers);
    return [{ do: 'post', card: await show(services.engine, caseId, 'summary', {}) }];
  },
});

/** @throws Problem that lists what is set, when none of the meanings is */
async function takeBack(engine: Engine, caseId: string, markers: string[]): Promise<void> {
  let refused: EngineError | null = null;
  for (const marker of markers) {
    try {
      return await engine.unmark(caseId, marker);
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'bad-marker') throw error;
      refused ??= error;
    }
  }
  const { exposure } = await engine.section(caseId, 'summary', {});
  const set = [...exposure.markers, ...exposure.trusted];
  const more = set.length - MOST_LISTED;
  throw new Problem(refused?.message ?? 'Say what to unmark', [
    ...(set.length === 0 ? ['Nothing is marked in this case.'] : []),
    ...set.slice(0, MOST_LISTED).map((marker) => `${marker} is marked`),
    ...(more > 0 ? [`And ${more} more; the summary names them.`] : []),
  ]);
}
