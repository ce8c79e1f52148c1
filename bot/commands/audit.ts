import { auditCard } from '../audit/card.ts';
import { currentCase } from './_case.ts';
import { defineCommand, UsageError } from './_command.ts';

export const command = defineCommand<{ all: boolean }>({
  name: 'audit',
  aliases: ['audit trail'],
  args: '[all]',
  role: 'lead',
  // What one person did is not for everybody in a channel.
  scopes: ['personal'],
  about: 'case',
  topic: 'keep',
  summary: 'Who did what on the case and when, allowed and refused; with all, on every case.',
  examples: ['audit', 'audit all'],
  parse(words) {
    const word = words.toLowerCase();
    if (word !== '' && word !== 'all') throw new UsageError('Write audit, or audit all');
    return { all: word === 'all' };
  },
  caseOf: async ({ all }, { place }, services) => (all ? null : currentCase(services, place)),
  async run(_args, { caseId }, services) {
    return [{ do: 'post', card: await auditCard(caseId, 0, services) }];
  },
});
