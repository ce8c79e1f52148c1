import { Problem } from '../problems.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { askForSecond } from './_confirm.ts';

export const command = defineCommand<string>({
  name: 'purge',
  aliases: ['case purge', 'delete case'],
  args: '<reason>',
  role: 'lead',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'keep',
  summary: 'Deletes the case of this chat for good, once a second lead confirms it. A held case stays.',
  examples: ['purge closed, counsel has the evidence pack'],
  parse(words) {
    if (words === '') throw new UsageError('Write purge and why, in a few words');
    return words;
  },
  async run(reason, turn, services) {
    const caseId = enteredCase(turn);
    if (services.work.of(caseId).hold !== null) {
      throw new Problem('This case is on legal hold, so nothing of it is deleted', [
        'A lead can write hold off and the reason; another lead confirms it.',
      ]);
    }
    return await askForSecond({ kind: 'purge', caseId, person: null, reason }, turn, services);
  },
});
