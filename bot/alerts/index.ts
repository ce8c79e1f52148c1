/** What conversations are told without asking: new findings, what became of them, and a digest a day. */
import type { Engine } from '../../analysis/engine/engine.ts';
import type { Severity } from '../../analysis/report.ts';
import type { Person, RenderedCard } from '../../cards/index.ts';
import type { Redactor } from '../access/index.ts';
import type { AuditTrail } from '../audit/index.ts';
import type { State, Store } from '../store/index.ts';
import type { Place } from '../turn.ts';
import type { Work } from '../work/index.ts';
import { doneUntil, isDue, isQuiet } from './clock.ts';
import type { Delivery } from './delivery.ts';
import { drawAlert, drawDigest, drawPost, findingsOf } from './draw.ts';
import { createOutbox, type OutboxTiming } from './outbox.ts';
import { type Audience, isGraver, keyOf, type Quiet, type Told, type Watch } from './state.ts';
import {
  addPost,
  compare,
  isSuppressed,
  queue,
  queueEdit,
  release,
  type StormLimit,
  settleDoubt,
} from './tell.ts';
import { watchEngine, watchWork } from './watch.ts';

export { timeOfDay, zoneNamed } from './clock.ts';
export { type Delivery, DeliveryError, type Sent } from './delivery.ts';
export { type Quiet, SEVERITIES } from './state.ts';
export type { StormLimit } from './tell.ts';

export interface Wish {
  /** null = the case of the inbox folder */
  caseId: string | null;
  floor: Severity;
  quiet: Quiet | null;
}

export interface Standing {
  watch:
    | (Omit<Watch, 'told' | 'recent'> & { quietNow: boolean; told: number; known: number; held: number })
    | null;
  digest: { at: string; zone: string } | null;
  waiting: number;
  refused: { count: number; why: string };
}

export interface Alerts {
  /** Tells new findings of a case here from now on; what is there already counts as known. @throws EngineError */
  here(place: Place, wish: Wish, by: Person): Promise<void>;
  /** False when nothing was told here. */
  off(place: Place): Promise<boolean>;
  /** @param at HH:MM on the clocks of `zone`; null = no digest any more. @throws EngineError */
  digest(
    place: Place,
    caseId: string | null,
    at: { at: string; zone: string } | null,
    by: Person,
  ): Promise<void>;
  standing(place: Place): Standing;
  /** The case this conversation is told about; null also where that is the inbox and it has none yet. */
  caseOf(place: Place): string | null;
  inboxCase(): string | null;
  /** The card of one finding as it is to look now, for the one who pressed. */
  card(place: Place, caseId: string, findingId: string, answer: string): Promise<RenderedCard>;
  /** The bot was taken out of a conversation. */
  left(place: Place): Promise<void>;
  /** The inbox folder received something. */
  inboxChanged(): Promise<void>;
  /** Compares a case with what was told of it, and queues the difference. */
  look(caseId: string): Promise<void>;
  /** The same engine and work state; what changes a case through them is told. */
  watching(engine: Engine): Engine;
  watchingWork(work: Work): Work;
  /** Settles what a crash left behind, looks at everything once, and at the clock from then on. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface AlertsOptions {
  engine: Engine;
  store: Store;
  work: Work;
  redactor: Redactor;
  delivery: Delivery;
  audit: Pick<AuditTrail, 'append'>;
  /** why somebody may not see a case in their private chat any more, or null; not asked for other conversations */
  whyNot(by: Person, place: Place, caseId: string): Promise<string | null>;
  onFault(error: unknown, doing: string): void;
  now?: () => Date;
  storm?: StormLimit;
  /** milliseconds */
  timing?: Partial<OutboxTiming> & { tick?: number };
}

const STORM: StormLimit = { most: 5, within: 10 * 60_000 };
const TIMING = { pause: 1_100, firstRetry: 2_000, longestRetry: 15 * 60_000, tick: 30_000 };

