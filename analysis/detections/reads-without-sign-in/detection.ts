/** The mark of forged and stolen tokens (seeds: AA23-193A), which only a complete record of sign-ins can show. */
import { count } from '../../words.ts';
import { type Detection, Weight } from '../detection.ts';
import { amount, far, list, places } from '../words.ts';

export const detection: Detection = {
  title: 'Mail read without any sign-in',
  question: 'Was mail read in sessions for which nobody, and nothing, ever signed in?',
  severityRule:
    'Medium by itself. One step up each: from a provider new to the mailbox; from another country or a rented machine; three mailboxes or more. Asked only where sign-ins of all four kinds cover the life of the session.',
  attack: ['T1550.001', 'T1606.002', 'T1114.002'],
  falsePositives:
    'Sign-ins that arrived late or were not collected. Fetch the sign-ins of these sessions again before calling it forged.',
  response: ['forged-tokens', 'contain-accounts', 'tell-authorities'],
  pauseHours: 24 * 14,
  worthAsking: ({ signInCoverage }) => signInCoverage > 0,
  judge(group) {
    const weight = new Weight('medium')
      .add(group.place >= 2, 'from a provider new to the mailbox')
      .add(group.place >= 3, `from ${far(group)}`)
      .add(group.mailboxes >= 3, `it reached ${count(group.mailboxes, 'mailbox', 'mailboxes')}`);
    return {
      needsHistory: false,
      severity: weight.severity,
      confidence: group.place >= 2 ? 'high' : 'medium',
      title: `${count(group.mailboxes, 'mailbox', 'mailboxes')} read without any sign-in`,
      because: [
        'sign-ins of all four kinds were searched, and none belongs to these sessions or tokens',
        ...weight.because,
      ],
      observed: `${amount(group)} (${list(group.mailboxNames)}), ${places(group)}.`,
      expected: 'Every session begins with a sign-in, and most sessions here have theirs.',
    };
  },
};
