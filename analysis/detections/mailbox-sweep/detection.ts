/**
 * One hand in many mailboxes. Offices and Microsoft's own clients are in many every day: a network counts only where
 * nobody of the tenant is at home, which is also what forged tokens look like (seeds: AA23-193A).
 */
import { count } from '../../words.ts';
import { type Detection, type GroupFacts, type Judgement, Weight } from '../detection.ts';
import { amount, app, far, list, places } from '../words.ts';

export const detection: Detection = {
  title: 'Many mailboxes reached by one',
  question:
    'Did one account, application, session or foreign network reach several mailboxes that were new to it?',
  severityRule:
    'Accounts and applications start at low for three mailboxes in a day. One step up each: from another provider; from another country or a rented machine; whole folders synced; five mailboxes or more from such a place. Where an administrator let an application in for everybody at work, shortly before, one step down and at most medium. Networks on which nobody is at home start at low when new to all, else at info. Two steps up when nobody signed in there although sign-ins are in the log; one step up each: a rented machine; two owners or more read elsewhere at the same time; mostly at hours in which these mailboxes are never read, unless most come in a session and on a device that they have at home; and then for more than a week. One session used by several people starts at high.',
  attack: ['T1114.002', 'T1078.004', 'T1550.001'],
  falsePositives:
    'A new administrator, assistant or archive that was given many mailboxes; colleagues who travel together, or a new office or VPN exit. Ask whether they were, and mark the network trusted if so.',
  response: ['contain-accounts', 'contain-apps', 'forged-tokens', 'trace-cause'],
  pauseHours: 24 * 7,
  worthAsking: ({ mailboxes, users }) => mailboxes >= 3 || users >= 3,
  judge(group) {
    if (group.key.startsWith('network:')) return network(group);
    if (group.key.startsWith('session:')) return session(group);
    return principal(group);
  },
};

function principal(group: GroupFacts): Judgement {
  // In the name of the owners, who did read them before.
  const owners = group.key.startsWith('caller:');
  const away = group.place >= 2;
  const byAdmin = group.details.every((detail) => detail === 'let in by an administrator');
  const weight = new Weight('low')
    .add(away, 'from a provider these mailboxes do not use')
    .add(group.place >= 3, `from ${far(group)}`)
    .add(group.sync > 0 && away, 'whole folders were taken')
    .add(group.mailboxes >= 5 && away, `${count(group.mailboxes, 'mailbox', 'mailboxes')} within days`)
    .add(byAdmin, 'an administrator let it in, at work and shortly before', -1);
  if (byAdmin) weight.atMost('medium');
  return {
    severity: weight.severity,
    confidence: away ? 'high' : 'medium',
    title: owners
      ? `${count(group.mailboxes, 'mailbox', 'mailboxes')} read with ${app(group.callers[0])} from one network where it never read`
      : `${count(group.mailboxes, 'mailbox', 'mailboxes')} reached by ${list(group.users, 2)}, to whom they were new`,
    because: weight.because,
    observed: `${amount(group)} (${list(group.mailboxNames)}), ${places(group)}.`,
    expected: owners
      ? 'It reads in the name of the mailboxes’ owners, at the places where they are.'
      : `${list(group.users, 2)} did not read these mailboxes before.`,
  };
}

function session(group: GroupFacts): Judgement {
  const weight = new Weight('high').add(group.place >= 3, `from ${far(group)}`);
  return {
    severity: weight.severity,
    confidence: 'medium',
    title: `One session used for ${count(group.users.length, 'person', 'people')}`,
    because: ['a session belongs to one person', ...weight.because],
    observed: `${amount(group)} (${list(group.mailboxNames)}), ${places(group)}.`,
    expected: 'A session is the work of one person who signed in.',
  };
}

function network(group: GroupFacts): Judgement {
  const says = group.details.join(', ');
  const unsigned = says.includes('nobody signed in there');
  const isNew = says.includes('new to all of them');
  const odd = says.includes('at hours when nobody else reads');
  const weight = new Weight(isNew ? 'low' : 'info')
    .add(says.includes('a rented machine'), 'it is a rented machine')
    .add(unsigned, 'nobody signed in there, although the log holds the sign-ins of other sessions', 2)
    .add(
      says.includes('owners elsewhere at the same time'),
      'owners read in their usual places at the same time',
    )
    .add(odd, 'mostly at hours in which these mailboxes are not read')
    .add(
      (unsigned || odd) && group.days >= 4 && group.lastS - group.firstS > 7 * 86_400,
      'it goes on for more than a week',
    );
  return {
    severity: weight.severity,
    confidence: unsigned ? 'high' : 'medium',
    title: `${count(group.mailboxes, 'mailbox', 'mailboxes')} read from one network where nobody is at home`,
    because: weight.because,
    observed: `${amount(group)} (${list(group.mailboxNames)}), ${places(group)}, over ${count(group.days, 'day')}${unsigned ? ', without any sign-in' : ''}.`,
    expected: 'Several people read from one network only where some of them are at home.',
  };
}
