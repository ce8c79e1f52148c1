import { helpCard } from '../help-card.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'help',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'nothing',
  async run(_data, { role, place }, { commands }) {
    return [{ do: 'post', card: helpCard(commands, role, place) }];
  },
});
