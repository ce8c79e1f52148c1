/** Travellers send mail, too: the place and the device must speak against the owner before this is grave. */
import { type Detection, Weight } from '../detection.ts';
import { allPlaces, amount, list, ON_JOURNEY } from '../words.ts';

/** As the SQL notes them. */
const READ = 'read in the same place';
const OWN_VPN = ', behind the own VPN';

export const detection: Detection = {
  title: 'Mail sent or attachments opened in an unusual place',
  question:
    'Was mail sent, or were attachments opened, where somebody also reads from a place new to the mailbox?',
  severityRule:
    'Info by itself. One step up each: a rented machine, with a device or program new to the mailbox or while its owner read in the usual place, unless it is the VPN that this person is behind on many days with known devices; a device new to the mailbox, in another country (unless the owner was on a journey there, as his telephone or the silence at home says) or on a rented machine; the owner read in the usual place at the same time, in two half hours or more; mail sent as somebody else.',
  attack: ['T1114.002', 'T1534', 'T1586.002'],
  falsePositives: 'People who travel, move house or use a VPN.',
  response: ['contain-accounts', 'step-4-messages', 'trace-cause'],
  pauseHours: 24 * 7,
  worthAsking: ({ changes }) => changes > 0,
  judge(group) {
    const [who = ''] = group.key.split('|');
    const done = group.details.filter((detail) => detail !== READ);
    const ownVpn = done.some((detail) => detail.endsWith(OWN_VPN));
    const did = [...new Set(done.map((detail) => detail.replace(OWN_VPN, '')))];
    // The incident was cut by a pause, and this part of it is reads alone.
    if (did.length === 0) return null;
    const strange = group.newDevice || group.newProtocol;
    const journey = group.onJourney && !group.hosting;
    const weight = new Weight('info')
      // People have VPNs of their own: it takes a stranger on it, or the owner at home meanwhile.
      .add(group.hosting && !ownVpn && (strange || group.crossing > 0), 'from a rented machine')
      .add(group.newDevice && group.place >= 3 && !journey, 'with a device new to the mailbox')
      .add(group.crossing > 1, 'the owner read in the usual place at the same time')
      .add(did.includes('mail sent as somebody else'), 'mail was sent as somebody else')
      .add(journey, ON_JOURNEY, 0);
    return {
      severity: weight.severity,
      confidence: 'medium',
      title: `${who}: ${list(did)} in an unusual place`,
      because: weight.because,
      observed: `${list(did)} by ${who}, ${allPlaces(group)}; there also ${amount(group)}.`,
      expected: 'Owners write and open attachments from their usual places.',
    };
  },
};
