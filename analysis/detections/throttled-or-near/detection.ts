/** Throttling blinds the log for a day (a gap tells that); here is who brought it about. */
import { type Detection, Weight } from '../detection.ts';
import { amount, app, far, list, places } from '../words.ts';

export const detection: Detection = {
  title: 'Read so much that recording stopped, or nearly',
  question: 'Who read so much of this mailbox that Exchange stopped recording its reading, or nearly did?',
  severityRule:
    'Info near the limit and low when throttled, where the usual readers did it, or such as the log is too short to call new. Medium near the limit and high when throttled, where something new to the mailbox did it; one step up from another country or a rented machine.',
  attack: ['T1114.002', 'T1562.008'],
  falsePositives:
    'A migration, a backup’s first run, a shared mailbox that many read, a mail program that fetches everything anew.',
  response: ['step-1-throttled', 'step-4-messages', 'reacquire-gaps'],
  pauseHours: 48,
  worthAsking: ({ throttled, accesses }) => throttled > 0 || accesses >= 400,
  judge(group) {
    const strange = group.details.some((detail) => detail.endsWith('strangers'));
    const throttled = group.details.some((detail) => detail.startsWith('throttled'));
    const weight = new Weight(strange ? 'medium' : 'info')
      .add(throttled, 'Exchange stopped recording: what came after is on no record')
      .add(strange && group.place >= 3, `from ${far(group)}`);
    const usual = group.details.some((detail) => detail.endsWith('the usual'));
    const by = strange
      ? 'a reader new to it'
      : usual
        ? 'its usual readers'
        : 'a reader not seen in it before';
    const reader = group.callers[0] === undefined ? list(group.protocols, 2) : app(group.callers[0]);
    return {
      needsHistory: false,
      severity: weight.severity,
      confidence: strange ? 'high' : 'medium',
      title: `${list(group.mailboxNames, 1)} ${throttled ? 'was throttled' : 'came near throttling'}, by ${by}`,
      because: weight.because,
      observed: `${amount(group)}, with ${reader}, by ${list(group.users, 2)}, ${places(group)}.`,
      expected:
        'Less than 1,000 access records in any 24 hours; fewer than one mailbox in a hundred is ever throttled (Microsoft).',
    };
  },
};
