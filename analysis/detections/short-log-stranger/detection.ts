/** A log of a few days knows no habits; some things are told without. */
import { type Detection, Weight } from '../detection.ts';
import { amount, list, places } from '../words.ts';

export const detection: Detection = {
  title: 'Read from a place of nobody else’s, in a log too short to know habits',
  question:
    'In a log of less than eight days: did somebody who reads at home also read from a rented machine, or a country, that nobody else here reads from?',
  severityRule:
    'Low by itself: a rented machine within twelve hours of reads at home, or an ordinary line abroad between two reads at home, too near to each other for a journey. One step up each: a device seen nowhere else (on a rented machine only where it is used on half of the days or fewer, since a VPN of the owner’s own is there daily); folder after folder copied to an ordinary line abroad. At most medium, with low confidence: what is usual is not known.',
  attack: ['T1078.004', 'T1114.002'],
  falsePositives:
    'A VPN of the owner’s own, a gateway in another country, a second computer. Ask the owner, and ask for a longer log.',
  response: ['step-3-contexts', 'contain-accounts', 'contain-methods'],
  pauseHours: 24 * 7,
  worthAsking: ({ days, networks }) => days < 8 && networks > 1,
  judge(group) {
    const has = (what: string) => group.details.some((detail) => detail.includes(what));
    const rented = has('rented');
    const weight = new Weight('low')
      .add(has('a device of its own'), 'with a device that is seen nowhere else')
      .add(has('folder after folder'), 'folder after folder was copied there')
      .atMost('medium');
    return {
      severity: weight.severity,
      confidence: 'low',
      title: `${list(group.users, 1)} read ${rented ? 'on a rented machine or VPN' : 'in another country'} between reads at home`,
      because: [
        rented
          ? 'nobody else here reads on that provider’s machines'
          : 'nobody else here reads from that country',
        ...weight.because,
      ],
      observed: `${amount(group)}, ${places(group)}, over ${list(group.protocols)}.`,
      expected:
        'A person is in one place at a time; what is usual for this one, so short a log does not tell.',
    };
  },
};
