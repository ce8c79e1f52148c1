import { readsAlongCard } from '../reads-along.ts';
import { show } from '../show.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { namedCase } from './_named-case.ts';
import { splitQuoted } from './_words.ts';

export const command = defineCommand<string>({
  name: 'case',
  aliases: ['case use', 'use', 'switch'],
  args: '<name>',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'begin',
  summary: 'Makes a case the current one of this chat and shows its summary.',
  examples: ['case contoso-0520', 'case use contoso-0520'],
  parse(words) {
    const name = splitQuoted(words).join(' ');
    if (name === '') throw new UsageError('Write case and the name of a case; cases lists them');
    return name;
  },
  caseOf: async (name, { mayOpen }, services) => (await namedCase(name, mayOpen, services)).id,
  async run(_name, turn, services) {
    const caseId = enteredCase(turn);
    await services.store.setCurrentCase(turn.place, caseId);
    const careful = await readsAlongCard(turn.place, caseId, services);
    const cards = [
      await show(services.engine, caseId, 'summary', {}),
      ...(careful === null ? [] : [careful]),
    ];
    return cards.map((card) => ({ do: 'post', card }));
  },
});