export function createAlerts(options: AlertsOptions): Alerts {
  const { engine, store, work, now = () => new Date(), storm = STORM, onFault } = options;
  const timing = { ...TIMING, ...given(options.timing) };
  const tools = { engine, store, work, redactor: options.redactor, now };
  const looks = new Map<string, Promise<void>>();
  let ticking: NodeJS.Timeout | null = null;
  let ticked: Promise<void> = Promise.resolve();

  const outbox = createOutbox({
    store,
    delivery: options.delivery,
    timing,
    now,
    onFault,
    async draw(key, id) {
      const audience = store.read().audiences[key];
      const post = audience?.posts[id];
      if (!audience || !post) throw new Error('The message is not kept any more');
      return await drawPost(tools, audience, id, post);
    },
    drawDaily,
    ownerOf: (caseId, findingId) => work.finding(caseId, findingId).owner,
    onRemoved: unsubscribe,
  });

  const aboutInbox = () => store.read().inbox.caseId;
  const caseIdOf = ({ caseId }: { caseId: string | null }) => caseId ?? aboutInbox();
  const keys = () => Object.keys(store.read().audiences);
  const find = (place: Place) => store.read().audiences[keyOf(place)] ?? null;

  function audienceIn(draft: State, place: Place): Audience {
    const key = keyOf(place);
    draft.audiences[key] ??= {
      place,
      watch: null,
      digest: null,
      posts: {},
      outbox: [],
      removed: null,
      refused: { count: 0, why: '' },
    };
    const audience = draft.audiences[key] as Audience;
    Object.assign(audience, { place: { ...place, conversationId: key }, removed: null });
    return audience;
  }

  async function here(place: Place, wish: Wish, by: Person): Promise<void> {
    const caseId = caseIdOf(wish);
    const seen = caseId === null ? [] : await findingsOf(tools, caseId);
    await store.change((draft) => {
      const audience = audienceIn(draft, place);
      const before = audience.watch;
      const same = before !== null && caseIdOf(before) === caseId;
      audience.watch = {
        ...wish,
        by,
        at: now().toISOString(),
        on: true,
        told: same ? before.told : {},
        recent: same ? before.recent : [],
      };
      // Another case: what waits about the one before is not sent any more.
      if (!same) audience.outbox = audience.outbox.filter(({ does }) => does === 'daily');
      compare(audience.watch, seen, now(), true);
      // What turned up while nobody wanted to be told was there before, too.
      if (same && !before.on) for (const told of Object.values(audience.watch.told)) told.known = true;
    });
  }

  async function digest(
    place: Place,
    caseId: string | null,
    when: { at: string; zone: string } | null,
    by: Person,
  ): Promise<void> {
    const about = caseIdOf({ caseId });
    const seen = when === null || about === null ? [] : await findingsOf(tools, about);
    await store.change((draft) => {
      const audience = audienceIn(draft, place);
      audience.outbox = audience.outbox.filter(({ does }) => does !== 'daily');
      audience.digest = when && {
        ...when,
        caseId,
        by,
        since: now().toISOString(),
        lastDay: doneUntil(now(), when.at, when.zone),
        known: Object.fromEntries(seen.map(({ id, severity }) => [id, severity])),
      };
    });
  }

  /** One look at a case at a time; one asked for meanwhile follows it. */
  function look(caseId: string): Promise<void> {
    const after = looks.get(caseId) ?? Promise.resolve();
    const looking = after
      .then(() => lookOnce(caseId))
      .catch((error) => onFault(error, 'comparing findings'))
      .finally(() => {
        if (looks.get(caseId) === looking) looks.delete(caseId);
      });
    looks.set(caseId, looking);
    return looking;
  }

  async function lookOnce(caseId: string): Promise<void> {
    const concerned = keys().filter((key) => isAbout(store.read().audiences[key], caseId));
    if (concerned.length === 0) return;
    const seen = await findingsOf(tools, caseId);
    await store.change((draft) => {
      for (const key of concerned) {
        const audience = draft.audiences[key];
        if (!audience || !isAbout(audience, caseId)) continue;
        compare(audience.watch, seen, now());
        for (const [id, post] of Object.entries(audience.posts)) {
          if (post.caseId === caseId && post.kind !== 'inbox') queueEdit(audience, id);
        }
        releaseIn(audience, caseId);
      }
    });
    for (const key of concerned) outbox.wake(key);
  }

  function isAbout(audience: Audience | undefined, caseId: string): audience is Audience & { watch: Watch } {
    if (!audience?.watch || audience.removed !== null) return false;
    return caseIdOf(audience.watch) === caseId;
  }

  function releaseIn(audience: Audience & { watch: Watch }, caseId: string): void {
    if (!audience.watch.on) return;
    const workOf = (findingId: string) => work.finding(caseId, findingId);
    release(audience, audience.watch, { caseId, workOf, now: now(), storm });
  }

  /** What people did about a finding shows on its card, and may let it be said again. */
  async function workChanged(caseId: string): Promise<void> {
    const concerned = keys().filter((key) => isAbout(store.read().audiences[key], caseId));
    if (concerned.length === 0) return;
    await store.change((draft) => {
      for (const key of concerned) {
        const audience = draft.audiences[key];
        if (!audience || !isAbout(audience, caseId)) continue;
        for (const [id, post] of Object.entries(audience.posts)) {
          if (post.caseId === caseId && post.kind !== 'inbox') queueEdit(audience, id);
        }
      }
    });
    for (const key of concerned) outbox.wake(key);
  }

  async function inboxChanged(): Promise<void> {
    // Its first analysis made the case, so nobody was told to look at it then.
    const caseId = aboutInbox();
    if (caseId !== null) await look(caseId);
    await store.change((draft) => {
      const newest = Object.values(draft.inbox.files)
        .map(({ at }) => at)
        .sort()
        .at(-1);
      if (newest === undefined) return;
      for (const audience of Object.values(draft.audiences)) announce(audience, newest);
    });
    for (const key of keys()) outbox.wake(key);
  }

  /** One message a day for what the folder received; not in quiet hours, when nothing of it is urgent. */
  function announce(audience: Audience, newest: string): void {
    const { watch } = audience;
    if (!watch?.on || watch.caseId !== null || newest < watch.at || audience.removed !== null) return;
    const day = newest.slice(0, 10);
    const [id] =
      Object.entries(audience.posts).find(([, { kind, at }]) => kind === 'inbox' && at.startsWith(day)) ?? [];
    if (id !== undefined) queueEdit(audience, id);
    else if (!isQuiet(now(), watch.quiet)) addPost(audience, 'inbox', aboutInbox() ?? '', new Date(newest));
  }

  async function drawDaily(key: string) {
    const audience = store.read().audiences[key];
    const daily = audience?.digest ?? null;
    const caseId = daily === null ? null : caseIdOf(daily);
    if (!audience || daily === null || caseId === null) return null;
    const why =
      audience.place.scope === 'personal' ? await options.whyNot(daily.by, audience.place, caseId) : null;
    if (why !== null) {
      await note(audience, 'digest not sent', why, caseId);
      return null;
    }
    const { card, known } = await drawDigest(tools, caseId, daily);
    const since = now().toISOString();
    return {
      card,
      sent(draft: Audience) {
        if (draft.digest) Object.assign(draft.digest, { known, since });
      },
    };
  }

  async function unsubscribe(key: string, why: string): Promise<void> {
    const audience = store.read().audiences[key];
    if (!audience || audience.removed !== null) return;
    await store.change((draft) => {
      const found = draft.audiences[key];
      if (!found) return;
      Object.assign(found, { removed: why, outbox: [], digest: null });
      if (found.watch) found.watch.on = false;
    });
    await note(audience, 'alerts ended', why, audience.watch && caseIdOf(audience.watch));
  }

  function note({ place }: Audience, what: string, why: string, caseId: string | null): Promise<void> {
    const { scope, conversationId, tenantId } = place;
    const where = { scope, conversationId, tenantId };
    return options.audit.append({ by: null, what, words: null, caseId, where, outcome: 'noted', why });
  }

  /** The clock: quiet hours that ended, suppressions that ran out, storms that passed, digests that are due. */
  async function tick(): Promise<void> {
    const before = keys().filter((key) => hasToDo(store.read().audiences[key]));
    if (before.length > 0) {
      await store.change((draft) => {
        for (const key of before) {
          const audience = draft.audiences[key];
          if (audience) onTime(audience);
        }
      });
    }
    for (const key of keys()) outbox.wake(key);
  }

  function hasToDo(audience: Audience | undefined): boolean {
    if (!audience || audience.removed !== null) return false;
    const { watch, digest: daily } = audience;
    const held = watch?.on === true && Object.values(watch.told).some(isHeld);
    return held || (daily !== null && isDue(now(), daily));
  }

  function onTime(audience: Audience): void {
    const { watch, digest: daily } = audience;
    if (watch?.on) {
      const caseId = caseIdOf(watch);
      if (caseId !== null) releaseIn(audience as Audience & { watch: Watch }, caseId);
    }
    if (daily === null || !isDue(now(), daily)) return;
    daily.lastDay = doneUntil(now(), daily.at, daily.zone);
    queue(audience, { does: 'daily', post: null, finding: null, words: '' });
  }

  async function settleAll(): Promise<void> {
    await store.change((draft) => {
      for (const audience of Object.values(draft.audiences)) {
        for (const item of audience.outbox.filter(({ state }) => state === 'sending'))
          settleDoubt(audience, item);
      }
    });
  }

  function runClock(): void {
    ticked = tick()
      .catch((error) => onFault(error, 'looking at the clock'))
      .finally(() => {
        if (ticking !== null) ticking = setTimeout(runClock, timing.tick);
      });
  }

  return {
    here,
    async off(place) {
      if (!find(place)?.watch?.on) return false;
      await store.change((draft) => {
        const audience = audienceIn(draft, place);
        if (audience.watch) audience.watch.on = false;
        // Cards that are there stay true; nothing new is said.
        audience.outbox = audience.outbox.filter(({ does }) => does === 'edit' || does === 'daily');
        dropUnsent(audience);
      });
      return true;
    },
    digest,
    standing(place) {
      const audience = find(place);
      return audience === null
        ? NOTHING
        : standingOf(audience, now(), (caseId, id) => work.finding(caseId, id), aboutInbox());
    },
    caseOf(place) {
      const watch = find(place)?.watch;
      return watch?.on ? caseIdOf(watch) : null;
    },
    inboxCase: aboutInbox,
    card(place, caseId, findingId, answer) {
      const told = find(place)?.watch?.told ?? {};
      const known = Object.hasOwn(told, findingId) ? (told[findingId] ?? null) : null;
      return drawAlert(tools, caseId, findingId, known, answer === '' ? null : answer);
    },
    left: (place) => unsubscribe(keyOf(place), 'the bot was removed from the conversation'),
    inboxChanged,
    look,
    watching: (watched) => watchEngine(watched, look, (caseId) => forget(caseId)),
    watchingWork: (watched) =>
      watchWork(watched, (caseId) =>
        workChanged(caseId).catch((error) => onFault(error, 'showing what was done')),
      ),
    async start() {
      await settleAll();
      const about = new Set(keys().flatMap((key) => watchedBy(store.read().audiences[key])));
      await Promise.all([...about].map(look));
      ticking = setTimeout(() => undefined, 0);
      runClock();
    },
    async close() {
      if (ticking !== null) clearTimeout(ticking);
      ticking = null;
      await ticked;
      await Promise.all(looks.values());
      await outbox.close();
    },
  };

  function watchedBy(audience: Audience | undefined): string[] {
    const caseId = audience?.watch && audience.removed === null ? caseIdOf(audience.watch) : null;
    return caseId === null ? [] : [caseId];
  }

  /** A case was deleted: nothing of it is told or kept here. */
  async function forget(caseId: string): Promise<void> {
    await store.change((draft) => {
      for (const audience of Object.values(draft.audiences)) {
        if (audience.watch?.caseId === caseId) audience.watch = null;
        if (audience.digest?.caseId === caseId) audience.digest = null;
        for (const [id, post] of Object.entries(audience.posts)) {
          if (post.caseId === caseId) delete audience.posts[id];
        }
        audience.outbox = audience.outbox.filter(
          ({ post }) => post === null || Object.hasOwn(audience.posts, post),
        );
      }
      if (draft.inbox.caseId === caseId) draft.inbox.caseId = null;
    });
  }
}

