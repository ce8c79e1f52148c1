/** Who is recorded and who is not: looked at when somebody asks, and once a week where somebody wants to be told. */
import { join } from 'node:path';
import type { Engine } from '../../../analysis/engine/engine.ts';
import type { ExportedFile } from '../../../analysis/sections.ts';
import { type CardInputs, renderCard } from '../../../cards/index.ts';
import { isFault, problemCard } from '../../problems.ts';
import type { Caller, Place, Sender } from '../../turn.ts';
import { type ExchangeSettings, merged, NOTHING_GIVEN } from '../exchange/settings.ts';
import type { Tenant } from '../tenant.ts';
import { contradictedBy } from './contradicted.ts';
import { writeVerdicts } from './csv.ts';
import { coverageFiles } from './files.ts';
import { type LookOptions, look } from './look.ts';
import type { Survey } from './survey.ts';
import type { Verdict } from './verdict.ts';
import { surveyInput, type Viewing } from './view.ts';
import { createWeekly, type WeeklyOptions } from './weekly.ts';

export interface Question {
  /** null = every mailbox */
  only: Verdict | null;
  offset: number;
}

export interface Coverage {
  /** Looks at the tenant and posts the card. @returns before that: a large tenant takes a while */
  begin(question: Question, place: Place, caseId: string | null): void;
  /** A page of the last look; null when there was none since the start. @throws EngineError */
  page(question: Question, place: Place, caseId: string | null): Promise<CardInputs['coverage'] | null>;
  /** Takes what somebody read from Exchange; what it does not say stays as it was. */
  give(settings: Partial<ExchangeSettings>, by: Caller): Promise<void>;
  /** All verdicts of the last look, or of one made now. @throws GraphError */
  csv(signal: AbortSignal): Promise<ExportedFile>;
  /** Tells the conversation once a week what changed, and first how things stand. @returns before that */
  beginWeekly(place: Place, by: Caller): void;
  /** False when nothing was told here. */
  endWeekly(place: Place): Promise<boolean>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface CoverageOptions extends Viewing, Pick<WeeklyOptions, 'whyNot' | 'store' | 'audit' | 'tick'> {
  tenant: Tenant;
  engine: Pick<Engine, 'section'>;
  sender: Sender;
  dataFolder: string;
  onFault(error: unknown, doing: string): void;
  now?: () => Date;
  /** waiting, of tests */
  waiting?: Pick<LookOptions, 'batch' | 'exchange'>;
}

export function createCoverage(options: CoverageOptions): Coverage {
  const { tenant, engine, sender, onFault, now = () => new Date() } = options;
  // What was given of one tenant says nothing of another.
  const folder = join(options.dataFolder, 'coverage', tenant.id);
  const files = coverageFiles(folder);
  const stop = new AbortController();
  const working = new Set<Promise<void>>();
  let last: Survey | null = null;
  let looking: Promise<Survey> | null = null;
  /** what was given counts from the next look on: one that runs did not see it */
  let changes = 0;

  /** Whoever asks while one runs gets that one, unless it began before something was given. */
  async function lookNow(): Promise<Survey> {
    const seen = changes;
    looking ??= lookOnce().finally(() => {
      looking = null;
    });
    const survey = await looking;
    return seen === changes || looking !== null ? survey : await lookNow();
  }

  async function lookOnce(): Promise<Survey> {
    const given = await files.given();
    last = await look(tenant, given, { ...options.waiting, now, signal: stop.signal });
    return last;
  }

  async function shown(survey: Survey, question: Question, place: Place, caseId: string | null) {
    const contradicted = caseId === null ? [] : await contradictedBy(engine, caseId, survey);
    return surveyInput(survey, { ...question, contradicted }, place, options);
  }

  /** Work that outlives the turn it was asked in; what goes wrong becomes a card there. */
  function inBackground(place: Place, doing: string, work: () => Promise<void>): void {
    const running = work()
      .catch(async (error) => {
        if (stop.signal.aborted) return;
        if (isFault(error)) onFault(error, doing);
        await sender.post(place, problemCard(error));
      })
      .catch((error) => onFault(error, doing))
      .finally(() => working.delete(running));
    working.add(running);
  }

  const weekly = createWeekly({ ...options, files, now, look: lookNow });

  return {
    begin(question, place, caseId) {
      inBackground(place, 'looking at coverage', async () => {
        const input = await shown(await lookNow(), question, place, caseId);
        await sender.post(place, renderCard('coverage', input));
      });
    },
    page: async (question, place, caseId) => last && (await shown(last, question, place, caseId)),
    async give(settings, by) {
      const before = (await files.given())?.settings ?? NOTHING_GIVEN;
      const who = `${by.name} (${by.objectId})`;
      await files.give({ at: now().toISOString(), by: who, settings: merged(before, settings) });
      changes += 1;
    },
    async csv(signal) {
      const survey = last ?? (await lookNow());
      signal.throwIfAborted();
      return await writeVerdicts(survey, folder);
    },
    beginWeekly(place, by) {
      inBackground(place, 'beginning the weekly look at coverage', () => weekly.on(place, by));
    },
    endWeekly: weekly.off,
    start: weekly.start,
    async close() {
      stop.abort(new Error('Mailtrail is being stopped'));
      await weekly.close();
      await Promise.all(working);
    },
  };
}
