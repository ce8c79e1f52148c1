/** Whoever may read all mail to name messages is worth robbing: what Mailtrail did not do with its own key, a thief may have. */
import { count } from '../../words.ts';
import { type Detection, Weight } from '../detection.ts';
import { amount, far, list, places } from '../words.ts';

export const detection: Detection = {
  title: "Mail read with Mailtrail's own application, but not by Mailtrail",
  question: 'Did somebody else read mail with the application that Mailtrail reads with?',
  severityRule:
    'High by itself: whoever holds its secret or certificate can read every mailbox it was given. One step up each: three mailboxes or more; from another country or a rented machine.',
  attack: ['T1528', 'T1552.001', 'T1114.002'],
  falsePositives:
    'Another program that was registered under the same application, or a reading of Mailtrail that this case was not told of, such as one for another case. Compare the request ids with its audit trail.',
  response: ['contain-apps', 'tell-authorities'],
  pauseHours: 24 * 14,
  worthAsking: ({ ownReads }) => ownReads > 0,
  judge(group) {
    const weight = new Weight('high')
      .add(group.mailboxes >= 3, `it reached ${count(group.mailboxes, 'mailbox', 'mailboxes')}`)
      .add(group.place >= 3, `it came from ${far(group)}`);
    return {
      needsHistory: false,
      severity: weight.severity,
      confidence: 'medium',
      because: [
        'these records are of no reading that Mailtrail noted: another time, or another request id',
        ...weight.because,
      ],
      observed: `${amount(group)} (${list(group.mailboxNames)}), ${places(group)}.`,
      expected: 'Mailtrail notes when it reads and each of its requests; nobody else holds its key.',
    };
  },
};
