/** Once a week: a look, and what changed since the conversation was last told. At least once: after a crash, again. */
import { renderCard } from '../../../cards/index.ts';
import { keyOf } from '../../alerts/state.ts';
import type { AuditTrail } from '../../audit/index.ts';
import type { Store } from '../../store/index.ts';
import type { Caller, Place, Sender } from '../../turn.ts';
import type { CoverageFiles } from './files.ts';
import type { WeeklyWish } from './state.ts';
import { changesSince, type Survey, snapshotOf } from './survey.ts';
import { type Viewing, weeklyInput } from './view.ts';

export interface WeeklyOptions extends Viewing {
  store: Store;
  sender: Sender;
  audit: Pick<AuditTrail, 'append'>;
  files: CoverageFiles;
  look(): Promise<Survey>;
  /** why somebody may not be told in a place any more, or null */
  whyNot(by: { objectId: string; name: string }, place: Place): Promise<string | null>;
  onFault(error: unknown, doing: string): void;
  now(): Date;
  /** milliseconds between looks at the clock */
  tick?: number;
}

export interface Weekly {
  /** From now on; it says how things stand and when the next look is. @throws GraphError */
  on(place: Place, by: Caller): Promise<void>;
  /** False when nothing was told here. */
  off(place: Place): Promise<boolean>;
  start(): Promise<void>;
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const TICK_MS = 60_000;
/** A day of tries, one an hour; then it waits for the next week. */
const MOST_FAILED = 24;

export function createWeekly(options: WeeklyOptions): Weekly {
  const { store, sender, audit, files, now, onFault } = options;
  let timer: NodeJS.Timeout | null = null;
  let ticking: Promise<void> = Promise.resolve();
  let closed = false;

  const after = (ms: number) => new Date(now().getTime() + ms).toISOString();

  async function tellAll(): Promise<void> {
    const due = Object.entries(store.read().coverage).filter(([, { next }]) => next <= now().toISOString());
    for (const [key, wish] of due) {
      if (closed) return;
      try {
        const why = await options.whyNot(wish.by, wish.place);
        if (why === null) await tell(key, wish, await options.look());
        else {
          await note(wish.place, why);
          await put(key, { ...wish, ...later(wish) });
        }
      } catch (error) {
        if (closed) return;
        onFault(error, 'the weekly look at coverage');
        await put(key, { ...wish, ...later(wish) });
      }
    }
  }

  function later({ failed }: WeeklyWish): Pick<WeeklyWish, 'next' | 'failed'> {
    if (failed + 1 >= MOST_FAILED) return { next: after(WEEK_MS), failed: 0 };
    return { next: after(HOUR_MS), failed: failed + 1 };
  }

  async function tell(key: string, wish: WeeklyWish, survey: Survey): Promise<void> {
    const { place } = wish;
    const before = await files.told(key);
    const next = after(WEEK_MS);
    const changes = before === null ? [] : changesSince(before.snapshot, survey);
    const told = { survey, since: before?.at ?? null, changes, next, notes: ageNotes(survey) };
    await sender.post(place, renderCard('coverage-weekly', weeklyInput(told, place, options)));
    await files.tell(key, { at: survey.at, snapshot: snapshotOf(survey) });
    await put(key, { ...wish, next, failed: 0 });
  }

  async function note({ scope, conversationId, tenantId }: Place, why: string): Promise<void> {
    await audit.append({
      by: null,
      what: 'weekly coverage',
      words: null,
      caseId: null,
      where: { scope, conversationId, tenantId },
      outcome: 'refused',
      why,
    });
  }

  /** Unless it was switched off meanwhile. */
  async function put(key: string, wish: WeeklyWish): Promise<void> {
    await store.change((draft) => {
      if (Object.hasOwn(draft.coverage, key)) draft.coverage[key] = wish;
    });
  }

  function tick(): void {
    ticking = tellAll()
      .catch((error) => onFault(error, 'the weekly look at coverage'))
      .finally(() => {
        if (!closed) timer = setTimeout(tick, options.tick ?? TICK_MS);
      });
  }

  return {
    async on(place, { objectId, name }) {
      const key = keyOf(place);
      const wish = {
        place: { ...place, conversationId: key },
        by: { objectId, name },
        next: after(WEEK_MS),
        failed: 0,
      };
      const survey = await options.look();
      // What was told before is nothing to compare with: it begins anew.
      await files.forget(key);
      await store.change((draft) => {
        draft.coverage[key] = wish;
      });
      await tell(key, wish, survey);
    },
    async off(place) {
      const key = keyOf(place);
      await files.forget(key);
      return await store.change((draft) => {
        const was = Object.hasOwn(draft.coverage, key);
        delete draft.coverage[key];
        return was;
      });
    },
    async start() {
      tick();
    },
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await ticking;
    },
  };
}

/** What Exchange was not asked for by itself grows old: a bypass set since then is not seen. */
function ageNotes({ at, settingsAt }: Survey): string[] {
  if (settingsAt === null)
    return ['No settings of Exchange were given: only plans and types were looked at.'];
  const days = Math.floor((Date.parse(at) - Date.parse(settingsAt)) / (24 * HOUR_MS));
  if (days < 1) return [];
  const ago = `${days} ${days === 1 ? 'day' : 'days'} ago`;
  return [
    `The settings of Exchange were given ${ago}; what changed there since is not seen. Write coverage how.`,
  ];
}
