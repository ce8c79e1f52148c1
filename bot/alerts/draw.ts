/**
 * The cards that alerts are. Drawn when they are sent, from the case as it is then, and redacted: viewers may read
 * along in a conversation, and notifications show on locked screens. Details shows the rest to who may see it.
 */
import ipaddr from 'ipaddr.js';
import { type Engine, EngineError } from '../../analysis/engine/engine.ts';
import type { Finding, Severity } from '../../analysis/report.ts';
import { type CardInputs, type FindingWork, type RenderedCard, renderCard } from '../../cards/index.ts';
import type { Redactor } from '../access/index.ts';
import type { Store } from '../store/index.ts';
import type { Work } from '../work/index.ts';
import { type Audience, isGraver, type Post, SEVERITIES, type Told } from './state.ts';
import { isSuppressed, type Seen } from './tell.ts';

export interface DrawTools {
  engine: Engine;
  store: Store;
  work: Work;
  redactor: Redactor;
  now(): Date;
}

const PAGE = 1_000;

/** Every finding of a case, as it is compared. @throws EngineError */
export async function findingsOf({ engine, redactor }: DrawTools, caseId: string): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const { findings } = await engine.section(caseId, 'findings', { offset, limit: PAGE });
    for (const one of findings.items) {
      const { id, severity, messages, lastSeen } = one;
      const title = redactor.redact(one.title);
      seen.push({ id, title, severity, messages, lastSeen, mailboxes: one.mailboxes.length });
    }
    if (offset + PAGE >= findings.total) return seen;
  }
}

/** @throws EngineError */
export async function drawPost(
  tools: DrawTools,
  audience: Audience,
  id: string,
  post: Post,
): Promise<RenderedCard> {
  if (post.kind === 'inbox') return await drawInbox(tools, post);
  if (post.kind === 'watch') return await drawTrouble(tools, post);
  const told = Object.entries(audience.watch?.told ?? {}).filter(([, one]) => one.post === id);
  if (post.kind === 'list') return await drawList(tools, post, told);
  const [only] = told;
  if (!only) throw new EngineError('no-such-case', 'Nobody is told this any more');
  return await drawAlert(tools, post.caseId, ...only);
}

async function drawAlert(
  tools: DrawTools,
  caseId: string,
  findingId: string,
  told: Told,
): Promise<RenderedCard> {
  const { engine, work, redactor } = tools;
  const section = await engine.section(caseId, 'finding', { id: findingId });
  const { finding, records } = section;
  const input: CardInputs['alert'] = {
    case: section.case,
    finding: finding ?? remembered(findingId, told),
    records: finding === null ? null : records,
    work: shownWork(work.finding(caseId, findingId), tools.now()),
    closed: finding === null ? null : await settledBy(engine, caseId, finding),
    changes: [...told.changes].reverse(),
  };
  return renderCard('alert', redactor.redact(input));
}

/** What is left of a finding that is not in the case any more. */
function remembered(id: string, { title, severity }: Told): CardInputs['alert']['finding'] {
  return { id, title, severity, mailboxes: [], messages: 0, firstSeen: '' };
}

/** A suppression that ran out is not shown; the notes are the details' business. */
function shownWork(work: Readonly<FindingWork>, now: Date): FindingWork {
  return { ...work, suppressed: isSuppressed(work, now) ? work.suppressed : null, notes: [] };
}

/** A marker settles a finding when everything the marker names is all that the finding's evidence has of it. */
async function settledBy(
  engine: Engine,
  caseId: string,
  finding: Finding,
): Promise<'hostile' | 'trusted' | null> {
  const { exposure } = await engine.section(caseId, 'summary', { limit: 1 });
  if (exposure.markers.some((marker) => covers(marker, finding))) return 'hostile';
  return exposure.trusted.some((marker) => covers(marker, finding)) ? 'trusted' : null;
}

export function covers(marker: string, { ips, sessions, apps, users }: Finding): boolean {
  const parts = marker.split('+').filter((part) => !/^(from|to):/i.test(part));
  // A user's name may have a plus of its own.
  const whole = /(?:^|\+)user:(.+?)(?=\+(?:from|to):|$)/i.exec(marker)?.[1];
  const fits = (part: string) => {
    const [, kind = '', value = ''] = /^(ip|session|app|user):(.+)$/i.exec(part) ?? [];
    const all = (values: string[], is: (one: string) => boolean) => values.length > 0 && values.every(is);
    const same = (one: string) => one.toLowerCase() === value.toLowerCase();
    switch (kind.toLowerCase()) {
      case 'ip':
        return all(ips, (ip) => isWithin(ip, value));
      case 'session':
        return all(sessions, same);
      case 'app':
        return all(apps, same);
      case 'user':
        return all(users, (user) => user.toLowerCase() === (whole ?? value).toLowerCase());
      default:
        return whole?.includes(part) === true;
    }
  };
  return parts.length > 0 && parts.every(fits);
}

