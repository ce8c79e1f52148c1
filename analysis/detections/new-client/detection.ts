/** Another program at the same mailbox: mostly a new phone, sometimes somebody else's. */
import { HISTORY_DAYS } from '../../baseline/habits.ts';
import { count } from '../../words.ts';
import { type Detection, tookMuch, Weight } from '../detection.ts';
import { amount, far, list, ON_JOURNEY, places } from '../words.ts';

/** Protocols that take a password alone, or that hardly any person uses by hand. */
const PLAIN = new Set(['imap', 'pop', 'powershell', 'ews']);
const MANY_MESSAGES = 100;

const NAMES: Record<string, string> = {
  owa: 'Outlook on the web',
  mapi: 'Outlook',
  ews: 'EWS',
  imap: 'IMAP',
  pop: 'POP',
  activesync: 'ActiveSync',
  'outlook-mobile': 'Outlook for phones',
  powershell: 'Exchange PowerShell',
};

export const detection: Detection = {
  title: 'Client or protocol new to the mailbox',
  question:
    'Was the mailbox read with a program, protocol or kind of device that was never used on it before?',
  severityRule:
    'Info for a new device or a new Outlook, low for IMAP, POP, EWS and PowerShell. One step up each: from a provider new to the mailbox; from another country or a rented machine; more than 100 messages and 25 a day, or folders synced, from such a place; while the owner read at a usual place. At most medium for ordinary programs that came neither from rented machines nor beside the owner, and at most low in a country where the owner was on a journey, as his telephone or the silence at home says. In the first five days of the log at most low on an ordinary line of a usual country. One client that reaches many mailboxes at usual places is a roll-out: info.',
  attack: ['T1114.002', 'T1078.004', 'T1098.005'],
  falsePositives:
    'A new phone or computer, a change of mail program, a roll-out by IT. Ask the owner, by telephone, whose device it is.',
  response: ['step-3-contexts', 'contain-protocols', 'contain-methods'],
  pauseHours: 24 * 7,
  worthAsking: ({ strange }) => strange > 0,
  judge(group) {
    const protocol = group.protocols[0] ?? 'other';
    const rollOut = group.key.startsWith('roll-out|');
    const device = group.newProtocol ? '' : deviceName(group.key);
    const client = `${NAMES[protocol] ?? `the program ${group.key.slice(group.key.lastIndexOf('|') + 1)}`}${device}`;
    const away = group.place >= 2;
    // What the first days know is little: a program that was there all the time looks new.
    const early =
      group.place < 3 && !group.hosting && !PLAIN.has(protocol) && group.historyDays < HISTORY_DAYS;
    const journey = group.onJourney && !group.hosting && !PLAIN.has(protocol);
    const weight = new Weight(PLAIN.has(protocol) ? 'low' : 'info')
      .add(away, 'from a provider new to the mailbox')
      .add(group.place >= 3, `from ${far(group)}`)
      .add(away && (tookMuch(group, MANY_MESSAGES) || group.sync >= 4), 'it took much')
      .add(away && group.crossing > 0, 'while the owner read at a usual place')
      .add(journey, ON_JOURNEY, 0);
    // A new phone or computer taken on a journey is no more than that.
    const most = PLAIN.has(protocol) || group.hosting || group.crossing > 0 ? 'high' : 'medium';
    return {
      severity: rollOut ? 'info' : weight.atMost(journey || early ? 'low' : most).severity,
      confidence: away ? 'high' : 'medium',
      title: rollOut
        ? `${client} came into use in ${count(group.mailboxes, 'mailbox', 'mailboxes')}`
        : `${client} is new to ${list(group.mailboxNames, 1)}`,
      because: rollOut ? ['many start with it at their usual places: a roll-out'] : weight.because,
      observed: `${client}: ${amount(group)}, ${places(group)}.`,
      expected: 'The programs and devices that were used on the mailbox before.',
    };
  },
};

/** The key ends in 'owa/Windows/Edge/product'; what is not known is left out. */
function deviceName(key: string): string {
  const [, ...parts] = key.slice(key.lastIndexOf('|') + 1).split('/');
  const known = parts.filter((part) => part !== '' && part !== '?');
  return known.length === 0 ? '' : ` on ${known.join(' ')}`;
}
