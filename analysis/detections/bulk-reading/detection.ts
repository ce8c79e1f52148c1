/** Much for this mailbox, whatever others read. */
import { count } from '../../words.ts';
import { type Detection, Weight } from '../detection.ts';
import { amount, far, list, places } from '../words.ts';

export const detection: Detection = {
  title: 'Far more opened than this mailbox’s own pace',
  question: 'Was far more of this mailbox opened in a day than it ever is?',
  severityRule:
    'Info where the owner’s usual devices at usual places did it, or there a program that several mailboxes take up within two weeks, low from ten times the pace. Low where something else new to the mailbox did it; then one step up each: a provider new to the mailbox; another country or a rented machine; a device or program this person never used; a script that names itself as one; ten times the pace. At most high, and medium without such a device or program where the owner did not read at a usual place meanwhile: a person on a journey reads much. At most low for an application that was let in at a usual place shortly before, about which other detections ask. At most low at usual places, where a new computer is mostly the owner’s and fetches old mail, unless a script reads there; a quarter of it may be from elsewhere, while it is no busy day by itself.',
  attack: ['T1114.002', 'T1119'],
  falsePositives:
    'Somebody back from leave, a search through old mail, a move to another mail program, a mailbox handed over to a successor.',
  response: ['step-4-messages', 'step-1-throttled', 'step-3-contexts'],
  pauseHours: 48,
  worthAsking: ({ items }) => items >= 60,
  judge(group) {
    // What was let in is asked about as an application, by what it takes of each.
    const letIn = group.key.endsWith('|let in');
    const strange = group.key.endsWith('|strange') || letIn;
    const device = group.newDevice || group.newProtocol;
    // A new computer fetches everything at the office; that it was at home the same day makes no stranger of it.
    const usual = group.details.every((detail) => detail.endsWith('|at usual places'));
    const home = (group.place < 2 || usual) && !group.scripted;
    const grave = group.place < 2 || device || group.crossing > 0;
    const most = !strange || home || letIn ? 'low' : grave ? 'high' : 'medium';
    const pace = Math.max(
      0,
      ...group.details.map((detail) => Number(detail.replace(/\|.*/, ''))).filter(Number.isFinite),
    );
    const times = group.messages / Math.max(1, pace * group.days);
    const weight = new Weight(strange ? 'low' : 'info')
      .add(times >= 10, 'ten times the usual and more')
      .add(strange && group.place >= 2 && !home, 'from a provider new to the mailbox')
      .add(strange && group.place >= 3 && !home, `from ${far(group)}`)
      .add(strange && device, 'with a device or program this person never used')
      .add(letIn, 'an application that was let in at a usual place, shortly before', 0)
      .add(strange && home && group.place >= 2, 'all but a little of it was read at usual places', 0)
      .add(strange && group.scripted, 'a script reads, and no person does');
    return {
      severity: weight.atMost(most).severity,
      confidence: strange ? 'high' : 'low',
      title: `${count(group.messages, 'message')} of ${list(group.mailboxNames, 1)} opened in ${count(group.days, 'day')}`,
      because: weight.because,
      observed: `${amount(group)}, by ${list(group.users, 2)}, ${places(group)}.`,
      expected: `About ${count(pace, 'message')} on a day with any, by the usual devices at the usual places.`,
    };
  },
};
