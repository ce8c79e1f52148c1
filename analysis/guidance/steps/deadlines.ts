import { isIncident } from '../facts.ts';
import type { Step } from '../step.ts';

export const step: Step = {
  id: 'deadlines',
  source: 'Microsoft, audit-log-investigate-accounts (introduction)',
  order: 71,
  when: isIncident,
  title: () => 'Let counsel decide which deadlines run, and start their clocks',
  why: () =>
    'Where it cannot be shown that sensitive data was not exposed, laws may ask that people or a regulator be told within days or ' +
    'hours. When a deadline begins is a legal question: a person starts each clock, this bot never does.',
  commands: () => [],
};
