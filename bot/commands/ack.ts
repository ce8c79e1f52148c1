import { personOf } from '../access/index.ts';
import { acknowledge } from '../finding-work.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { answerFinding, mustNameFinding } from './_finding.ts';

export const command = defineCommand<string>({
  name: 'ack',
  aliases: ['acknowledge'],
  args: '<finding>',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'work',
  summary: 'Says that you have seen a finding, so that others need not ask.',
  examples: ['ack 9f3c2a7be0114d55'],
  parse(words) {
    const { id, rest } = mustNameFinding(words, 'ack');
    if (rest !== '') throw new UsageError('One finding at a time; to say more, write note');
    return id;
  },
  async run(id, turn, services) {
    const caseId = enteredCase(turn);
    const late = await acknowledge(caseId, id, personOf(turn.caller), services);
    return await answerFinding(caseId, id, services, late);
  },
});
