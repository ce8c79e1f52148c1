import { renderCard } from '../../cards/index.ts';
import { personOf } from '../access/index.ts';
import { connected } from '../live/tenant.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';

type WatchArgs = 'start' | 'stop' | 'status';

export const command = defineCommand<WatchArgs>({
  name: 'watch',
  aliases: [],
  args: 'start | stop | status',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'told',
  summary: "Reads your tenant's activity feed into the case of this chat as it arrives.",
  examples: ['watch start', 'watch status', 'watch stop'],
  parse(words) {
    const to = words.toLowerCase() || 'status';
    if (to !== 'start' && to !== 'stop' && to !== 'status') {
      throw new UsageError('Write watch start, watch stop or watch status');
    }
    return to;
  },
  async caseOf(args, { place }, { live, store }) {
    // Begun without a case, it is about the one made with the first records.
    const watched = args === 'start' ? null : live.watch?.caseOf();
    return watched ?? store.currentCase(place);
  },
  async run(args, turn, services) {
    connected(services.live.tenant, 'feed');
    const { watch } = services.live;
    if (watch === null) throw new Error('A connected bot has a watch');
    if (args === 'start') await watch.start(turn.caseId, personOf(turn.caller), turn.place);
    if (args === 'stop' && !(await watch.stop())) {
      throw new Problem('Nothing is watched', ['Write watch start to begin.']);
    }
    return [{ do: 'post', card: await watchCard(services) }];
  },
});

async function watchCard({ engine, live }: Services) {
  const standing = (await live.watch?.standing()) ?? null;
  if (standing === null) return renderCard('watch', { watch: null });
  const { caseId, ...rest } = standing;
  const found = caseId === null ? undefined : (await engine.cases()).find(({ id }) => id === caseId);
  return renderCard('watch', {
    watch: { ...rest, case: found === undefined ? null : { id: found.id, name: found.name } },
  });
}
