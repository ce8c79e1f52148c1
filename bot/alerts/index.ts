/** What conversations are told without asking: new findings, what became of them, and a digest a day. */
import type { Place } from '../turn.ts';
import { doneUntil, isDue, isQuiet } from './clock.ts';
import type { Alerts, AlertsOptions } from './contract.ts';
import { drawDigest, drawPost, findingsOf } from './draw.ts';
import { createOutbox } from './outbox.ts';
import { isHeld, standingOf } from './standing.ts';
import { type Audience, keyOf, type Watch } from './state.ts';
import {
  addPost,
  adopt,
  own,
  queue,
  queueEdit,
  release,
  type StormLimit,
  settleDoubt,
  update,
} from './tell.ts';
import { watchEngine } from './watch.ts';
import { audienceIn, beginDigest, beginWatch, endAll, endDigest, endWatch, forgetCase } from './wishes.ts';

export { timeOfDay, zoneNamed } from './clock.ts';
export type { Alerts, AlertsOptions } from './contract.ts';
export { type Quiet, SEVERITIES } from './state.ts';
export { alertsCard } from './status.ts';
export type { StormLimit } from './tell.ts';

const STORM: StormLimit = { most: 5, within: 10 * 60_000 };
const TIMING = { pause: 1_100, firstRetry: 2_000, longestRetry: 15 * 60_000, tick: 30_000 };

