/** What conversations ask for: alerts, a digest, or no more of it. Each changes the draft it is given. */
import type { Severity } from '../../analysis/report.ts';
import type { Person } from '../../cards/index.ts';
import type { State } from '../store/index.ts';
import type { Place } from '../turn.ts';
import { doneUntil } from './clock.ts';
import { type Audience, keyOf, type Quiet } from './state.ts';
import { compare, type Seen } from './tell.ts';

export interface Wish {
  /** null = the case of the inbox folder */
  caseId: string | null;
  floor: Severity;
  quiet: Quiet | null;
}

export interface DigestWish {
  caseId: string | null;
  /** HH:MM on the clocks of `zone` */
  at: string;
  zone: string;
}

/** The conversation as it is kept, begun when it is new; whoever asks there shows that the bot is in it. */
export function audienceIn(draft: State, place: Place): Audience {
  const key = keyOf(place);
  const audience: Audience = draft.audiences[key] ?? {
    place,
    watch: null,
    digest: null,
    posts: {},
    outbox: [],
    removed: null,
    refused: { count: 0, why: '' },
  };
  draft.audiences[key] = audience;
  Object.assign(audience, { place: { ...place, conversationId: key }, removed: null });
  return audience;
}

/**
 * @param sameCase whether it was told of this case before: then what was told stays told
 * @param there findings of the case now: they are known, not new
 */
export function beginWatch(
  audience: Audience,
  wish: Wish,
  { sameCase, there, by, now }: { sameCase: boolean; there: readonly Seen[]; by: Person; now: Date },
): void {
  const before = sameCase ? audience.watch : null;
  const watch = {
    ...wish,
    by: { objectId: by.objectId, name: by.name },
    at: now.toISOString(),
    on: true,
    told: before?.told ?? {},
    recent: before?.recent ?? [],
  };
  // Another case: what waits about the one before is not sent any more.
  if (before === null) audience.outbox = audience.outbox.filter(({ does }) => does === 'daily');
  compare(watch, there, now, true);
  // What turned up while nobody wanted to be told was there before, too.
  if (before?.on === false) for (const told of Object.values(watch.told)) told.known = true;
  audience.watch = watch;
}

/** Cards that are there stay true; nothing new is said. */
export function endWatch(audience: Audience): void {
  if (audience.watch) audience.watch.on = false;
  audience.outbox = audience.outbox.filter(({ does }) => does === 'edit' || does === 'daily');
  for (const [id, { message }] of Object.entries(audience.posts)) {
    if (message !== null) continue;
    // Not sent yet: as if it had not been told.
    delete audience.posts[id];
    for (const told of Object.values(audience.watch?.told ?? {})) {
      if (told.post === id) Object.assign(told, { post: null, known: true });
    }
  }
}

export function beginDigest(
  audience: Audience,
  wish: DigestWish,
  { there, by, now }: { there: readonly Seen[]; by: Person; now: Date },
): void {
  endDigest(audience);
  audience.digest = {
    ...wish,
    by: { objectId: by.objectId, name: by.name },
    since: now.toISOString(),
    lastDay: doneUntil(now, wish.at, wish.zone),
    known: Object.fromEntries(there.map(({ id, severity }) => [id, severity])),
  };
}

export function endDigest(audience: Audience): void {
  audience.digest = null;
  audience.outbox = audience.outbox.filter(({ does }) => does !== 'daily');
}

/** The bot was taken out: nothing can be sent there. */
export function endAll(audience: Audience, why: string): void {
  endDigest(audience);
  Object.assign(audience, { removed: why, outbox: [] });
  if (audience.watch) audience.watch.on = false;
}

/** A case was deleted: nothing of it is told or kept. */
export function forgetCase(draft: State, caseId: string): void {
  for (const audience of Object.values(draft.audiences)) {
    if (audience.watch && (audience.watch.caseId ?? draft.inbox.caseId) === caseId) {
      if (audience.watch.caseId === null) Object.assign(audience.watch, { told: {}, recent: [] });
      else audience.watch = null;
    }
    if (audience.digest?.caseId === caseId) endDigest(audience);
    for (const [id, post] of Object.entries(audience.posts)) {
      if (post.caseId === caseId) delete audience.posts[id];
    }
    audience.outbox = audience.outbox.filter(
      ({ post }) => post === null || Object.hasOwn(audience.posts, post),
    );
  }
  if (draft.inbox.caseId === caseId) draft.inbox.caseId = null;
}
