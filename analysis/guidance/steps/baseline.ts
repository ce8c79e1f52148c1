import { count } from '../../words.ts';
import type { Step } from '../step.ts';

export const step: Step = {
  id: 'baseline',
  source: 'CISA AA23-193A, Logging',
  order: 81,
  when: (facts) => facts.mailItemsAccessed > 0,
  title: () => 'Know what is normal: which applications read mail here',
  why: (facts) =>
    'The agency that found the intrusion of 2023 noticed an application id that did not normally read mail. It could, because ' +
    `it knew its normal. Go through the applications and networks that reached ${count(facts.mailboxes.length, 'mailbox', 'mailboxes')} ` +
    'here, mark those you know as trusted, and keep at least a month of records from quiet times to compare with.',
  commands: () => [],
};
