/** The name of a browser is the thief's to choose; that he needs a session of his own is not. */
import { type Detection, tookMuch, Weight } from '../detection.ts';
import { amount, list, places } from '../words.ts';

export const detection: Detection = {
  title: 'One browser in two places at once',
  question:
    'Was mail read in a browser session of another place while the owner read at a usual one, with what names itself the same browser?',
  severityRule:
    'Low by itself. One step up each: in two half hours or more, each between reads that lie two hours apart or less; another country or a rented machine; more than 100 messages, and more than a busy day of reading. At most high.',
  attack: ['T1539', 'T1550.004', 'T1557'],
  falsePositives:
    'Two computers of one person with the same browser, one left open at the usual place; somebody of the household or a secretary who signs in as the owner.',
  response: ['contain-accounts', 'contain-methods', 'step-3-contexts', 'step-4-messages'],
  pauseHours: 24 * 7,
  worthAsking: ({ away }) => away > 0,
  judge(group) {
    const weight = new Weight('low')
      .add(group.details.includes('again and again'), 'in two half hours or more')
      .add(group.place >= 3, group.hosting ? 'from a rented machine' : 'from another country')
      .add(tookMuch(group, 100), 'it took much')
      .atMost('high');
    return {
      severity: weight.severity,
      confidence: weight.because.length > 0 ? 'high' : 'medium',
      title: `A second session of ${list(group.users, 1)} elsewhere, between reads at a usual place`,
      because: weight.because,
      observed: `In that session: ${amount(group)}, ${places(group)}.`,
      expected:
        'A browser is in one place. Whoever takes it along, or switches a VPN on, keeps the session, and reads no more where he was.',
    };
  },
};
