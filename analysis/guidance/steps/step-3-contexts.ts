import { count } from '../../words.ts';
import type { Step } from '../step.ts';
import { list } from '../words.ts';

/** A marker is a line for the chat only when it is made of what markers are made of. */
const MARKER =
  /^(ip|network|session|token|app|user|from|to):[\p{L}\p{N}._:@/'#!^~{}=-]+(\+(ip|network|session|token|app|user|from|to):[\p{L}\p{N}._:@/'#!^~{}=-]+)*$/u;
const MOST_MARKERS = 10;

export const step: Step = {
  id: 'step-3-contexts',
  source: 'Microsoft, step 3 (audit-log-investigate-accounts)',
  order: 15,
  when: (facts) => facts.mailItemsAccessed > 0 && (!facts.hostileOnRecord || facts.suspicions.length > 0),
  title: (facts) =>
    facts.suspicions.length > 0
      ? `Decide about ${count(facts.suspicions.length, 'suspicion')}: mark hostile or trusted`
      : 'Look through the contexts, and mark those of a stranger hostile',
  why: (facts) => {
    const suspected =
      facts.suspicions.length > 0
        ? `Not yet decided: ${list(
            facts.suspicions.map(({ title }) => `“${title}”`),
            3,
          )}. `
        : '';
    return (
      `${suspected}Until a context is marked, nothing counts as confirmed${facts.suspicions.length > 0 ? '; what to contain then stands in the steps that follow' : '; with the mark come the steps that contain it'}. ` +
      'Ask the owners about contexts (client, address, session and user) they should not have. An address shared by an ' +
      'office is marked together with a session or a user.'
    );
  },
  commands: (facts) =>
    facts.suspicions
      .flatMap(({ markers }) => markers)
      .filter((marker) => marker.length < 300 && MARKER.test(marker))
      .map((marker) => `mark hostile ${marker}`)
      .slice(0, MOST_MARKERS),
};
