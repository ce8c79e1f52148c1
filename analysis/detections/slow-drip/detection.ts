/** Patience is what thresholds of volume do not see. */
import { count } from '../../words.ts';
import { type Detection, Weight } from '../detection.ts';
import { amount, app, far, list, places } from '../words.ts';

/**
 * Power Automate and Logic Apps, which Microsoft runs on its own machines: a flow answers to every mail, at night too, and
 * its token is no outsider's.
 */
const FLOWS = ['7df0a125-d3be-4c96-aa54-591f83ff541c', '7cd684f4-8a78-49b0-91ec-6a35d38739ba'];

export const detection: Detection = {
  title: 'A little taken, day and night, for days',
  question:
    'Does something new to this mailbox open a few messages again and again, at all hours of day and night?',
  severityRule:
    'Low for a reader new to the mailbox that never sleeps, over four days or more. One step up each: an unknown, risky or abusable application; a provider new to the mailbox; another country or a rented machine. At most high, and low where an unknown one was there from the beginning of the log, at no unusual place: it may be its owner’s service; and low for flows of Power Automate and Logic Apps at no unusual place, which answer to mail whenever it comes.',
  attack: ['T1114.002', 'T1029', 'T1020'],
  falsePositives:
    'An archive, CRM or assistant that was connected lately, or a phone that fetches mail by itself. Ask who connected it, and of a flow who made it and what it does.',
  response: ['step-4-messages', 'contain-apps', 'contain-accounts'],
  pauseHours: 24 * 5,
  worthAsking: ({ days, accesses }) => days >= 4 && accesses >= 17,
  judge(group) {
    const caller = group.callers[0];
    const loose =
      caller !== undefined && ['unknown', 'risky', 'first-party-abusable', 'malicious'].includes(caller.tier);
    const settled =
      caller?.tier === 'unknown' && group.details.every((detail) => detail.endsWith('beginning of the log'));
    const flow = caller !== undefined && FLOWS.includes(caller.id) && group.place < 2;
    const weight = new Weight('low')
      .add(loose && !flow, 'the application is unknown, or anybody with a token can be behind it')
      .add(group.place >= 2, 'from a provider new to the mailbox')
      .add(group.place >= 3, `from ${far(group)}`)
      .add(flow, 'a flow that somebody made with the account answers to mail whenever it comes', 0)
      .atMost(settled || flow ? 'low' : 'high');
    const reader = caller === undefined ? list(group.protocols, 2) : app(caller);
    return {
      severity: weight.severity,
      confidence: 'medium',
      title: `${list(group.mailboxNames, 1)} read day and night for ${count(group.days, 'day')}`,
      because: [`active ${group.details[0] ?? 'at all hours'}`, ...weight.because],
      observed: `${reader}: ${amount(group)}, ${places(group)}, on ${count(group.days, 'day')}.`,
      expected: 'People sleep, and what reads for them without sleep was there before.',
    };
  },
};
