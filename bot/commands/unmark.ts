import type { Services } from '../services.ts';
import { show } from '../show.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE } from './_command.ts';
import { readMarker } from './_marker.ts';

export const command = defineCommand<string[]>({
  name: 'unmark',
  aliases: ['unflag'],
  args: '<marker>',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  summary: 'Takes a marker back, hostile or trusted.',
  examples: ['unmark ip:203.0.113.9'],
  parse: readMarker,
  async run(markers, turn, services) {
    const caseId = enteredCase(turn);
    await services.engine.unmark(caseId, await oneThatIsSet(services, caseId, markers));
    return [{ do: 'post', card: await show(services.engine, caseId, 'summary', {}) }];
  },
});

/** Of several meanings the one that is set; else the first, so that the engine says that it is not. */
async function oneThatIsSet({ engine }: Services, caseId: string, markers: string[]): Promise<string> {
  const [first = ''] = markers;
  if (markers.length === 1) return first;
  const { exposure } = await engine.section(caseId, 'summary', {});
  const set = new Set([...exposure.markers, ...exposure.trusted].map((marker) => marker.toLowerCase()));
  return markers.find((marker) => set.has(marker.toLowerCase())) ?? first;
}
