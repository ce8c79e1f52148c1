import { personOf } from '../access/index.ts';
import { Problem } from '../problems.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { askForSecond } from './_confirm.ts';
import { custodyCard } from './_custody.ts';

interface HoldArgs {
  to: 'on' | 'off' | null;
  reason: string;
}

export const command = defineCommand<HoldArgs>({
  name: 'hold',
  aliases: ['legal hold', 'case hold'],
  args: '[on <reason> | off <reason>]',
  role: 'lead',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'keep',
  summary:
    'Legal hold: while it is on, nothing of the case can be deleted. A second lead confirms lifting it.',
  examples: ['hold on litigation is likely', 'hold off counsel released it on 20 May', 'hold'],
  parse(words) {
    if (words === '') return { to: null, reason: '' };
    const [, word = '', reason = ''] = /^(\S+)\s*(.*)$/.exec(words) ?? [];
    const to = word.toLowerCase();
    if (to !== 'on' && to !== 'off') throw new UsageError('Write hold on or hold off, and why');
    if (reason === '') throw new UsageError(`Write hold ${to} and why, in a few words`);
    return { to, reason };
  },
  async run({ to, reason }, turn, services) {
    const caseId = enteredCase(turn);
    const { hold } = services.work.of(caseId);
    if (to === 'off') {
      if (hold === null)
        throw new Problem('This case is not on legal hold', ['Write members to see how it is kept.']);
      return await askForSecond({ kind: 'lift-hold', caseId, person: null, reason }, turn, services);
    }
    if (to === 'on') {
      const { won, now } = await services.work.hold(caseId, reason, personOf(turn.caller));
      if (!won) throw new Problem(`${now.by.name} put it on legal hold already`, ['Nothing more is needed.']);
    }
    return [{ do: 'post', card: await custodyCard(caseId, turn.role, services) }];
  },
});
