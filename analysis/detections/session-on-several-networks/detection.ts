/** A session that moves to another machine was copied: a cookie stolen, or a proxy in the middle. */
import { count } from '../../words.ts';
import { type Detection, Weight } from '../detection.ts';
import { amount, list, places } from '../words.ts';

export const detection: Detection = {
  title: 'One session on several networks',
  question: 'Was one signed-in session used on two networks, and by two devices?',
  severityRule:
    'Info where only the address changed: people move. High where the session shows another operating system or browser on a network new to the mailbox. One step up each: both networks in use within the same ten minutes; one token used on both.',
  attack: ['T1539', 'T1550.004', 'T1557'],
  falsePositives:
    'A laptop carried from home to a hotel keeps its session, and so does one behind a VPN that splits its traffic. A browser that pretends to be another one for a web page.',
  response: ['contain-accounts', 'contain-methods', 'step-3-contexts', 'step-4-messages'],
  pauseHours: 24 * 7,
  worthAsking: ({ moved }) => moved > 0,
  judge(group) {
    const has = (what: string) => group.details.some((detail) => detail.includes(what));
    const device = has('another device');
    const weight = new Weight(device ? 'high' : 'info')
      .add(has('back and forth'), 'both networks were in use within the same ten minutes')
      .add(has('one token'), 'one token was used on both');
    const reasons = device ? ['the session shows another operating system or browser there'] : [];
    return {
      severity: (device ? weight : weight.atMost('low')).severity,
      confidence: device ? 'high' : 'medium',
      title: `A session of ${list(group.users, 1)} on a second network${device ? ', with another device' : ''}`,
      because: [...reasons, ...weight.because],
      observed: `On the network new to the mailbox: ${amount(group)}, ${places(group)}.`,
      expected: `A session stays on the device that signed in; this one was also used at a usual place. ${count(group.sessions, 'session')}.`,
    };
  },
};
