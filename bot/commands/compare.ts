import { renderCard } from '../../cards/index.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { namedCase } from './_named-case.ts';
import { splitQuoted } from './_words.ts';

export const command = defineCommand<string>({
  name: 'compare',
  aliases: ['compare with', 'diff'],
  args: '<other case>',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'log',
  summary: 'What is new here against another case: findings, callers, networks.',
  examples: ['compare contoso-0401'],
  parse(words) {
    const name = splitQuoted(words).join(' ');
    if (name === '') throw new UsageError('Write compare and the name of another case');
    return name;
  },
  async run(name, turn, services) {
    const { id } = await namedCase(name, turn.mayOpen, services);
    const comparison = await services.engine.compareCases(enteredCase(turn), id);
    return [{ do: 'post', card: renderCard('compare', { ...comparison, offset: 0 }) }];
  },
});
