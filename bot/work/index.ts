/** What people do about a case. Every change is one change of the store: of two at once, one wins and is told. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  type CaseWork,
  type Clock,
  type DayCounts,
  type Deed,
  type FindingWork,
  type Note,
  type Person,
  stillDone,
  type Tick,
} from '../../cards/index.ts';
import { Problem } from '../problems.ts';
import type { State, Store } from '../store/index.ts';
import { noWork } from './state.ts';

/** `won: false` when somebody was faster; `now` is how it stands either way. */
export interface Outcome<T> {
  won: boolean;
  now: T;
}

export interface Work {
  /** A copy is not made: read only. */
  of(caseId: string): Readonly<CaseWork>;
  finding(caseId: string, findingId: string): Readonly<FindingWork>;
  /** Who makes a case is a member and lead of it. */
  created(caseId: string, by: Person): Promise<void>;
  /** False when they were in it already. */
  invite(caseId: string, person: Person, by: Person): Promise<boolean>;
  /**
   * @param expected the owner the card showed; another one by now means somebody was faster
   * @param owner null = nobody
   */
  assign(
    caseId: string,
    findingId: string,
    owner: Person | null,
    expected: string | null,
  ): Promise<Outcome<Person | null>>;
  acknowledge(caseId: string, findingId: string, by: Person): Promise<Outcome<Deed>>;
  /** @param until ISO time, UTC; @throws Problem when it is not ahead of now, or there is no reason */
  suppress(caseId: string, findingId: string, until: string, reason: string, by: Person): Promise<void>;
  unsuppress(caseId: string, findingId: string): Promise<void>;
  /** @param findingId null = of the whole case */
  note(caseId: string, findingId: string | null, text: string, by: Person): Promise<void>;
  /** @param title what the step says now; one that said something else when it was done is done anew */
  tick(caseId: string, stepId: string, by: Person, title?: string): Promise<Outcome<Tick>>;
  untick(caseId: string, stepId: string): Promise<void>;
  startClock(caseId: string, clock: Omit<Clock, 'id' | 'by' | 'at'>, by: Person): Promise<Clock>;
  stopClock(caseId: string, clockId: string): Promise<boolean>;
  /** Keeps what the summary says today; nothing when the case has no work state or is being deleted. */
  count(caseId: string, counts: Omit<DayCounts, 'day'>): Promise<void>;
  hold(caseId: string, reason: string, by: Person): Promise<Outcome<NonNullable<CaseWork['hold']>>>;
  liftHold(caseId: string): Promise<boolean>;
  /** @param days null = no end */
  keepFor(caseId: string, days: number | null, by: Person): Promise<void>;
  letIn(caseId: string, person: Person, override: CaseWork['overrides'][string]): Promise<void>;
  /** Claims the case for deletion. @throws Problem when it is held */
  beginPurge(caseId: string): Promise<void>;
  /** Told of each finding somebody did something about, once it is kept, so that cards that show it can be redrawn. */
  watch(told: (caseId: string, findingId: string) => void): void;
  /** The case is gone: nothing of its work state stays, and no conversation is about it. */
  purged(caseId: string): Promise<void>;
}

const LONGEST_TEXT = 500;
const MOST_NOTES = 200;
const MOST_CLOCKS = 20;
/** Two months of days are enough to say what is new. */
const MOST_DAYS = 62;
const LONGEST_SUPPRESSION_DAYS = 90;
const DAY_MS = 86_400_000;

