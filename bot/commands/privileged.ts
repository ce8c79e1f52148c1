import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { custodyCard } from './_custody.ts';

export const command = defineCommand<{ on: boolean }>({
  name: 'privileged',
  aliases: ['privilege', 'case privileged'],
  args: 'on | off',
  role: 'lead',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'keep',
  summary:
    'Puts a banner on every card and report of the case: privileged and confidential. Ask counsel first.',
  examples: ['privileged on', 'privileged off'],
  parse(words) {
    const to = words.toLowerCase();
    if (to !== 'on' && to !== 'off') throw new UsageError('Write privileged on, or privileged off');
    return { on: to === 'on' };
  },
  async run({ on }, turn, services) {
    const caseId = enteredCase(turn);
    await services.engine.setPrivileged(caseId, on);
    return [{ do: 'post', card: await custodyCard(caseId, turn.role, services) }];
  },
});
