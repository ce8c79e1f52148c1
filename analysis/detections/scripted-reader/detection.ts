/** People read mail with mail programs; this one says itself that it is none. */
import { type Detection, Weight } from '../detection.ts';
import { amount, far, list, places } from '../words.ts';

export const detection: Detection = {
  title: 'A script reads with a person’s account',
  question:
    'Did a program that names itself as a programmer’s library or tool (python-requests, curl and the like) read mail as a person?',
  severityRule:
    'Low. Info where it runs at a usual place on every third day of a log of eight days or more. One step up from a provider new to the mailbox, another country or a rented machine. Never more than medium: how much it took is asked by other detections.',
  attack: ['T1114.002', 'T1078.004'],
  falsePositives:
    'A program of the organisation’s own, a ticket system, an administrator’s script. Ask whoever owns the account which of them it is.',
  response: ['step-3-contexts', 'contain-accounts', 'contain-protocols'],
  pauseHours: 24 * 7,
  judge(group) {
    const regular = group.place < 2 && group.details.every((detail) => detail.startsWith('regular|'));
    const weight = new Weight(regular ? 'info' : 'low').add(
      group.place >= 2,
      group.place >= 3 ? `from ${far(group)}` : 'from a provider new to the mailbox',
    );
    const program = group.key.slice(group.key.lastIndexOf('/') + 1);
    return {
      needsHistory: false,
      severity: weight.severity,
      confidence: group.place >= 2 ? 'high' : 'medium',
      title: `${program} read with the account of ${list(group.users, 1)}`,
      because: [
        regular
          ? 'it runs at a usual place again and again'
          : 'it names itself as a script, and no person reads with it',
        ...weight.because,
      ],
      observed: `${amount(group)}, ${places(group)}, over ${list(group.protocols)}.`,
      expected:
        'People read with mail programs and browsers; programs of the organisation’s own are known to it.',
    };
  },
};
