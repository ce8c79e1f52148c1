/** A change and the reads that go with it are evidence together; ordinary administration from usual places is none. */
import { count } from '../../words.ts';
import { type Detection, type GroupFacts, type Judgement, Weight } from '../detection.ts';
import { amount, app, far, list, places } from '../words.ts';

const OPENS_OTHERS = ['access granted', 'an application given access', 'rights over other mailboxes'];
const KNOWN = ['third-party-known', 'first-party', 'service'];

export const detection: Detection = {
  title: 'Mail read around a change that opens, forwards or hides it',
  question:
    'Was a rule, forwarding, permission or consent set in an unusual place, or by it an application let in, and was mail read there and then?',
  severityRule:
    'Changes in an unusual place start at info. One step up each: another country or a rented machine; a rented machine; mail sent on to another address; a rule that hides mail; the owner read at home at the same time. Two steps where the change opens the mail of others. Applications start at medium when a user let them in, at low when an administrator did in a usual place, at high when it was done in an unusual one. One step up each: many messages or folders, or several mailboxes, from another provider where an administrator let it in; acting in its own right. One step down for known mail programs.',
  attack: ['T1098.002', 'T1114.003', 'T1564.008', 'T1528', 'T1098.001'],
  falsePositives:
    'Somebody who travels or uses a VPN and sets up a rule or forwarding; an administrator at work from a new place; an application introduced on purpose. Ask whoever made the change, not by mail.',
  response: ['contain-mailboxes', 'contain-apps', 'contain-accounts', 'trace-cause'],
  pauseHours: 24 * 21,
  worthAsking: ({ changes }) => changes > 0,
  judge(group) {
    return group.key.startsWith('app:') ? application(group) : person(group);
  },
};

function person(group: GroupFacts): Judgement {
  const has = (detail: string) => group.details.includes(detail);
  const opens = OPENS_OTHERS.some(has);
  const weight = new Weight('info')
    .add(group.place >= 3, `the change was made from ${far(group)}`)
    .add(group.hosting, 'people do not work from rented machines')
    .add(has('mail sent on to another address'), 'mail is sent on to another address')
    .add(has('a rule that hides mail'), 'a rule hides incoming mail')
    .add(opens, 'the change opens the mail of others', 2)
    .add(group.crossing > 1, 'the owner read in the usual place at the same time');
  const read = group.records === 0 ? 'no access records go with it' : amount(group);
  const who = list(group.users, 2);
  const made = group.details.filter((detail) => !detail.startsWith('read by'));
  return {
    severity: weight.severity,
    confidence: group.records > 0 ? 'high' : 'medium',
    title: `${capital(list(made))}, set by ${who} in an unusual place`,
    because: weight.because,
    observed: `${capital(list(made, 6))} (${list(group.changes, 6)}), by ${who}, ${places(group)}; ${read}.`,
    expected: 'Rules, forwarding and rights are set from places where their makers usually work.',
  };
}

function application(group: GroupFacts): Judgement | null {
  // The grant alone is no read.
  if (group.records === 0) return null;
  const caller = group.callers.find(({ id }) => group.key === `app:${id}`) ?? group.callers[0];
  const grants = group.details
    .filter((detail) => detail.startsWith('given access'))
    .map((d) => d.split(' | '));
  const oddly = grants.some(([how]) => how === 'given access from an unusual place');
  const byUser = grants.some(([how]) => how === 'given access by a user');
  const makers = [...new Set(grants.flatMap(([, maker]) => maker ?? []))];
  const much = group.sync > 0 || group.messages >= 50 || group.mailboxes >= 3;
  const weight = new Weight(oddly ? 'high' : byUser ? 'medium' : 'low')
    .add(much && (byUser || group.place >= 2), 'it took much, from a provider these mailboxes do not use')
    .add(group.appOnly, 'it reads in its own right, without a signed-in person')
    .add(caller !== undefined && KNOWN.includes(caller.tier), 'a known mail program', -1);
  return {
    severity: weight.severity,
    confidence: 'high',
    title: `${app(caller)} was let in and read mail`,
    because: [
      oddly
        ? 'it was given access from an unusual place'
        : `it was ${byUser ? 'given access by a user' : 'given access by an administrator'}`,
      ...weight.because,
    ],
    observed: `${list(group.changes)} by ${list(makers)}; then ${amount(group)} (${list(group.mailboxNames)}), ${places(group)}.`,
    expected: `Whoever lets an application in to read mail of ${count(group.mailboxes, 'mailbox', 'mailboxes')} knows it and its maker.`,
  };
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
