import { nextStepsCard } from '../next-steps-card.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, noArgs } from './_command.ts';

export const command = defineCommand<null>({
  name: 'next',
  aliases: ['next steps', 'steps', 'todo'],
  args: '',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'decide',
  summary: 'What to do next, in order, with the lines to paste.',
  menu: 80,
  examples: ['next'],
  parse: noArgs,
  async run(_none, turn, services) {
    return [{ do: 'post', card: await nextStepsCard(enteredCase(turn), 0, services) }];
  },
});
