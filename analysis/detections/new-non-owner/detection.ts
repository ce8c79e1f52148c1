/** Told by LogonUserSid and LogonType (audit-records 3), never by comparing names: people are renamed. */
import { count } from '../../words.ts';
import { type Detection, tookMuch, Weight } from '../detection.ts';
import { amount, far, list, ON_JOURNEY, places } from '../words.ts';

/** As the SQL notes it. */
const STRANGE_DEVICE = ', with a device not known to be the reader’s';

/** Messages. A holiday's stand-in reads what comes in. */
const MANY = 100;

export const detection: Detection = {
  title: 'Mailbox read by somebody new to it',
  question: 'Did somebody other than the owner read a mailbox that he did not read before?',
  severityRule:
    'Info by itself, low as administrator. One step up each: from a provider that neither side is known to use; from another country or a rented machine; whole folders synced from there; three mailboxes or more from there, or from anywhere as administrator where no grant is in the log; at usual places whole folders synced, or more than 100 messages at more than an everyday pace, where no grant is in the log. At most low where it was granted from a usual place and read in a usual country; and where a delegate of fewer than three mailboxes read from elsewhere, but no rented machine, with what he reads his own mail with at home, or where he was on a journey, as his telephone or the silence at home says.',
  attack: ['T1098.002', 'T1114.002', 'T1078.004'],
  falsePositives:
    'New assistants, deputies, teams that share a mailbox, and help desks. Ask the owner, not by mail.',
  response: ['contain-mailboxes', 'trace-cause', 'contain-accounts'],
  pauseHours: 24 * 7,
  worthAsking: ({ nonOwner }) => nonOwner > 0,
  judge(group) {
    const away = group.place >= 2;
    const asAdmin = group.details.some((detail) => detail.startsWith('as administrator'));
    const granted = group.details.every((detail) => detail.includes('granted from a usual place'));
    // An insider sits at a usual place: what he may do without asking anybody is what tells him.
    const unasked = !away && !group.details.some((detail) => detail.includes('granted'));
    const weight = new Weight(asAdmin ? 'low' : 'info')
      .add(away, 'from a provider that neither side is known to use')
      .add(group.place >= 3, `from ${far(group)}`)
      .add(away && group.sync > 0, 'whole folders were synced from there')
      .add(
        away && group.mailboxes >= 3,
        `it reached ${count(group.mailboxes, 'mailbox', 'mailboxes')} from there`,
      )
      .add(
        unasked && asAdmin && group.mailboxes >= 3,
        `it reached ${count(group.mailboxes, 'mailbox', 'mailboxes')}, and nobody granted them`,
      )
      .add(
        unasked && !asAdmin && (group.sync > 0 || tookMuch(group, MANY)),
        `${group.sync > 0 ? 'whole folders were synced' : `${count(group.messages, 'message')} were read`}, and no grant of it is in the log`,
      );
    if (granted && group.place < 3) weight.atMost('low');
    // Whoever is away takes the laptop along, and all mailboxes that are open on it.
    const carried =
      away && (group.onJourney || !group.details.some((detail) => detail.includes(STRANGE_DEVICE)));
    if (carried && !group.hosting && !asAdmin && group.mailboxes < 3) weight.atMost('low');
    if (group.onJourney && carried && !group.hosting) weight.add(true, ON_JOURNEY, 0);
    const who = list(group.users, 2);
    return {
      severity: weight.severity,
      confidence: away ? 'high' : 'medium',
      title: `${list(group.mailboxNames, 2)} read by ${who}, who is new to ${group.mailboxes === 1 ? 'it' : 'them'}`,
      because: weight.because,
      observed: `${who}, ${list(group.details)}: ${amount(group)}, ${places(group)}.`,
      expected: `Owners, and those who read ${group.mailboxes === 1 ? 'this mailbox' : 'these mailboxes'} before.`,
    };
  },
};
