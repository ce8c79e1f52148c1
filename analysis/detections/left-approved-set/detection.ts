/** Backup, CRM and eDiscovery applications read much by design; what they read from elsewhere is not theirs. */
import { count } from '../../words.ts';
import { type Detection, Weight } from '../detection.ts';
import { amount, app, list, places } from '../words.ts';

export const detection: Detection = {
  title: 'Known application outside its usual set',
  question:
    'Did an application that is approved or long known read from a network, or mailboxes, outside its set?',
  severityRule:
    'Low for mailboxes outside an approval, medium for a network outside it or outside what the application always used. Low for another machine of the provider where an application always kept to few. One step up each: three mailboxes or more from there; the usual place went on reading beside it, on the same day where the provider is the same. One step down where the usual place fell silent: it may have moved.',
  attack: ['T1528', 'T1078.004', 'T1550.001', 'T1114.002'],
  falsePositives:
    "The maker moved to another provider, or mailboxes were added. Ask the maker for its addresses, and approve them when they are the maker's.",
  response: ['contain-apps', 'trace-cause', 'baseline'],
  pauseHours: 24 * 14,
  worthAsking: ({ approvals, appOnly }) => approvals > 0 || appOnly > 0,
  judge(group) {
    const has = (detail: string) => group.details.includes(detail);
    const onlyMailbox = !has('a network outside the approval') && group.key.startsWith('approved:');
    const machine = group.key.startsWith('machine:');
    const beside =
      has('beside the place it always came from') || has('another machine beside those it always came from');
    const weight = new Weight(onlyMailbox || machine ? 'low' : 'medium')
      .add(
        group.mailboxes >= 3 && !onlyMailbox,
        `it reached ${count(group.mailboxes, 'mailbox', 'mailboxes')} from there`,
      )
      .add(beside && group.appOnly, 'its usual place went on reading beside it')
      .add(
        has('instead of the place it always came from'),
        'its usual place fell silent: it may have moved',
        -1,
      );
    return {
      needsHistory: false,
      severity: weight.severity,
      confidence: group.key.startsWith('approved:') || (beside && !machine) ? 'high' : 'medium',
      title: `${app(group.callers[0])} outside its set: ${list(group.details)}`,
      because: weight.because,
      observed: `${amount(group)} (${list(group.mailboxNames)}), ${places(group)}.`,
      expected: group.key.startsWith('approved:')
        ? 'The application reads what it was approved for, from where it was approved.'
        : machine
          ? 'The application always came from the same few machines of its provider.'
          : 'The application always came from one provider.',
    };
  },
};
