import { count } from '../../words.ts';
import type { CaseFacts } from '../facts.ts';
import type { Step } from '../step.ts';
import { list } from '../words.ts';

function withMessages(facts: CaseFacts): CaseFacts['exposed'] {
  const best = new Map<string, CaseFacts['exposed'][number]>();
  for (const exposed of facts.exposed) {
    const known = best.get(exposed.mailbox);
    if (exposed.messages > (known?.messages ?? 0)) best.set(exposed.mailbox, exposed);
  }
  return [...best.values()];
}

function total(facts: CaseFacts): number {
  return withMessages(facts).reduce((sum, exposed) => sum + exposed.messages, 0);
}

/** The export's list is longer than this count, and nobody should have to find out why. */
function more({ exposed }: CaseFacts): string {
  return exposed.some(({ verdict }) => verdict === 'entire-mailbox')
    ? ' The notification export has more rows than that: of mailboxes presumed read entirely it also lists what other records name in them, and one row for each synced folder and each gap.'
    : '';
}

export const step: Step = {
  id: 'step-4-messages',
  source: 'Microsoft, step 4 (audit-log-investigate-accounts)',
  order: 43,
  when: (facts) => total(facts) > 0,
  title: (facts) => `Review ${count(total(facts), 'message')} presumed read`,
  why: (facts) =>
    `${list(withMessages(facts).map(({ mailbox, messages }) => `${mailbox} (${messages.toLocaleString('en')})`))}. ` +
    'The record shows that a message was opened, not that a person read it; it must be presumed. Find each by its internet ' +
    'message id and judge whether it holds personal or otherwise sensitive data. The same read within an hour is recorded ' +
    `once, so the count is of messages, not of readings.${more(facts)}`,
  commands: () => [],
};
