import { renderCard } from '../../cards/index.ts';
import { defineCommand, EVERYWHERE, noArgs } from './_command.ts';

export const command = defineCommand<null>({
  name: 'cases',
  aliases: ['list', 'list cases'],
  args: '',
  role: 'viewer',
  scopes: EVERYWHERE,
  summary: 'The cases there are, the newest first.',
  menu: 85,
  examples: ['cases'],
  parse: noArgs,
  async run(_none, { place }, { engine, store }) {
    const cases = (await engine.cases()).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    return [{ do: 'post', card: renderCard('cases', { cases, currentId: store.currentCase(place) }) }];
  },
});