/** Without what is undefined, which would hide a default. */
function given(timing: AlertsOptions['timing'] = {}): Partial<typeof TIMING> {
  return Object.fromEntries(Object.entries(timing).filter(([, value]) => value !== undefined));
}

/** Told, but not sent yet: as if it had not been told. */
function dropUnsent(audience: Audience): void {
  for (const [id, { message }] of Object.entries(audience.posts)) {
    if (message !== null) continue;
    delete audience.posts[id];
    for (const told of Object.values(audience.watch?.told ?? {})) {
      if (told.post === id) Object.assign(told, { post: null, known: true });
    }
  }
}

function isHeld({ post, known, gone, severity, said }: Told): boolean {
  if (gone) return false;
  return post === null ? !known || isGraver(severity, said) : isGraver(severity, said);
}

const NOTHING: Standing = { watch: null, digest: null, waiting: 0, refused: { count: 0, why: '' } };

function standingOf(
  { watch, digest, outbox, refused }: Audience,
  now: Date,
  workOf: (caseId: string, findingId: string) => Parameters<typeof isSuppressed>[0],
  inboxCase: string | null,
): Standing {
  const told = Object.entries(watch?.told ?? {});
  const caseId = watch?.caseId ?? inboxCase ?? '';
  const suppressed = ([id, { post, gone }]: [string, Told]) =>
    post === null && !gone && isSuppressed(workOf(caseId, id), now);
  return {
    watch:
      watch?.on !== true
        ? null
        : {
            caseId: watch.caseId,
            floor: watch.floor,
            quiet: watch.quiet,
            by: watch.by,
            at: watch.at,
            on: true,
            quietNow: isQuiet(now, watch.quiet),
            told: told.filter(([, { post }]) => post !== null).length,
            known: told.filter(([, one]) => one.post === null && one.known).length,
            held: told.filter((one) => isHeld(one[1]) || suppressed(one)).length,
          },
    digest: digest && { at: digest.at, zone: digest.zone },
    waiting: outbox.length,
    refused,
  };
}
