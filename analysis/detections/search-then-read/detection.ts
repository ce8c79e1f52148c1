/** Everybody searches; whoever searches for money in a place new to the mailbox tells what he came for. */
import { count } from '../../words.ts';
import { type Detection, Weight } from '../detection.ts';
import { amount, list, places } from '../words.ts';

export const detection: Detection = {
  title: 'Searched, then read, in an unusual place',
  question: 'Did somebody search a mailbox in a place new to it, and open what was found?',
  severityRule:
    'Info by itself. One step up each: words of money or secrets; a rented machine, with a device or program new to the mailbox or while its owner read in the usual place; the owner read in the usual place at the same time, in two half hours or more; a device new to the mailbox, in another country.',
  attack: ['T1114.002', 'T1087.003'],
  falsePositives: 'People who travel, or use a VPN, and look for an old message.',
  response: ['contain-accounts', 'step-4-messages', 'trace-cause'],
  pauseHours: 24 * 3,
  worthAsking: ({ changes }) => changes > 0,
  judge(group) {
    const who = group.key;
    const money = group.details.includes('words of money or secrets');
    const searches = Math.max(1, group.details.filter((detail) => detail.includes('words')).length);
    const strange = group.newDevice || group.newProtocol;
    const weight = new Weight('info')
      .add(money, 'the words were of money or secrets')
      // People have VPNs of their own: it takes a stranger on it, or the owner at home meanwhile.
      .add(group.hosting && (strange || group.crossing > 0), 'from a rented machine')
      .add(group.crossing > 1, 'the owner read in the usual place at the same time')
      .add(group.newDevice && group.place >= 3, 'with a device new to the mailbox');
    return {
      severity: weight.severity,
      confidence: 'medium',
      title: `${who} searched and read in an unusual place`,
      because: weight.because,
      observed: `Searches for ${searches > 1 ? 'words of money or secrets, and others' : money ? 'words of money or secrets' : 'other words'}; within half an hour ${amount(group)} (${list(group.mailboxNames)}), ${places(group)}, on ${count(group.days, 'day')}.`,
      expected: 'Owners search their mail from their usual places.',
    };
  },
};
