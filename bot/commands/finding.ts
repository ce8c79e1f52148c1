import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { answerFinding, mustNameFinding } from './_finding.ts';

export const command = defineCommand<string>({
  name: 'finding',
  aliases: [],
  args: '<id>',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'log',
  summary: 'One finding: what happened, why it is unusual, its evidence.',
  menu: 46,
  examples: ['finding 9f3c2a7be0114d55'],
  parse(words) {
    const { id, rest } = mustNameFinding(words, 'finding');
    if (rest !== '') throw new UsageError('One finding at a time');
    return id;
  },
  run: async (id, turn, services) => await answerFinding(enteredCase(turn), id, services),
});
