/** Two people share an account, or one of them is an intruder who was there before the log began. */
import { type Detection, Weight } from '../detection.ts';
import { amount, list, places } from '../words.ts';

export const detection: Detection = {
  title: 'One account leads two lives',
  question:
    'Is one account used in two countries, or at home and on a rented machine, in the same hours, or on the same days in another part of the world or at other hours, from the beginning of the log, with different devices in each, or with Outlook in the second?',
  severityRule:
    'Low by itself: three days on which the second place lies between two reads in the first, four hours apart at most; what Outlook copies on an ordinary line abroad counts as reading there. Or five days on which both read: where they are half a day of travel from each other, or where the second is a rented machine in another country, used at hours at which nobody ever reads at home. One step up each: on a computer, since a telephone with a VPN looks the same, or on a telephone while one of another system is carried at home; an ordinary line, where no VPN explains it. At most medium: the log cannot tell which of the two is the owner.',
  attack: ['T1078.004'],
  falsePositives:
    'A second computer behind a VPN or a gateway in another country; a home beside a border; an account that two people share.',
  response: ['step-3-contexts', 'contain-accounts', 'contain-methods'],
  pauseHours: 24 * 7,
  worthAsking: ({ networks }) => networks > 1,
  judge(group) {
    const has = (what: string) => group.details.some((detail) => detail.includes(what));
    const weight = new Weight('low')
      .add(has('computer'), 'on a computer, not on a telephone')
      .add(
        !has('computer') && has('beside another phone'),
        'on a telephone that is never at home, while one of another system is',
      )
      .add(has('ordinary line'), 'an ordinary line, no VPN or rented machine')
      .atMost('medium');
    const abroad = group.details.some((detail) => !detail.endsWith('in the same country'));
    return {
      severity: weight.severity,
      confidence: 'medium',
      needsHistory: false,
      title: `${list(group.users, 1)} reads in two ${abroad ? 'countries' : 'places'}, with other devices in each`,
      because: weight.because,
      observed: `${abroad ? 'In the country where the tenant has nobody else' : 'On the rented machine or VPN'}: ${amount(group)}, ${places(group)}. Which of the two is the owner, the log cannot tell.`,
      expected: 'A person is in one country at a time, and takes a device along.',
    };
  },
};
