/** A place is a weak sign alone and a strong one beside a strange device. */
import { count, countryName } from '../../words.ts';
import { type Detection, type GroupFacts, tookMuch, Weight } from '../detection.ts';
import { amount, far, list, ON_JOURNEY, places, placeWords } from '../words.ts';

/** More than a look at the news of the day. */
const MANY_MESSAGES = 150;
const RENTED = ['rented machine', 'VPN provider'];
/** As the SQL notes it. */
const SERVICES = [
  'rented machine of a service known here',
  'rented machine of a service let in by its users',
];

export const detection: Detection = {
  title: 'Mail read from a network new to the mailbox',
  question: 'Did somebody read this mailbox from a place where neither its owner nor this reader was before?',
  severityRule:
    'Info for another provider in the same country. One step up each: another country or a rented machine; a device or program this person never used; the owner read at a usual place in the same half hour (with a device this person knows only in three half hours, and not from rented machines, since VPNs look the same); three providers or more (a line changes its address by itself, and a VPN its exits); much at once, 150 messages and 25 a day. A place alone is never more than low, nor is what was read in a country where the owner was on a journey himself: his telephone was there on two days and more and not at home between, or for five days nobody read at the usual places. Nor are the machines from which a service has read three other mailboxes since the log began, or those of what its users let in at usual places. A strange device in another place is at most medium, and high only from rented machines or beside the owner.',
  attack: ['T1078.004', 'T1114.002'],
  falsePositives:
    'Travel, a hotel, a new home line, a VPN of the person’s own choice. Ask the owner, by telephone, where they were at that time.',
  response: ['step-3-contexts', 'contain-accounts', 'contain-methods'],
  pauseHours: 24 * 7,
  worthAsking: ({ away }) => away > 0,
  judge(group) {
    const strange = group.newDevice || group.newProtocol;
    const rented =
      SERVICES.some((kind) => group.details.includes(kind)) ||
      RENTED.some((kind) => group.details.includes(kind));
    // Where a service lives says nothing of the person whom it reads for.
    const service = group.details.every((detail) => SERVICES.includes(detail));
    // A journey begins with one such half hour where clocks or lines are late; and VPNs look like rented machines.
    const again = !rented && group.crossing >= 3;
    const journey = group.onJourney && !rented;
    const weight = new Weight('info')
      .add(group.place >= 3, `it is ${far(group)}`)
      .add(strange, 'with a device or program this person never used')
      .add(
        group.crossing > 0 && (strange || again),
        `while the mailbox was read at a usual place, in ${count(group.crossing, 'half hour')}`,
      )
      .add(
        // Addresses are no places: a provider gives its customers another one every night.
        strange && group.providers >= 3,
        `the place changed, over ${count(group.providers, 'provider')}`,
      )
      .add(group.place >= 3 && tookMuch(group, MANY_MESSAGES), 'it took much')
      .add(journey, ON_JOURNEY, 0);
    // A journey with a new phone or computer is no more than that, however much is read on it.
    const most =
      service || journey || (!strange && !again) ? 'low' : rented || group.crossing > 0 ? 'high' : 'medium';
    return {
      severity: weight.atMost(most).severity,
      confidence: !service && (strange || again) ? 'high' : 'medium',
      title: `${list(group.mailboxNames, 1)} read from ${where(group, rented)}`,
      because: weight.because,
      observed: `${amount(group)}, by ${list(group.users, 2)}, ${places(group)}, over ${list(group.protocols)}: ${placeWords(group)}.`,
      expected: `Reading at places that were usual ${group.historyDays === 0 ? 'before' : `in the ${count(group.historyDays, 'day')} of log before`}.`,
    };
  },
};

function where(group: GroupFacts, rented: boolean): string {
  if (rented)
    return RENTED.filter((kind) => group.details.some((detail) => detail.startsWith(kind)))
      .map((kind) => `a ${kind}`)
      .join(' and ');
  if (group.place >= 3)
    return group.countries.length === 0 ? 'another country' : list(group.countries.map(countryName), 2);
  return 'another provider';
}
