/** Outlook syncs a granted mailbox by itself: only a grant, or a reader, in an unusual place makes it grave. */
import { type Detection, Weight } from '../detection.ts';
import { amount, far, list, places } from '../words.ts';

/** As the SQL notes it. */
const CARRIED = 'read from an unusual place, with a device the reader has at home';

export const detection: Detection = {
  title: 'Mailbox taken after a grant',
  question:
    'Was a mailbox read or synced by somebody who had just been granted it, and by whom was it granted?',
  severityRule:
    'Info for a grant that is used. One step up for whole folders synced; two for a grant made from an unusual place; two for a grant to oneself; one each for reading from another provider, and from another country or a rented machine. At most low, away from rented machines, where neither the grant was odd nor the device: it was made from a usual place and not to oneself, and whoever read abroad did so with what he has at home.',
  attack: ['T1098.002', 'T1114.002'],
  falsePositives:
    'New assistants, deputies and shared mailboxes: Outlook copies a granted mailbox by itself. Ask the mailbox’s owner and whoever made the grant.',
  response: ['contain-mailboxes', 'contain-accounts', 'trace-cause', 'step-2-sync'],
  pauseHours: 24 * 14,
  worthAsking: ({ changes }) => changes > 0,
  judge(group) {
    const [, grantee = ''] = group.key.split('|');
    const mailbox = list(group.mailboxNames, 2);
    const grants = group.details.filter((detail) => detail.startsWith('granted by'));
    const strange = group.details.includes('read from an unusual place');
    const away = strange || group.details.includes(CARRIED);
    const himself = grants.some((grant) => / to himself\b/.test(grant));
    const oddly = grants.some((grant) => grant.includes(' from an unusual place: '));
    const weight = new Weight('info')
      .add(group.sync > 0, 'whole folders were synced')
      .add(oddly, 'it was granted from an unusual place', 2)
      .add(away, 'it was read from a provider that neither side is known to use')
      .add(away && group.place >= 3, `from ${far(group)}`)
      .add(himself, 'whoever made the grant reads', 2);
    // An assistant copies what she was given, and takes her laptop along.
    const carried = group.place < 3 || !strange;
    if (away && carried && !oddly && !himself && !group.hosting) weight.atMost('low');
    return {
      needsHistory: false,
      severity: weight.severity,
      confidence: 'high',
      title: `${grantee} ${group.sync > 0 ? 'copied' : 'read'} mail of ${mailbox} after a grant`,
      because: weight.because,
      observed: `${list(grants, 4)}. Then ${grantee}: ${amount(group)}, ${places(group)}.`,
      expected: `${grantee} did not read ${mailbox} before; whoever grants a mailbox does so from a usual place.`,
    };
  },
};
