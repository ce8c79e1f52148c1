import { renderCard } from '../../cards/index.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'help',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'nothing',
  async run(_data, _turn, { commands }) {
    return [{ do: 'post', card: renderCard('help', { commands: commands.all }) }];
  },
});
