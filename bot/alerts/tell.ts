/**
 * What a conversation is told: findings compared with what it was told before, and what follows from that. Changes
 * the draft it is given and nothing else, so that comparing and queueing are one write on the disk.
 */
import { randomUUID } from 'node:crypto';
import type { FindingWork } from '../../cards/index.ts';
import { isQuiet } from './clock.ts';
import type { Sent } from './delivery.ts';
import { type Audience, type Item, isGraver, type Post, SEVERITIES, type Told, type Watch } from './state.ts';

/** A finding as it is compared; its title is redacted. */
export interface Seen {
  id: string;
  title: string;
  severity: Told['severity'];
  mailboxes: number;
  messages: number;
  lastSeen: string;
}

/** More than `most` messages of their own `within` milliseconds is a storm: the rest becomes one list. */
export interface StormLimit {
  most: number;
  within: number;
}

const MOST_CHANGES = 3;

/** Brings `watch.told` up to date. @param known true when they are there before anybody asked to be told */
export function compare(watch: Watch, findings: readonly Seen[], now: Date, known = false): void {
  const ids = new Set(findings.map(({ id }) => id));
  for (const seen of findings) {
    const told = own(watch.told, seen.id);
    if (told) refresh(told, seen, now);
    else if (!isGraver(watch.floor, seen.severity)) put(watch.told, seen.id, begin(seen, known, now));
  }
  for (const [id, told] of Object.entries(watch.told)) {
    if (ids.has(id)) continue;
    // Never told, and no longer true: there is nothing to say.
    if (told.post === null && !told.known) delete watch.told[id];
    else if (!told.gone) {
      told.gone = true;
      note(told, now, 'not in the case any more');
    }
  }
}

function begin({ title, severity, mailboxes, messages, lastSeen }: Seen, known: boolean, now: Date): Told {
  return {
    title,
    severity,
    said: severity,
    mailboxes,
    messages,
    lastSeen,
    at: now.toISOString(),
    post: null,
    known,
    inDoubt: false,
    gone: false,
    changes: [],
  };
}

function refresh(told: Told, seen: Seen, now: Date): void {
  const changes = [
    told.gone && 'in the case again',
    told.severity !== seen.severity && `severity ${told.severity} → ${seen.severity}`,
    more(told.mailboxes, seen.mailboxes, 'mailbox', 'mailboxes'),
    more(told.messages, seen.messages, 'message', 'messages'),
  ].filter((words) => words !== false);
  if (changes.length === 0 && seen.lastSeen > told.lastSeen) changes.push('seen again');
  const { title, severity, mailboxes, messages, lastSeen } = seen;
  Object.assign(told, { title, severity, mailboxes, messages, lastSeen, gone: false });
  if (changes.length > 0) note(told, now, changes.join(', '));
}

function more(before: number, now: number, one: string, many: string): string | false {
  if (before === now) return false;
  const by = Math.abs(now - before);
  return `${by} ${by === 1 ? one : many} ${now > before ? 'more' : 'fewer'}`;
}

function note(told: Told, now: Date, words: string): void {
  told.changes = [...told.changes, { at: now.toISOString(), words }].slice(-MOST_CHANGES);
}

/** What is known of the case now: compared, and drawn anew where it is shown. */
export function update(
  audience: Audience & { watch: Watch },
  caseId: string,
  findings: readonly Seen[],
  now: Date,
): void {
  compare(audience.watch, findings, now);
  for (const [id, post] of Object.entries(audience.posts)) {
    if (post.caseId === caseId && post.kind !== 'inbox') queueEdit(audience, id);
  }
}

export interface Releasing {
  caseId: string;
  workOf(findingId: string): Readonly<FindingWork>;
  now: Date;
  storm: StormLimit;
}

/** Queues what may be said now: quiet hours, suppressed findings and storms hold the rest back. */
export function release(audience: Audience, watch: Watch, releasing: Releasing): void {
  const { caseId, now, storm } = releasing;
  const quiet = isQuiet(now, watch.quiet);
  const mayBeSaid = ([id, told]: [string, Told]) =>
    !told.gone && (!quiet || told.severity === 'critical') && !isSuppressed(releasing.workOf(id), now);
  const entries = Object.entries(watch.told).filter(mayBeSaid).sort(gravestFirst);
  watch.recent = watch.recent.filter((at) => now.getTime() - Date.parse(at) < storm.within);
  const mayPost = () => watch.recent.length < storm.most;
  const posted = () => watch.recent.push(now.toISOString());

  for (const [id, told] of entries) {
    if (told.post === null || !isGraver(told.severity, told.said) || !mayPost()) continue;
    queue(audience, { does: 'rise', post: told.post, finding: id, words: riseWords(audience, told) });
    told.said = told.severity;
    posted();
  }
  const forList: Told[] = [];
  for (const [, told] of entries) {
    if (told.post !== null || (told.known && !isGraver(told.severity, told.said))) continue;
    told.said = told.severity;
    if (told.inDoubt || !mayPost()) {
      forList.push(told);
      continue;
    }
    told.post = addPost(audience, 'alert', caseId, now);
    posted();
  }
  if (forList.length > 0) addToList(audience, forList, releasing);
}