export function createAlerts(options: AlertsOptions): Alerts {
  const { engine, store, work, now = () => new Date(), storm = STORM, onFault } = options;
  const timing = { ...TIMING, ...given(options.timing) };
  const tools = { engine, store, work, redactor: options.redactor, now };
  const looks = new Map<string, Promise<void>>();
  let ticking: NodeJS.Timeout | null = null;
  let ticked: Promise<void> = Promise.resolve();
  let closed = false;

  const outbox = createOutbox({
    store,
    delivery: options.delivery,
    timing,
    now,
    onFault,
    draw: (audience, id, post) => drawPost(tools, audience, id, post),
    drawDaily,
    ownerOf: (caseId, findingId) => work.finding(caseId, findingId).owner,
    onRemoved: unsubscribe,
  });

  const inboxCase = () => store.read().inbox.caseId;
  const caseIdOf = ({ caseId }: { caseId: string | null }) => caseId ?? inboxCase();
  const all = () => Object.entries(store.read().audiences);
  const find = (place: Place) => store.read().audiences[keyOf(place)] ?? null;
  const findingsNow = (caseId: string | null) => (caseId === null ? [] : findingsOf(tools, caseId));

  function isAbout(audience: Audience, caseId: string): audience is Audience & { watch: Watch } {
    return audience.removed === null && audience.watch !== null && caseIdOf(audience.watch) === caseId;
  }

  /** Changes each conversation that is told of the case, on the disk at once, and sends what follows from it. */
  async function eachAbout(
    caseId: string,
    make: (audience: Audience & { watch: Watch }) => void,
  ): Promise<void> {
    if (!all().some(([, audience]) => isAbout(audience, caseId))) return;
    await store.change((draft) => {
      for (const audience of Object.values(draft.audiences)) if (isAbout(audience, caseId)) make(audience);
    });
    wakeAll();
  }

  function wakeAll(): void {
    for (const [key] of all()) outbox.wake(key);
  }

  /** One look at a case at a time; one asked for meanwhile follows it. */
  function look(caseId: string): Promise<void> {
    const looking = (looks.get(caseId) ?? Promise.resolve())
      .then(() => lookOnce(caseId))
      .catch((error) => onFault(error, 'comparing findings'))
      .finally(() => {
        if (looks.get(caseId) === looking) looks.delete(caseId);
      });
    looks.set(caseId, looking);
    return looking;
  }

  async function lookOnce(caseId: string): Promise<void> {
    if (closed || !all().some(([, audience]) => isAbout(audience, caseId))) return;
    const seen = await findingsOf(tools, caseId);
    await eachAbout(caseId, (audience) => {
      update(audience, caseId, seen, now());
      releaseIn(audience, caseId);
    });
  }

  function releaseIn(audience: Audience & { watch: Watch }, caseId: string): void {
    if (!audience.watch.on) return;
    const workOf = (findingId: string) => work.finding(caseId, findingId);
    release(audience, audience.watch, { caseId, workOf, now: now(), storm });
  }

  /** What people did about a finding shows on its card. */
  async function workChanged(caseId: string, findingId: string): Promise<void> {
    await eachAbout(caseId, (audience) => {
      const told = Object.entries(audience.watch.told).find(([id]) => id === findingId)?.[1];
      if (told?.post) queueEdit(audience, told.post);
    });
  }

  async function inboxChanged(): Promise<void> {
    // Its first analysis made the case, so nobody knew then that it was this one.
    const caseId = inboxCase();
    if (caseId !== null) await look(caseId);
    await store.change((draft) => {
      const times = Object.values(draft.inbox.files).map(({ at }) => at);
      const newest = times.sort().at(-1);
      if (newest === undefined) return;
      for (const [key, audience] of Object.entries(draft.audiences)) {
        announce(audience, newest);
        // So that commands there are about what is told there.
        const conversation = draft.conversations[key];
        if (audience.watch?.caseId === null && conversation) conversation.caseId ??= caseId;
      }
    });
    wakeAll();
  }

  /** One message a day for what the folder received; not in quiet hours, since nothing of it is urgent. */
  function announce(audience: Audience, newest: string): void {
    const { watch, posts, removed } = audience;
    if (!watch?.on || watch.caseId !== null || newest < watch.at || removed !== null) return;
    const today = ([, { kind, at }]: (typeof ofAll)[number]) =>
      kind === 'inbox' && at.slice(0, 10) === newest.slice(0, 10);
    const ofAll = Object.entries(posts);
    const [id] = ofAll.find(today) ?? [];
    if (id !== undefined) queueEdit(audience, id);
    else if (!isQuiet(now(), watch.quiet)) addPost(audience, 'inbox', inboxCase() ?? '', new Date(newest));
  }

  /** In quiet hours it waits until they are over, or it is. */
  async function watchTrouble(caseId: string, { at, ended }: Parameters<Alerts['watchTrouble']>[1]) {
    await eachAbout(caseId, (audience) => {
      const isIt = ([, one]: [string, Audience['posts'][string]]) =>
        one.kind === 'watch' && one.caseId === caseId && one.at === at;
      const [id] = Object.entries(audience.posts).find(isIt) ?? [];
      if (ended === null) {
        const { on, quiet } = audience.watch;
        if (id === undefined && on && !isQuiet(now(), quiet))
          addPost(audience, 'watch', caseId, new Date(at));
        else if (id !== undefined) queueEdit(audience, id);
      } else if (id !== undefined) {
        queueEdit(audience, id);
        queue(audience, { does: 'added', post: id, finding: null, words: 'This is over.' });
      }
    });
  }

  async function drawDaily(audience: Audience) {
    const { digest, place } = audience;
    const caseId = digest && caseIdOf(digest);
    if (digest === null || caseId === null) return null;
    const why = place.scope === 'personal' ? await options.whyNot(digest.by, place, caseId) : null;
    if (why !== null) {
      await note(place, 'digest not sent', why, caseId);
      return null;
    }
    const { card, known } = await drawDigest(tools, caseId, digest);
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
    const caseId = audience.watch && caseIdOf(audience.watch);
    await store.change((draft) => {
      const found = draft.audiences[key];
      if (found) endAll(found, why);
    });
    await note(audience.place, 'alerts ended', why, caseId);
  }

  async function note(place: Place, what: string, why: string, caseId: string | null): Promise<void> {
    const { scope, conversationId, tenantId } = place;
    const where = { scope, conversationId, tenantId };
    await options.audit.append({ by: null, what, words: null, caseId, where, outcome: 'noted', why });
  }

  /** Quiet hours that ended, suppressions that ran out, storms that passed, digests that are due. */
  async function tick(): Promise<void> {
    if (all().some(([, audience]) => isTime(audience))) {
      await store.change((draft) => {
        for (const audience of Object.values(draft.audiences)) if (isTime(audience)) onTime(audience);
      });
    }
    wakeAll();
  }

  function isTime({ watch, digest, removed }: Audience): boolean {
    if (removed !== null) return false;
    const held = watch?.on === true && Object.values(watch.told).some(isHeld);
    return held || (digest !== null && isDue(now(), digest));
  }

  function onTime(audience: Audience): void {
    const caseId = audience.watch && caseIdOf(audience.watch);
    if (caseId !== null && isAbout(audience, caseId)) releaseIn(audience, caseId);
    const { digest } = audience;
    if (digest === null || !isDue(now(), digest)) return;
    digest.lastDay = doneUntil(now(), digest.at, digest.zone);
    queue(audience, { does: 'daily', post: null, finding: null, words: '' });
  }

  function runClock(): void {
    ticked = tick()
      .catch((error) => onFault(error, 'looking at the clock'))
      .finally(() => {
        if (!closed) ticking = setTimeout(runClock, timing.tick);
      });
  }

  work.watch((caseId, findingId) => {
    workChanged(caseId, findingId).catch((error) => onFault(error, 'showing what was done about a finding'));
  });

  return {
    async here(place, wish, by) {
      const caseId = caseIdOf(wish);
      const there = await findingsNow(caseId);
      await store.change((draft) => {
        const audience = audienceIn(draft, place);
        const sameCase = audience.watch !== null && caseIdOf(audience.watch) === caseId;
        beginWatch(audience, wish, { sameCase, there, by, now: now() });
      });
    },
    async off(place) {
      if (!find(place)?.watch?.on) return false;
      await store.change((draft) => endWatch(audienceIn(draft, place)));
      return true;
    },
    async digest(place, wish, by) {
      const there = wish === null ? [] : await findingsNow(caseIdOf(wish));
      await store.change((draft) => {
        const audience = audienceIn(draft, place);
        if (wish === null) endDigest(audience);
        else beginDigest(audience, wish, { there, by, now: now() });
      });
    },
    standing(place) {
      const audience = find(place);
      const caseId = (audience?.watch && caseIdOf(audience.watch)) ?? '';
      return standingOf(audience, (findingId) => work.finding(caseId, findingId), now());
    },
    caseOf(place) {
      const watch = find(place)?.watch;
      return watch?.on ? caseIdOf(watch) : null;
    },
    inboxCase,
    async pressed(place, messageId, { caseId, id }) {
      const sent = { conversationId: place.conversationId, messageId };
      const about = find(place);
      if (about === null || !isAbout(about, caseId) || !own(about.watch.told, id)?.inDoubt) return;
      await eachAbout(caseId, (audience) => {
        if (keyOf(audience.place) === keyOf(place)) adopt(audience, caseId, id, sent);
      });
    },
    left: (place) => unsubscribe(keyOf(place), 'the bot was removed from the conversation'),
    inboxChanged,
    watchTrouble,
    look,
    watching: (watched) =>
      watchEngine(watched, look, (caseId) => store.change((draft) => forgetCase(draft, caseId))),
    async start() {
      await store.change((draft) => {
        for (const audience of Object.values(draft.audiences)) {
          const doubtful = audience.outbox.filter(({ state }) => state === 'sending');
          for (const item of doubtful) settleDoubt(audience, item);
        }
      });
      const cases = all().map(([, { watch, removed }]) =>
        removed === null && watch ? caseIdOf(watch) : null,
      );
      await Promise.all([...new Set(cases)].map((caseId) => (caseId === null ? null : look(caseId))));
      if (!closed) runClock();
    },
    async close() {
      closed = true;
      if (ticking !== null) clearTimeout(ticking);
      await ticked;
      await Promise.all(looks.values());
      await outbox.close();
    },
  };
}

/** Without what is undefined, which would hide a default. */
function given(timing: AlertsOptions['timing'] = {}): Partial<typeof TIMING> {
  return Object.fromEntries(Object.entries(timing).filter(([, value]) => value !== undefined));
}
