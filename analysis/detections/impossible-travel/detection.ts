/** Nobody is in two countries within half an hour; a VPN is. */
import { type Detection, Weight } from '../detection.ts';
import { amount, list, ON_JOURNEY, places } from '../words.ts';

export const detection: Detection = {
  title: 'One person reads in two countries at once',
  question:
    'Did the same person read mail abroad between two reads at usual places, too near to each other for a journey?',
  severityRule:
    'Low by itself, since a VPN looks the same. One step up each, where it happened with a device or program this person never used: that; an ordinary line in the other country, where no VPN explains it; in two half hours or more; more than 150 messages, or folders synced there. At most high, and low where the owner was on a journey there, as his telephone says, and something at home read on by itself.',
  attack: ['T1078.004', 'T1539'],
  falsePositives:
    'A VPN or a company gateway in another country beside a phone at home; a home beside a border; an address whose country the tables have wrong.',
  response: ['step-3-contexts', 'contain-accounts', 'contain-methods'],
  pauseHours: 24 * 7,
  worthAsking: ({ away }) => away > 0,
  judge(group) {
    const strange = group.newDevice || group.newProtocol;
    const has = (what: string) => group.details.some((detail) => detail.includes(what));
    const journey = group.onJourney && !group.hosting;
    const weight = new Weight('low')
      .add(strange, 'with a device or program this person never used')
      .add(strange && has('ordinary line'), 'an ordinary line, no VPN or rented machine')
      .add(strange && has('again'), 'in two half hours or more')
      .add(strange && (group.messages > 150 || group.sync >= 4), 'it took much there')
      .add(journey, ON_JOURNEY, 0)
      .atMost(journey ? 'low' : 'high');
    return {
      needsHistory: false,
      severity: weight.severity,
      confidence: strange ? 'high' : 'low',
      title: `${list(group.users, 1)} read in ${list(group.countries, 2)} and at a usual place within hours`,
      because: weight.because,
      observed: `At the place new to the mailbox: ${amount(group)}, ${places(group)}.`,
      expected: 'A person is in one country at a time; four hours are no journey there and back.',
    };
  },
};
