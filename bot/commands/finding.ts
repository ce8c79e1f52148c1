import { findingCard } from '../finding-card.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';

export const command = defineCommand<string>({
  name: 'finding',
  aliases: [],
  args: '<id>',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  summary: 'One finding: what happened, why it is unusual, its evidence.',
  menu: 46,
  examples: ['finding 9f3c2a7be0114d55'],
  parse(words) {
    const id = words.trim().toLowerCase();
    if (!/^[0-9a-f]{16}$/.test(id))
      throw new UsageError('Write finding and its id, 16 characters, as the list of findings shows it');
    return id;
  },
  async run(id, turn, services) {
    return [{ do: 'post', card: await findingCard(enteredCase(turn), id, services) }];
  },
});
