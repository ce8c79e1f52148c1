import { count } from '../../words.ts';
import type { CaseFacts } from '../facts.ts';
import type { Step } from '../step.ts';
import { list, period } from '../words.ts';

const contradicted = ({ inputs }: CaseFacts) => inputs.filter((input) => input.scopeContradicted);

export const step: Step = {
  id: 'declare-scope',
  source: 'Microsoft Learn, Search-UnifiedAuditLog',
  order: 30,
  when: (facts) => facts.inputs.some((input) => !input.scopeKnown) || contradicted(facts).length > 0,
  title: (facts) =>
    contradicted(facts).length > 0 ? 'Check what was asked of the log' : 'Say what was asked of the log',
  why: (facts) => {
    const unknown = facts.inputs.filter((input) => !input.scopeKnown).map((input) => input.name);
    const wrong = contradicted(facts).map((input) => input.name);
    const sentences = [
      ...(wrong.length === 0
        ? []
        : [
            `${list(wrong, 3)} (${count(wrong.length, 'file')}) ${wrong.length === 1 ? 'holds' : 'hold'} records outside what was declared of the search: ` +
              'the declaration is wrong, or not all that was searched. Until it is put right, nothing can be concluded from what is not there outside it.',
          ]),
      ...(unknown.length === 0
        ? []
        : [
            `It is not known which period, users and operations were searched for ${list(unknown, 3)} ` +
              `(${count(unknown.length, 'file')}). The records run from ${period(facts.window.from, facts.window.to)}, ` +
              'but that is not what was asked. Until somebody says it, nothing can be concluded from what is not there.',
          ]),
    ];
    return sentences.join(' ');
  },
  commands: () => [],
};
