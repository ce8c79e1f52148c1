import { count } from '../../words.ts';
import type { Step } from '../step.ts';
import { list, period } from '../words.ts';

export const step: Step = {
  id: 'declare-scope',
  source: 'Microsoft Learn, Search-UnifiedAuditLog',
  order: 30,
  when: (facts) => facts.inputs.some((input) => !input.scopeKnown),
  title: () => 'Say what was asked of the log',
  why: (facts) => {
    const unknown = facts.inputs.filter((input) => !input.scopeKnown).map((input) => input.name);
    return (
      `It is not known which period, users and operations were searched for ${list(unknown, 3)} ` +
      `(${count(unknown.length, 'file')}). The records run from ${period(facts.window.from, facts.window.to)}, ` +
      'but that is not what was asked. Until somebody says it, nothing can be concluded from what is not there.'
    );
  },
  commands: () => [],
};
