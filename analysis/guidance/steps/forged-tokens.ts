import { count } from '../../words.ts';
import type { Step } from '../step.ts';
import { ownerTargets } from '../targets.ts';
import { list } from '../words.ts';

export const step: Step = {
  id: 'forged-tokens',
  source: 'CISA AA23-193A',
  order: 25,
  when: (facts) => ownerTargets(facts).names.length > 1,
  title: () => 'If no sign-in explains these reads, call Microsoft: revoking will not stop forged tokens',
  why: (facts) => {
    const { names, confirmed } = ownerTargets(facts);
    return (
      `${confirmed ? 'A hostile application' : 'An application that findings point to'} read ` +
      `${count(names.length, 'mailbox', 'mailboxes')} (${list(names)}) in the owners’ own names. Compare with the owners’ ` +
      'sign-ins. If there are none, the tokens may be forged, as they were in 2023: new passwords, revoked sessions and MFA do ' +
      'not stop that, and only Microsoft can. Open a case of severity A and give them the application id, times and token ids.'
    );
  },
  commands: () => [],
};