export function createWork(store: Store, now: () => Date = () => new Date()): Work {
  const deed = (by: Person): Deed => ({
    by: { objectId: by.objectId, name: by.name },
    at: now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z'),
  });

  function change<T>(caseId: string, make: (work: CaseWork) => T): Promise<T> {
    return store.change((draft) => {
      const work = workIn(draft, caseId);
      if (work.purging) throw new Problem('This case is being deleted', ['Write cases for the others.']);
      return make(work);
    });
  }

  const watchers: ((caseId: string, findingId: string) => void)[] = [];

  async function changeFinding<T>(
    caseId: string,
    findingId: string,
    make: (finding: FindingWork) => T,
  ): Promise<T> {
    const result = await change(caseId, (work) => make(findingIn(work, findingId)));
    for (const told of watchers) told(caseId, findingId);
    return result;
  }

  const of = (caseId: string) => own(store.read().cases, caseId) ?? noWork();

  return {
    of,
    finding: (caseId, findingId) => own(of(caseId).findings, findingId) ?? noFindingWork(),
    created: (caseId, by) =>
      change(caseId, ({ members }) => {
        if (members.length > 0) return;
        members.push({ objectId: by.objectId, name: by.name, lead: true, invited: null });
      }),
    invite: (caseId, person, by) =>
      change(caseId, ({ members }) => {
        if (members.some(({ objectId }) => objectId === person.objectId)) return false;
        members.push({ objectId: person.objectId, name: person.name, lead: false, invited: deed(by) });
        return true;
      }),
    assign: (caseId, findingId, owner, expected) =>
      changeFinding(caseId, findingId, (finding) => {
        if ((finding.owner?.objectId ?? null) !== expected) return { won: false, now: finding.owner };
        finding.owner = owner && { objectId: owner.objectId, name: owner.name };
        return { won: true, now: finding.owner };
      }),
    acknowledge: (caseId, findingId, by) =>
      changeFinding(caseId, findingId, (finding) => {
        if (finding.acknowledged !== null) return { won: false, now: finding.acknowledged };
        finding.acknowledged = deed(by);
        return { won: true, now: finding.acknowledged };
      }),
    suppress: (caseId, findingId, until, reason, by) =>
      changeFinding(caseId, findingId, (finding) => {
        const ahead = Date.parse(until) - now().getTime();
        if (!(ahead > 0 && ahead <= LONGEST_SUPPRESSION_DAYS * DAY_MS)) {
          throw new Problem(`Until when? It must be in the next ${LONGEST_SUPPRESSION_DAYS} days`, [
            'Write the time as 2026-05-20 or 2026-05-20T16:40Z, in UTC.',
          ]);
        }
        finding.suppressed = { ...deed(by), until, reason: said(reason) };
      }),
    unsuppress: (caseId, findingId) =>
      changeFinding(caseId, findingId, (finding) => {
        finding.suppressed = null;
      }),
    note(caseId, findingId, text, by) {
      const add = ({ notes }: { notes: Note[] }) => {
        if (notes.length >= MOST_NOTES) {
          throw new Problem(`There are ${MOST_NOTES} notes here already`, ['Keep longer reports elsewhere.']);
        }
        notes.push({ ...deed(by), text: said(text) });
      };
      return findingId === null ? change(caseId, add) : changeFinding(caseId, findingId, add);
    },
    tick: (caseId, stepId, by, title = '') =>
      change(caseId, ({ ticks }) => {
        const before = own(ticks, stepId);
        if (before && stillDone(before, title)) return { won: false, now: before };
        const ticked = { ...deed(by), title };
        put(ticks, stepId, ticked);
        return { won: true, now: ticked };
      }),
    untick: (caseId, stepId) =>
      change(caseId, ({ ticks }) => {
        delete ticks[stepId];
      }),
    startClock: (caseId, clock, by) =>
      change(caseId, ({ clocks }) => {
        if (clocks.length >= MOST_CLOCKS) {
          throw new Problem(`There are ${MOST_CLOCKS} clocks here already`, [
            'Stop one: clock stop and its id.',
          ]);
        }
        const started = { ...clock, id: randomUUID(), ...deed(by) };
        clocks.push(started);
        return started;
      }),
    stopClock: (caseId, clockId) =>
      change(caseId, (work) => {
        const before = work.clocks.length;
        work.clocks = work.clocks.filter(({ id }) => id !== clockId);
        return work.clocks.length < before;
      }),
    async count(caseId, counts) {
      const today = { day: now().toISOString().slice(0, 10), ...counts };
      const known = own(store.read().cases, caseId);
      if (!known || known.purging || isDeepStrictEqual(known.days.at(-1), today)) return;
      await store.change(({ cases }) => {
        const work = own(cases, caseId);
        if (work) work.days = [...work.days.filter(({ day }) => day < today.day), today].slice(-MOST_DAYS);
      });
    },
    hold: (caseId, reason, by) =>
      change(caseId, (work) => {
        if (work.hold !== null) return { won: false, now: work.hold };
        work.hold = { ...deed(by), reason: said(reason) };
        return { won: true, now: work.hold };
      }),
    liftHold: (caseId) =>
      change(caseId, (work) => {
        const held = work.hold !== null;
        work.hold = null;
        return held;
      }),
    keepFor: (caseId, days, by) =>
      change(caseId, (work) => {
        work.retention = days === null ? null : { ...deed(by), days };
      }),
    letIn: (caseId, person, override) =>
      change(caseId, ({ overrides }) => {
        put(overrides, person.objectId, override);
      }),
    beginPurge: (caseId) =>
      store.change((draft) => {
        const work = workIn(draft, caseId);
        // Looked at where it is claimed, so that no hold can come between.
        if (work.hold !== null) {
          throw new Problem('This case is on legal hold, so nothing of it is deleted', [
            'A lead can write hold off and the reason; another lead confirms it.',
          ]);
        }
        work.purging = true;
      }),
    watch: (told) => {
      watchers.push(told);
    },
    purged: (caseId) =>
      store.change((draft) => {
        delete draft.cases[caseId];
        for (const one of Object.values(draft.conversations)) if (one.caseId === caseId) one.caseId = null;
        for (const [id, request] of Object.entries(draft.requests)) {
          if (request.caseId === caseId) delete draft.requests[id];
        }
      }),
  };
}

function noFindingWork(): FindingWork {
  return { owner: null, acknowledged: null, suppressed: null, notes: [] };
}

function workIn(draft: State, caseId: string): CaseWork {
  return own(draft.cases, caseId) ?? put(draft.cases, caseId, noWork());
}

function findingIn({ findings }: CaseWork, findingId: string): FindingWork {
  return own(findings, findingId) ?? put(findings, findingId, noFindingWork());
}

/** Ids come back from buttons: '__proto__' must be as unknown as any other. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function put<T>(record: Record<string, T>, key: string, value: T): T {
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
  return value;
}

/** @throws Problem when nothing is said, or too much */
function said(text: string): string {
  const words = text.trim();
  if (words !== '' && words.length <= LONGEST_TEXT) return words;
  throw new Problem(
    words === '' ? 'A reason is missing' : `Please keep it below ${LONGEST_TEXT} characters`,
    ['Say in a few words why; it is kept with the case.'],
  );
}
