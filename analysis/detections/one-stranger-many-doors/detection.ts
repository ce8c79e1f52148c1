/** One of them alone is a new computer on a journey; three on one day are one reader. */
import { count } from '../../words.ts';
import { type Detection, Weight } from '../detection.ts';
import { amount, far, list, places } from '../words.ts';

export const detection: Detection = {
  title: 'One strange browser in several mailboxes',
  question:
    'Did the same browser, new to each of several mailboxes, read them within a day from places new to each?',
  severityRule:
    'Medium for three mailboxes or more within a day. One step up each: another country or a rented machine; the owner of one of them read at a usual place meanwhile. At most high.',
  attack: ['T1557', 'T1539', 'T1078.004', 'T1114.002'],
  falsePositives:
    'Colleagues who were given new computers of one make and took them on a journey together. Ask them, by telephone.',
  response: ['contain-accounts', 'contain-methods', 'trace-cause', 'step-3-contexts'],
  pauseHours: 24 * 7,
  worthAsking: ({ mailboxes, away }) => mailboxes >= 3 && away > 0,
  judge(group) {
    const weight = new Weight('medium')
      .add(group.place >= 3, `from ${far(group)}`)
      .add(group.crossing > 0, 'while an owner read at a usual place')
      .atMost('high');
    return {
      severity: weight.severity,
      confidence: 'medium',
      title: `One browser, new to ${count(group.mailboxes, 'mailbox', 'mailboxes')}, read them from places new to each`,
      because: ['it reached each of them within a day of another', ...weight.because],
      observed: `${amount(group)} (${list(group.mailboxNames)}), ${places(group)}, over ${count(group.networks, 'network')}.`,
      expected: 'New computers come one by one, and begin in the office or at home.',
    };
  },
};
