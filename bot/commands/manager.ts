import { renderCard } from '../../cards/index.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, noArgs } from './_command.ts';
import { managerInput } from './_manager.ts';

export const command = defineCommand<null>({
  name: 'manager',
  aliases: ['summary for managers', 'for managers', 'managers'],
  args: '',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'hand-on',
  summary:
    'For who has to decide: what happened in plain words, how sure, whose mail, what is due and until when.',
  examples: ['summary for managers', 'manager'],
  parse: noArgs,
  async run(_none, turn, services) {
    const input = await managerInput(enteredCase(turn), services);
    return [{ do: 'post', card: renderCard('manager-summary', input) }];
  },
});
