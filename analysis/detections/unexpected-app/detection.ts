/** The question one agency asked in 2023 and nobody else (seeds: AA23-193A). */
import type { Severity } from '../../report.ts';
import { count } from '../../words.ts';
import { type Detection, type GroupFacts, tookMuchOfEach, Weight } from '../detection.ts';
import { amount, app, far, list, places } from '../words.ts';

const TIER_WORDS: Record<string, string> = {
  malicious: 'reported in attacks before',
  risky: 'a program that attackers use to take whole mailboxes',
  'first-party-abusable': 'made by Microsoft, but anybody with a token can be behind it',
  unknown: 'not in our table of applications that touch mail',
  'third-party-known': 'an ordinary mail program of another maker',
  'first-party': "one of Microsoft's other applications",
};

/** As the SQL notes what it tells without habits: the place is no mailbox's usual one, whatever its level. */
const SHORT = ['not there when this short log begins', 'in a short log, and where nobody sits'];
const SELDOM = 'on few days, and where nobody sits';

export const detection: Detection = {
  title: 'Application that does not normally access mailbox items',
  question:
    'Did an application read mail that is new to this tenant or mailbox, or that hardly anybody here uses?',
  severityRule:
    'Low for a new application by itself. One step up each: unknown, risky or abusable; acting in its own right (app-only); three mailboxes or more, unless their users let it in; folders synced, or more than 200 messages (where its users let it in, of each mailbox, and 25 a day); from another country (unless the owner was on a journey there) or a VPN, and from a rented machine for programs that people run (services live there, and so do the servers of known mail programs that users let in at usual places); in a short log, and for abusable ones of few days, a rented machine where nobody sits; first seen within two days after the whole log had been off, with nothing on record that lets it in. An abusable one that the mailbox knows counts as new where it reads from a rented machine by an interface that it uses at none of its usual places. One step down where several people, or anybody from the start of the log, use it a little on many days by day. Malicious applications start at high. At most low where an unknown one has read one or two mailboxes as whose owner nobody signs in, on most days since the log began and from one provider, and of what its users let in at usual places and what reads mostly at the addresses of their own devices. So is a program of Microsoft’s, or a known one, other than over Graph, that first read at a usual place beside the owner’s own devices and mostly reads at such. At most medium where an unknown one that was there from the first days reads one or two mailboxes (high if the log was off before), and in a log too short to tell what is usual, there high when acting in its own right. Where an administrator let in an unknown one or a known mail program at work, shortly before: one step down, and at most low, medium when acting in its own right. At most info when three or more people use it in their usual places (a roll-out), low or, for unknown and risky ones, medium when one or two do; at most medium for known mail programs in the name of their owners; at most high for one or two mailboxes read in the name of their owners.',
  attack: ['T1114.002', 'T1528', 'T1550.001'],
  falsePositives:
    'A mail program or an archive, CRM or assistant that was rolled out lately. Ask who introduced it and approve it by caller, network and mailboxes together.',
  response: ['contain-apps', 'contain-accounts', 'baseline', 'tell-authorities'],
  pauseHours: 24 * 14,
  worthAsking: ({ withCaller }) => withCaller > 0,
  judge(group) {
    const caller = group.callers[0];
    const tier = caller?.tier ?? 'unknown';
    const { details, byAdmin, byUsers, atHome, setUp, unseen, nobodys } = whatIsSaid(group);
    const common = details.every((detail) => detail.startsWith('common here'));
    const weight = new Weight(tier === 'malicious' ? 'high' : 'low')
      .add(
        ['unknown', 'risky', 'first-party-abusable'].includes(tier) && !common,
        `the application is ${TIER_WORDS[tier]}`,
      )
      .add(group.appOnly, 'it reads in its own right, without a signed-in person')
      // Each of its users let it into the own mailbox: that they are several is no reach of its own.
      .add(group.mailboxes >= 3 && !byUsers, `it reached ${count(group.mailboxes, 'mailbox', 'mailboxes')}`)
      .add(
        group.sync > 0 || (byUsers ? tookMuchOfEach(group, 200) : group.messages > 200),
        'it took much: whole folders, or hundreds of messages',
      )
      .add(
        isFar(group, tier) &&
          !(byUsers && tier === 'third-party-known') &&
          !(group.onJourney && !group.hosting && tier !== 'malicious'),
        `it came from ${group.far.length > 0 ? far(group) : 'a rented machine where nobody sits'}`,
      )
      .add(
        unseen,
        'it first read within two days after the log had been off, and nothing on record lets it in',
      )
      .add(isSteady(group, details), 'it reads little, on many days, at the hours of its users', -1)
      .add(byAdmin, 'an administrator let it in, at work and shortly before', -1);
    if (tier !== 'malicious') weight.atMost(ceiling(group, tier, details, unseen));
    // A parcel service in the orders’ mailbox; an intruder goes to mailboxes that people read.
    if (nobodys) weight.atMost('low');
    if (setUp) weight.atMost('low');
    if (atHome && tier !== 'malicious') weight.atMost('low');
    if (byAdmin) weight.atMost(group.appOnly ? 'medium' : 'low');
    return {
      // What is rare is rare over the whole log, whatever came first.
      needsHistory: !details.every((detail) => detail.startsWith('rare')),
      severity: weight.severity,
      confidence: details.includes('rare in the tenant') ? 'medium' : 'high',
      title: `Mail read by ${app(caller)}, ${seen(group, details)}`,
      because: weight.because,
      observed: `${amount(group)} (${list(group.mailboxNames)}), ${places(group)}, by ${app(caller)}: ${TIER_WORDS[tier] ?? 'of another kind'}.`,
      expected:
        group.allMailboxes === 1
          ? 'The one mailbox of this log is read by applications that were there before.'
          : `Mail of ${count(group.allMailboxes, 'mailbox', 'mailboxes')} is read by applications that many of them use, or that were there before.`,
    };
  },
};

