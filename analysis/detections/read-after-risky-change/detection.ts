/** A change and the reads that go with it are evidence together; ordinary administration from usual places is none. */
import { count } from '../../words.ts';
import {
  type Detection,
  type GroupFacts,
  type Judgement,
  severityRank,
  tookMuch,
  tookMuchOfEach,
  Weight,
} from '../detection.ts';
import { allPlaces, amount, app, far, list, places } from '../words.ts';

const OPENS_OTHERS = [
  'access granted',
  'an application given access',
  'rights over other mailboxes',
  'a way into the account of another',
];
const OUTSIDE = 'mail sent on to an address outside';
const KNOWN = ['third-party-known', 'first-party', 'service'];

export const detection: Detection = {
  title: 'Mail read around a change that opens, forwards or hides it',
  question:
    'Was a rule, forwarding, permission, consent or way to sign in set in an unusual place, or by it an application let in, and was mail read there and then?',
  severityRule:
    'Changes in an unusual place start at info. One step up each: another country or a rented machine; a rented machine; mail sent on to another address; a rule that hides mail; by a device or program this person never used; a way to sign in, such as a phone app or a device; the owner read at home at the same time. Two steps where mail is sent on to an address outside, or the change opens the mail of others. Applications start at medium when a user let them in, at low when an administrator did, or gave them a secret, in a usual place, at high when it was done in an unusual one. Where an administrator let it in for all from another provider in a country he works in, they start at medium. A user who joins colleagues in an application that no table knows may do so from anywhere. One step up each: whole folders, or more than 50 messages and 25 a day (of each mailbox where its users let it in), unless an administrator let it in at a usual place or on such a line; acting in its own right. One step down for known mail programs, and for what its users let in at usual places and what reads mostly at the addresses of their own devices. At least high for applications reported in attacks.',
  attack: ['T1098.002', 'T1114.003', 'T1564.008', 'T1528', 'T1098.001', 'T1098.005', 'T1556.006'],
  falsePositives:
    'Somebody who travels or uses a VPN and sets up a rule, forwarding or a new phone; an administrator at work from a new place; an application introduced on purpose. Ask whoever made the change, not by mail.',
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
    .add(has('mail sent on to another address') && !has(OUTSIDE), 'mail is sent on to another address')
    .add(has(OUTSIDE), 'mail is sent on to an address outside', 2)
    .add(has('a rule that hides mail'), 'a rule hides incoming mail')
    .add(
      has('a rule that hides mail') && (group.newDevice || group.newProtocol),
      'whoever set it read with a device or program this person never used',
    )
    .add(has('a way to sign in'), 'what was added lets its holder in after the password is changed')
    .add(opens, 'the change opens the mail of others', 2)
    .add(group.crossing > 1, 'the owner read in the usual place at the same time');
  const read = group.records === 0 ? 'no mail was read there by whoever made the change' : amount(group);
  const who = group.key.slice('actor:'.length);
  const made = group.details.filter((detail) => !detail.startsWith('read by '));
  return {
    severity: weight.severity,
    confidence: group.records > 0 ? 'high' : 'medium',
    title: `${capital(list(made))}, set by ${who} in an unusual place`,
    because: weight.because,
    observed: `${capital(list(made, 6))} (${list(group.changes, 6)}), by ${who}, ${allPlaces(group)}; ${read}.`,
    expected: 'Rules, forwarding and rights are set from places where their makers usually work.',
  };
}

function application(group: GroupFacts): Judgement | null {
  // The grant alone is no read.
  if (group.records === 0) return null;
  const caller = group.callers.find(({ id }) => group.key === `app:${id}`) ?? group.callers[0];
  const grants = group.details.filter((detail) => detail.startsWith('given ')).map((d) => d.split(' | '));
  const oddly = grants.some(([how]) => how?.endsWith(' from an unusual place'));
  // An administrator at home on another line is no stranger yet; one abroad or behind a rented machine may be.
  const nearby = grants.some(([how]) => how?.endsWith(' from another provider'));
  const secret = grants.every(([how]) => how?.startsWith('given a secret'));
  const byUser = grants.some(([how]) => how?.startsWith('given access by a user'));
  const atHome = grants.some(([how]) => how?.endsWith('on whose own lines it reads'));
  const makers = [...new Set(grants.flatMap(([, maker]) => maker ?? []))];
  // Several people who let the same assistant in are no theft: what counts is what it takes of each.
  const much = group.sync > 0 || (oddly ? tookMuch(group, 50) : tookMuchOfEach(group, 50));
  const weight = new Weight(oddly ? 'high' : byUser || nearby ? 'medium' : 'low')
    .add(much && (byUser || oddly), 'it took much: whole folders, or many messages a day')
    .add(group.appOnly, 'it reads in its own right, without a signed-in person')
    .add(caller !== undefined && KNOWN.includes(caller.tier), 'a known mail program', -1)
    .add(
      atHome && byUser && !oddly && !nearby,
      'it reads at the addresses where its user’s own devices read: it runs on a computer of his',
      -1,
    );
  const byAdmin = nearby ? 'by an administrator, from a provider new to him' : 'by an administrator';
  const letIn = oddly ? 'from an unusual place' : byUser ? 'by a user' : byAdmin;
  const attacks = caller?.tier === 'malicious';
  const given = secret ? 'it was given a secret' : 'it was given access';
  return {
    severity: attacks && severityRank(weight.severity) < severityRank('high') ? 'high' : weight.severity,
    confidence: 'high',
    title: secret
      ? `${app(caller)} was given a secret and read mail where it never did`
      : `${app(caller)} was let in and read mail`,
    because: [
      ...(attacks ? ['the application is reported in attacks'] : []),
      `${given} ${letIn}`,
      ...weight.because,
    ],
    observed: `${list(group.changes)} by ${list(makers)}; then ${amount(group)} (${list(group.mailboxNames)}), ${places(group)}.`,
    expected: `Whoever lets an application in to read mail of ${count(group.mailboxes, 'mailbox', 'mailboxes')} knows it and its maker.`,
  };
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
