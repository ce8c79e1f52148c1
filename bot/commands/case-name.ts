import { renderCard } from '../../cards/index.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';

export const command = defineCommand<string>({
  name: 'case-name',
  aliases: ['case name', 'rename case', 'case rename'],
  args: '<new name>',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'begin',
  summary: 'Gives the current case another name. Its id stays.',
  examples: ['case name contoso-0520'],
  parse(words) {
    const name = words.replace(/^["']([^"']*)["']$/, '$1').trim();
    if (name === '' || name.length > 80)
      throw new UsageError('Write case name and a name of at most 80 characters');
    return name;
  },
  async run(name, turn, { engine, store }) {
    const caseId = enteredCase(turn);
    await engine.renameCase(caseId, name);
    const cases = (await engine.cases()).filter(({ id }) => turn.mayOpen(id));
    return [{ do: 'post', card: renderCard('cases', { cases, currentId: store.currentCase(turn.place) }) }];
  },
});