/** What the SQL noted of it, and after a bar who let it in. */
function whatIsSaid(group: GroupFacts) {
  const parts = group.details.map((detail) => detail.split(' | '));
  const by = (whom: string) => parts.some(([, letIn]) => letIn === whom);
  return {
    details: [...new Set(parts.map(([detail = '']) => detail))],
    byAdmin: by('let in by an administrator'),
    byUsers: by('let in by its users') || by('let in by users who run it'),
    atHome: parts.every(([, letIn]) => letIn === 'let in by users who run it'),
    setUp: parts.every(([, letIn]) => letIn === 'set up at a usual place'),
    unseen: by('let in while the log was off'),
    nobodys: parts.every(([, letIn]) => letIn === 'at work in a mailbox of nobody'),
  };
}

/** Nearly all services live on rented machines; people, and the programs they run, do not. */
function isFar(group: GroupFacts, tier: string): boolean {
  if (group.details.some((detail) => [...SHORT, SELDOM].some((told) => detail.startsWith(told)))) return true;
  const service = tier === 'unknown' || tier === 'malicious' || group.appOnly;
  return service ? group.far.some(({ kind }) => kind !== 'hosting') : group.hosting || group.place >= 3;
}

/** A log of one mailbox says nothing of the tenant. */
function seen(group: GroupFacts, [detail = 'unexpected']: readonly string[]): string {
  return group.allMailboxes === 1 ? detail.replace('the tenant', 'this log of one mailbox') : detail;
}

/** People who use a service of their own, several of them or from the start: little at a time, for a week and more, by day. */
function isSteady(group: GroupFacts, details: readonly string[]): boolean {
  const daily = group.messages / Math.max(1, group.days * group.mailboxes);
  const settled = group.mailboxes >= 3 || details.every((detail) => detail === 'rare in the tenant');
  return (
    settled && !group.appOnly && group.days >= 5 && group.oddHours < 0.2 && group.sync === 0 && daily < 10
  );
}

/** How grave it can be at most: owners who read in their usual places are a roll-out, or one person's own program. */
function ceiling(group: GroupFacts, tier: string, details: readonly string[], unseen: boolean): Severity {
  // What one mailbox or two have had from the first day of the log may be their service; a wider reach is no service of theirs.
  const rare = details.every((detail) => detail === 'rare in the tenant');
  if (rare && tier === 'unknown' && group.mailboxes <= 2) return unseen ? 'high' : 'medium';
  if (details.every((detail) => SHORT.includes(detail))) return group.appOnly ? 'high' : 'medium';
  if (group.appOnly) return 'critical';
  if (tier === 'third-party-known') return group.place >= 2 ? 'medium' : 'low';
  if (group.place >= 2 || details.includes(SELDOM)) return group.mailboxes >= 3 ? 'critical' : 'high';
  if (group.mailboxes >= 3) return 'info';
  return tier === 'unknown' || tier === 'risky' ? 'medium' : 'low';
}
