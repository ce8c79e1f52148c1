import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, noArgs } from './_command.ts';
import { custodyCard } from './_custody.ts';

export const command = defineCommand<null>({
  name: 'members',
  aliases: ['people', 'roles', 'custody'],
  args: '',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'keep',
  summary: 'Who is in the case, your role in it, and how long it is kept.',
  examples: ['members'],
  parse: noArgs,
  async run(_none, turn, services) {
    return [{ do: 'post', card: await custodyCard(enteredCase(turn), turn.role, services) }];
  },
});
