/** An application's own right opens every mailbox it names, without a person or a second factor. */
import { count } from '../../words.ts';
import { type Detection, Weight } from '../detection.ts';
import { amount, app, far, list, places } from '../words.ts';

/** As the SQL notes it. */
const LET_IN = ' | let in by an administrator';

export const detection: Detection = {
  title: 'Application began to read in its own right',
  question: 'Did an application read mail in its own right that did not do so before?',
  severityRule:
    'Low by itself. One step up each: another country, or a rented machine; three mailboxes or more; whole folders synced or more than 200 messages; an application that attackers can use in their own name, or that names no id. Where an administrator let it in for everybody at work, shortly before, one step down and at most medium.',
  attack: ['T1528', 'T1098.001', 'T1114.002', 'T1550.001'],
  falsePositives:
    'An application whose maker moved from people’s rights to its own, with an administrator’s consent. Approve it by caller, network and mailboxes together.',
  response: ['contain-apps', 'trace-cause', 'baseline'],
  pauseHours: 24 * 14,
  worthAsking: ({ appOnly }) => appOnly > 0,
  judge(group) {
    const caller = group.callers[0];
    // Every part of it: what it read before anybody let it in is nobody's to explain.
    const byAdmin = group.details.every((detail) => detail.endsWith(LET_IN));
    const weight = new Weight('low')
      .add(group.hosting || group.place >= 3, `from ${far(group)}`)
      .add(group.mailboxes >= 3, `it reached ${count(group.mailboxes, 'mailbox', 'mailboxes')}`)
      .add(group.sync > 0 || group.messages > 200, 'it took much')
      .add(
        caller === undefined || ['unknown', 'risky', 'first-party-abusable'].includes(caller.tier),
        'anybody with its secret can be behind it',
      )
      .add(byAdmin, 'an administrator let it in, at work and shortly before', -1);
    if (byAdmin) weight.atMost('medium');
    return {
      severity: weight.severity,
      confidence: 'medium',
      title: `${app(caller)} began to read in its own right`,
      because: weight.because,
      observed: `${list([...new Set(group.details.map((detail) => detail.replace(LET_IN, '')))])}: ${amount(group)} (${list(group.mailboxNames)}), ${places(group)}.`,
      expected: 'Until then it read in the name of its users, or not at all.',
    };
  },
};
