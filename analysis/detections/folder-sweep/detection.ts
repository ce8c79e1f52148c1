/** Owners know where their mail is; strangers look everywhere. */

import { HISTORY_DAYS } from '../../baseline/habits.ts';
import { count } from '../../words.ts';
import { type Detection, Weight } from '../detection.ts';
import { amount, far, list, ON_JOURNEY, places } from '../words.ts';

export const detection: Detection = {
  title: 'Folder after folder opened by somebody new to the mailbox',
  question:
    'Did something new to the mailbox open messages in many folders within an hour, or in folders hardly ever touched?',
  severityRule:
    'Info for a new device at a usual place. One step up each: a provider new to the mailbox; another country or a rented machine; a device or program this person never used, away from the usual places; folders hardly anybody touches. At most high, and medium unless it came from a rented machine or beside the owner, after five days of log or more; low before that on an ordinary line of a usual country. At most low too where all but a little was read at usual places, for an application that was let in at a usual place, about which another detection asks, and where the owner was on a journey, as his telephone or the silence at home says.',
  attack: ['T1114.002', 'T1083'],
  falsePositives:
    'A new mail program that builds its index, or an owner on a journey who looks for something old.',
  response: ['step-4-messages', 'step-3-contexts'],
  pauseHours: 48,
  worthAsking: ({ strange }) => strange > 0,
  judge(group) {
    const seldom = group.details.some((detail) => detail.startsWith('folders seldom touched'));
    const weight = new Weight('info')
      .add(group.place >= 2, 'from a provider new to the mailbox')
      .add(group.place >= 3, `from ${far(group)}`)
      .add(
        group.place >= 2 && (group.newDevice || group.newProtocol),
        'with a device or program this person never used',
      )
      .add(
        seldom && group.place >= 2 && (group.newDevice || group.newProtocol),
        'in folders that hardly anybody touches',
      )
      .atMost((group.hosting || group.crossing > 0) && group.historyDays >= HISTORY_DAYS ? 'high' : 'medium');
    const journey = group.onJourney && !group.hosting;
    if (journey) weight.add(true, ON_JOURNEY, 0);
    // It is asked about as an application, and indexes what it was let into.
    const letIn = group.details.every((detail) => detail.endsWith('by what was let in'));
    weight.add(letIn, 'an application that was let in at a usual place, shortly before', 0);
    // What the first days know is little: a program that was there all the time looks new.
    const early =
      group.place < 3 && !group.hosting && group.crossing === 0 && group.historyDays < HISTORY_DAYS;
    const mostly = group.details.every((detail) => detail.endsWith('mostly at usual places'));
    weight.add(mostly && group.place >= 2, 'all but a little of it was read at usual places', 0);
    const known = letIn || early || mostly || journey || (!group.newDevice && !group.newProtocol);
    return {
      severity: (known ? weight.atMost('low') : weight).severity,
      confidence: seldom ? 'medium' : 'low',
      title: `Many folders of ${list(group.mailboxNames, 1)} opened by a reader new to it`,
      because: weight.because,
      observed: `${amount(group)}, by ${list(group.users, 2)}, ${places(group)}, over ${list(group.protocols)}.`,
      expected: `Fewer folders in an hour, and those that are used: ${count(group.historyDays, 'day')} of log before.`,
    };
  },
};