function isWithin(ip: string, value: string): boolean {
  if (!ipaddr.isValid(ip)) return false;
  if (ipaddr.isValid(value)) return ipaddr.process(ip).toString() === ipaddr.process(value).toString();
  if (!ipaddr.isValidCIDR(value)) return false;
  const address = ipaddr.process(ip);
  const [network, bits] = ipaddr.parseCIDR(value);
  return address.kind() === network.kind() && address.match(network, bits);
}

async function drawList(tools: DrawTools, post: Post, told: [string, Told][]): Promise<RenderedCard> {
  // All of it got messages of their own: what it says stays as it was.
  if (told.length === 0) throw new EngineError('no-such-case', 'Nothing is left to list');
  const { engine, work } = tools;
  const now = tools.now();
  const { case: about } = await engine.section(post.caseId, 'findings', { limit: 1 });
  const findings = told
    .sort(([, a], [, b]) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity))
    .map(([id, one]) => ({
      title: one.title,
      severity: one.severity,
      mailboxes: one.mailboxes,
      words: lineWords(one, work.finding(post.caseId, id), now),
    }));
  // Not when it was last added to: every addition would then look like a change of its own.
  const since = firstOf(told, post.at);
  return renderCard('alert-digest', {
    kind: 'storm',
    case: about,
    since,
    findings,
    again: post.inDoubt,
    now: null,
  });
}

function firstOf(told: [string, Told][], otherwise: string): string {
  return told.map(([, { at }]) => at).sort()[0] ?? otherwise;
}

function lineWords({ inDoubt, gone }: Told, work: Readonly<FindingWork>, now: Date): string {
  const words = [
    gone && 'not in the case any more',
    inDoubt && 'a message of its own may stand above',
    work.acknowledged !== null && `acknowledged by ${work.acknowledged.by.name}`,
    work.owner !== null && `with ${work.owner.name}`,
    isSuppressed(work, now) && 'suppressed',
  ];
  return words.filter((one) => one !== false).join(' · ');
}

async function drawInbox({ engine, store }: DrawTools, post: Post): Promise<RenderedCard> {
  const { inbox } = store.read();
  const found = (await engine.cases()).find(({ id }) => id === inbox.caseId);
  const day = post.at.slice(0, 10);
  const files = Object.entries(inbox.files)
    .filter(([, { at }]) => at.startsWith(day))
    .sort(([, a], [, b]) => b.at.localeCompare(a.at))
    .map(([name, { at, outcome, words }]) => ({ name, at, outcome, words }));
  return renderCard('inbox', {
    case: found === undefined ? null : { id: found.id, name: found.name, privileged: found.privileged },
    day,
    files,
  });
}

async function drawTrouble({ engine, store }: DrawTools, { at, caseId }: Post): Promise<RenderedCard> {
  const trouble = store.read().watch.troubles.find((one) => one.at === at);
  // Long over: what it says stays as it was.
  if (trouble === undefined) throw new EngineError('no-such-case', 'Nothing is known of this any more');
  const { case: about } = await engine.section(caseId, 'findings', { limit: 1 });
  const { kind, words, ended } = trouble;
  return renderCard('watch-trouble', { case: about, kind, words, at, ended });
}

/** What a day brought: what was not there before, and how the case stands. */
export async function drawDigest(
  tools: DrawTools,
  caseId: string,
  before: { since: string; known: Readonly<Record<string, Severity>> },
): Promise<{ card: RenderedCard; known: Record<string, Severity> }> {
  const seen = await findingsOf(tools, caseId);
  const { case: about, bySeverity } = await tools.engine.section(caseId, 'findings', { limit: 1 });
  const now = tools.now();
  const standing = seen
    .map(({ id }) => tools.work.finding(caseId, id))
    .filter((work) => !isSuppressed(work, now));
  const isNew = ({ id }: Seen) => !Object.hasOwn(before.known, id);
  const findings = seen
    .filter(isNew)
    .sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity))
    .map(({ title, severity, mailboxes }) => ({ title, severity, mailboxes, words: '' }));
  const risen = seen.filter(
    (one) => !isNew(one) && isGraver(one.severity, before.known[one.id] ?? 'critical'),
  );
  const card = renderCard('alert-digest', {
    kind: 'daily',
    case: about,
    since: before.since,
    findings,
    again: false,
    now: {
      open: standing.filter(({ acknowledged }) => acknowledged === null).length,
      unassigned: standing.filter(({ owner }) => owner === null).length,
      risen: risen.length,
      bySeverity,
    },
  });
  return { card, known: Object.fromEntries(seen.map(({ id, severity }) => [id, severity])) };
}
