import { renderCard } from '../../cards/index.ts';
import { defineCommand, EVERYWHERE, noArgs } from './_command.ts';

export const command = defineCommand<null>({
  name: 'cases',
  aliases: ['list', 'list cases'],
  args: '',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'nothing',
  topic: 'begin',
  summary: 'The cases you are in, the newest first.',
  menu: 85,
  examples: ['cases'],
  parse: noArgs,
  async run(_none, { place, mayOpen }, { engine, store }) {
    const cases = (await engine.cases())
      .filter(({ id }) => mayOpen(id))
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    return [{ do: 'post', card: renderCard('cases', { cases, currentId: store.currentCase(place) }) }];
  },
});