function riseWords({ posts }: Audience, { post, said, severity }: Told): string {
  const which = posts[post ?? '']?.kind === 'list' ? 'A finding of this list' : 'This finding';
  return `${which} rose from ${said} to ${severity}.`;
}

function addToList(audience: Audience, added: Told[], { caseId, now, storm }: Releasing): void {
  const open = Object.entries(audience.posts).find(
    ([, { kind, caseId: of, at }]) =>
      kind === 'list' && of === caseId && now.getTime() - Date.parse(at) < storm.within,
  );
  const [id, list] = open ?? [addPost(audience, 'list', caseId, now), null];
  for (const told of added) told.post = id;
  if (list === null) return;
  list.at = now.toISOString();
  queueEdit(audience, id);
  // An edit raises no notification; what is critical must.
  const critical = added.filter(({ severity }) => severity === 'critical').length;
  if (critical > 0) {
    const words = `${critical} critical ${critical === 1 ? 'finding was' : 'findings were'} added to this list.`;
    queue(audience, { does: 'added', post: id, finding: null, words });
  }
}

export function addPost(audience: Audience, kind: Post['kind'], caseId: string, now: Date): string {
  const id = randomUUID();
  audience.posts[id] = { kind, caseId, at: now.toISOString(), message: null, shown: null, inDoubt: false };
  queue(audience, { does: 'root', post: id, finding: null, words: '' });
  return id;
}

/**
 * One waiting edit is enough: the card is drawn when it is sent. One that is being sent may have been drawn before
 * this change, so it counts as another: with a new id it stays when the old one is done.
 */
export function queueEdit(audience: Audience, post: string): void {
  const waiting = audience.outbox.find((item) => item.post === post && item.does === 'edit');
  if (waiting) waiting.id = randomUUID();
  else if (audience.posts[post]) queue(audience, { does: 'edit', post, finding: null, words: '' });
}

export function queue(audience: Audience, what: Pick<Item, 'does' | 'post' | 'finding' | 'words'>): void {
  audience.outbox.push({ ...what, id: randomUUID(), state: 'waiting', tries: 0, notBefore: '' });
}

/**
 * Something may have arrived or not, and cannot be asked after. An alert is not posted a second time: the finding is
 * told in the next list, which says so. A list is sent again and says so. A word below a message is left out, since
 * the card above it shows the same.
 */
export function settleDoubt(audience: Audience, item: Item): void {
  const post = audience.posts[item.post ?? ''];
  audience.outbox = audience.outbox.filter(({ id }) => id !== item.id);
  if (item.does !== 'root' || !post) return;
  if (post.kind === 'list') {
    post.inDoubt = true;
    audience.outbox.unshift({ ...item, state: 'waiting' });
    return;
  }
  delete audience.posts[item.post ?? ''];
  audience.outbox = audience.outbox.filter(({ post: of }) => of !== item.post);
  for (const told of Object.values(audience.watch?.told ?? {})) {
    if (told.post === item.post) Object.assign(told, { post: null, inDoubt: true, known: false });
  }
}

/**
 * Takes up an alert that arrived although nobody knew: from now on it is the finding's message, edited in its place,
 * and no list tells it any more.
 * @returns whether there was anything to take up
 */
export function adopt(audience: Audience, caseId: string, findingId: string, message: Sent): boolean {
  const told = own(audience.watch?.told ?? {}, findingId);
  const isKnown = ({ message: known }: Post) => known?.messageId === message.messageId;
  if (!told?.inDoubt || Object.values(audience.posts).some(isKnown)) return false;
  const list = told.post;
  const id = randomUUID();
  audience.posts[id] = { kind: 'alert', caseId, at: told.at, message, shown: null, inDoubt: false };
  Object.assign(told, { post: id, inDoubt: false });
  queueEdit(audience, id);
  if (list !== null) queueEdit(audience, list);
  return true;
}

export function isSuppressed({ suppressed }: Readonly<FindingWork>, now: Date): boolean {
  return suppressed !== null && Date.parse(suppressed.until) > now.getTime();
}

function gravestFirst([, a]: [string, Told], [, b]: [string, Told]): number {
  const gravity = SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);
  return gravity !== 0 ? gravity : b.lastSeen.localeCompare(a.lastSeen);
}

/** Finding ids are hashes, but nothing here depends on that. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function put<T>(record: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}
