import { renderCard } from '../../cards/index.ts';
import { helpCard } from '../help-card.ts';
import { Problem } from '../problems.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';

export const command = defineCommand<string>({
  name: 'help',
  aliases: ['?', 'commands'],
  args: '[command]',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'nothing',
  topic: 'about',
  summary: 'What I understand; with a command, how to use it.',
  menu: 15,
  examples: ['help', 'help mark'],
  parse(words) {
    if (words.split(' ').length > 2) throw new UsageError('Write help and one command');
    return words;
  },
  async run(words, { role, place }, { commands }) {
    const one = words === '' ? undefined : commands.find(words)?.command;
    if (words !== '' && one === undefined) {
      throw new Problem(`There is no command ${words.slice(0, 40)}`, [
        'Write help alone to see all there are.',
      ]);
    }
    const card = one ? renderCard('help', { commands: [one], others: 0 }) : helpCard(commands, role, place);
    return [{ do: 'post', card }];
  },
});
