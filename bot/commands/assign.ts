import type { Person } from '../../cards/index.ts';
import { personOf } from '../access/index.ts';
import { assign } from '../finding-work.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { enteredCase } from './_case.ts';
import { type CommandTurn, defineCommand, EVERYWHERE } from './_command.ts';
import { answerFinding, mustNameFinding } from './_finding.ts';
import { noPersonBut, type PersonWords, personMeant } from './_person.ts';

interface AssignArgs {
  id: string;
  /** 'mentioned': whoever is named with @; without anybody, who writes */
  to: 'me' | 'nobody' | 'mentioned' | PersonWords;
}

const NOBODY_NAMED: PersonWords = { objectId: null, rest: '' };

export const command = defineCommand<AssignArgs>({
  name: 'assign',
  aliases: [],
  args: '<finding> [me | nobody | @somebody]',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'work',
  summary: 'Says who has a finding: you, somebody of the case, or nobody any more.',
  examples: ['assign 9f3c2a7be0114d55', 'assign 9f3c2a7be0114d55 nobody', 'assign 9f3c2a7be0114d55 @Bo'],
  parse(words) {
    const { id, rest } = mustNameFinding(words, 'assign');
    const to = rest.replace(/^to\b\s*/i, '').toLowerCase();
    if (to === 'nobody' || to === 'none') return { id, to: 'nobody' };
    if (to === 'me') return { id, to };
    // A mention is not in the text any more; one typed by hand names nobody, which is said when it is looked up.
    if (to === '' || to.startsWith('@')) return { id, to: to === '' ? 'mentioned' : NOBODY_NAMED };
    return { id, to: noPersonBut(to) };
  },
  async run({ id, to }, turn, services) {
    const caseId = enteredCase(turn);
    const owner = await ownerMeant(to, turn, services, caseId);
    const before = services.work.finding(caseId, id).owner?.objectId ?? null;
    const late = await assign(caseId, id, owner, before, services);
    return await answerFinding(caseId, id, services, late);
  },
});

async function ownerMeant(
  to: AssignArgs['to'],
  turn: CommandTurn,
  services: Services,
  caseId: string,
): Promise<Person | null> {
  if (to === 'nobody') return null;
  if (to === 'me' || (to === 'mentioned' && turn.mentions.length === 0)) return personOf(turn.caller);
  const meant = to === 'mentioned' ? NOBODY_NAMED : to;
  const { objectId, name } = await personMeant(meant, turn, services);
  const member = services.work.of(caseId).members.find((one) => one.objectId === objectId);
  if (member) return { objectId, name: member.name };
  throw new Problem('That person is not in this case', [
    `Write invite and the person first, so that ${name === objectId ? 'they' : name} can see what is to be done.`,
  ]);
}
