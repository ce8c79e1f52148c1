import type { ApprovedSet } from '../../analysis/baseline/approvals.ts';
import { Problem } from '../problems.ts';
import { baselineCard } from './_baseline.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { refang, splitQuoted } from './_words.ts';

type BaselineArgs =
  | { do: 'show' }
  | { do: 'approve'; set: ApprovedSet; reason: string }
  | { do: 'revoke'; set: ApprovedSet }
  | { do: 'learn'; from: string };

const BECAUSE = /\s(?:because|reason):?\s+(\S.*)$/i;
const APP_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const command = defineCommand<BaselineArgs>({
  name: 'baseline',
  aliases: ['approvals'],
  args: '[show] | approve <app> [from <network>] [of <mailbox>] because <reason> | revoke <app> … | learn <case>',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'decide',
  summary: 'What counts as known here: approved applications, and habits learnt from an earlier case.',
  examples: [
    'baseline',
    'baseline approve 9f3c0000-1111-4222-8333-444455556666 from 203.0.113.9 because roll-out of the CRM',
    'baseline revoke 9f3c0000-1111-4222-8333-444455556666 from 203.0.113.9',
  ],
  parse(words) {
    const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(words) ?? [];
    const to = word.toLowerCase();
    if (to === '' || (to === 'show' && rest === '')) return { do: 'show' };
    if (to === 'learn' && rest !== '')
      return { do: 'learn', from: splitQuoted(rest).join(' ').toLowerCase() };
    if (to === 'revoke') return { do: 'revoke', set: setOf(rest) };
    if (to !== 'approve') throw new UsageError('Write baseline show, approve, revoke or learn');
    const [because, reason] = BECAUSE.exec(rest) ?? [];
    if (because === undefined || reason === undefined) {
      throw new UsageError('Say why at the end: because, and the reason in a few words');
    }
    return { do: 'approve', set: setOf(rest.slice(0, -because.length)), reason };
  },
  async run(args, turn, services) {
    const caseId = enteredCase(turn);
    const by = `${turn.caller.name} (${turn.caller.objectId})`;
    if (args.do === 'approve') await services.engine.approveApp(caseId, args.set, by, args.reason);
    if (args.do === 'revoke') await services.engine.revokeApproval(caseId, args.set);
    if (args.do === 'learn') {
      const earlier = (await services.engine.cases()).filter(({ id }) => turn.mayOpen(id));
      const from = earlier.find(({ id, name }) => id === args.from || name.toLowerCase() === args.from);
      if (!from) throw new Problem('There is no case of that name', ['Write cases to see which there are.']);
      await services.engine.learnBaseline(caseId, from.id, by);
    }
    return [{ do: 'post', card: await baselineCard(caseId, 0, services) }];
  },
});

/** 'app:<id> from 203.0.113.9 of lee.gu@contoso.com': what is not named is any. */
function setOf(words: string): ApprovedSet {
  const [first = '', ...rest] = splitQuoted(refang(words).replace(/\bapp:\s*/i, ''));
  if (!APP_ID.test(first)) throw new UsageError('Name the application by its id, 36 characters');
  const set: ApprovedSet = { caller: first.toLowerCase(), network: '*', mailbox: '*' };
  for (let i = 0; i < rest.length; i += 2) {
    const [key = '', value] = [rest[i]?.toLowerCase(), rest[i + 1]];
    if (value === undefined || !['from', 'of', 'in'].includes(key)) {
      throw new UsageError('After the application stand only from and a network, of and a mailbox');
    }
    if (key === 'from') set.network = value;
    else set.mailbox = value.toLowerCase();
  }
  return set;
}
