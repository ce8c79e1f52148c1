/** Microsoft's second and third step: a Sync in a stranger's context means the folder is on his disk. */
import { count } from '../../words.ts';
import { type Detection, Weight } from '../detection.ts';
import { amount, far, list, places } from '../words.ts';

/** Of the log, before which nothing is known to be usual. */
const FEW_DAYS = 5;

export const detection: Detection = {
  title: 'Folders downloaded in a context new to the mailbox',
  question: 'Did an Outlook or another program download whole folders to a place that is new to the mailbox?',
  severityRule:
    'Info for a Sync from another provider: laptops travel. One step up each: another country or a rented machine; a program new to the mailbox. Two steps up where folder after folder came within an hour, more than ever at the usual places. One step where folder after folder came and the same account set a rule that hides mail, or forwarding, in an unusual place in the days around it. Beside one of these, one more if the owner read at a usual place meanwhile. In a usual country, on a line that nobody rents, without such a rule: at most medium, and at most low in the first five days of the log. The exits of a VPN provider that a person is behind on five days, or on three since the log began, count as another address of a usual provider for the devices of the usual places. That is so where they read at the hours of home, and not there and at home at the same time.',
  attack: ['T1114.002', 'T1078.004'],
  falsePositives:
    'The owner’s own laptop on a journey or behind a new VPN; a fresh Outlook profile after a repair. Ask the owner and look for the device.',
  response: ['step-2-sync', 'hold-mailboxes', 'contain-accounts', 'contain-methods'],
  pauseHours: 24 * 3,
  worthAsking: ({ syncing, moved }) => syncing > 0 && moved > 0,
  judge(group) {
    const copied = group.details.some((detail) => detail.startsWith('folder after folder'));
    const hidden = group.details.some((detail) => detail.endsWith('a change that hides mail'));
    const weight = new Weight('info')
      .add(group.place >= 3, `to ${far(group)}`)
      .add(copied, 'folder after folder within an hour, more than ever at the usual places', 2)
      .add(group.newProtocol, 'with a program new to the mailbox')
      .add(
        copied && hidden,
        'in the days around it a rule that hides mail, or forwarding, was set in an unusual place',
      )
      .add(group.crossing > 0 && (copied || group.newProtocol), 'while the owner read at a usual place');
    // A new computer, and one that comes home from repair, fetches everything; and what the first days know is little.
    const near = group.place < 3 && group.crossing === 0 && !(copied && hidden);
    if (near) weight.atMost(group.historyDays < FEW_DAYS ? 'low' : 'medium');
    return {
      severity: weight.severity,
      confidence: copied ? 'high' : 'medium',
      title: `${count(group.folders, 'folder')} of ${list(group.mailboxNames, 1)} downloaded to a new place`,
      because: weight.because,
      observed: `${amount(group)}, ${places(group)}. All that these folders held must be presumed copied; what was read later on that machine leaves no record.`,
      expected: 'Downloads by the programs and at the places the mailbox knows.',
    };
  },
};
