/**
 * The inbox folder: what lands there is analysed into one case. Looked at every few seconds rather than waited on:
 * folders on shares tell nobody when something changes.
 */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Engine, EngineError } from '../../analysis/engine/engine.ts';
import type { AuditTrail } from '../audit/index.ts';
import { isFault } from '../problems.ts';
import type { Store } from '../store/index.ts';

export interface InboxOptions {
  folder: string;
  engine: Engine;
  store: Store;
  audit: Pick<AuditTrail, 'append'>;
  /** bytes a file may have */
  largestFile: number;
  /** told after files were analysed or could not be */
  onChanged(): Promise<void>;
  onFault(error: unknown, doing: string): void;
  now?: () => Date;
  /** milliseconds between two looks */
  pause?: number;
}

export interface Inbox {
  close(): Promise<void>;
}

interface Found {
  name: string;
  size: number;
  mtimeMs: number;
}

type Outcome = { outcome: 'analysed' | 'failed' | 'retrying'; words: string };

const PAUSE_MS = 5_000;
const CASE_NAME = 'inbox';
/** A file that stopped the engine this often is left alone: it would stop it again. */
const MOST_TRIES = 3;
/** Of one analysis; the rest is next. */
const MOST_FILES = 50;
const MOST_REMEMBERED = 5_000;
/** What browsers and copying tools call a file until it is whole. */
const UNFINISHED = /^[.~]|\.(part|partial|tmp|temp|crdownload|download|filepart|swp)$/i;

export function watchInbox(options: InboxOptions): Inbox {
  const { folder, engine, store, onFault, now = () => new Date(), pause = PAUSE_MS } = options;
  const stop = new AbortController();
  let before = new Map<string, Found>();
  let timer: NodeJS.Timeout;
  let looking: Promise<void> = Promise.resolve();

  function look(): void {
    looking = once()
      .catch((error) => onFault(error, 'looking into the inbox folder'))
      .finally(() => {
        if (!stop.signal.aborted) timer = setTimeout(look, pause);
      });
  }

  async function once(): Promise<void> {
    const found = await filesIn(folder);
    // Whole when nothing has changed from one look to the next.
    const whole = found.filter((file) => isSame(file, before.get(file.name)) && isNew(file));
    before = new Map(found.map((file) => [file.name, file]));
    if (whole.length > 0) await analyse(whole.slice(0, MOST_FILES));
  }

  function isNew(file: Found): boolean {
    const { files } = store.read().inbox;
    const known = Object.hasOwn(files, file.name) ? files[file.name] : undefined;
    return known === undefined || !isSame(file, known) || known.outcome === 'retrying';
  }

  async function analyse(files: Found[]): Promise<void> {
    const tooLarge = files.filter(({ size }) => size > options.largestFile);
    const fitting = files.filter((file) => !tooLarge.includes(file));
    const limit = `larger than ${Math.floor(options.largestFile / 1024 / 1024)} MB`;
    await remember(tooLarge, () => ({ outcome: 'failed', words: limit }));
    if (fitting.length > 0) await analyseAll(fitting);
    if (!stop.signal.aborted) await options.onChanged();
  }

  async function analyseAll(files: Found[]): Promise<void> {
    try {
      const problems = await read(files);
      await remember(files, ({ name }) => {
        const words = problems.get(name);
        return words === undefined
          ? { outcome: 'analysed', words: 'analysed' }
          : { outcome: 'failed', words };
      });
    } catch (error) {
      if (stop.signal.aborted) return;
      if (isFault(error)) onFault(error, 'analysing the inbox folder');
      // Which of several it was is not known: one at a time it shows.
      if (files.length > 1) {
        for (const file of files) await analyseAll([file]);
        return;
      }
      await remember(files, (file) => failure(error, triesOf(file)));
    }
  }

  /** @returns what was wrong with files that gave nothing usable, by name */
  async function read(files: Found[]): Promise<Map<string, string>> {
    const caseId = await caseToAddTo();
    const request = {
      files: files.map(({ name }) => ({ path: join(folder, name), name })),
      ...(caseId === null ? { caseName: CASE_NAME } : { caseId }),
    };
    await options.audit.append({
      by: null,
      what: 'inbox analyze',
      words: files.map(({ name }) => name).join(', '),
      caseId,
      where: null,
      outcome: 'allowed',
      why: null,
    });
    const result = await engine.analyze(request, undefined, stop.signal);
    if (caseId !== result.caseId) {
      await store.change((draft) => {
        draft.inbox.caseId = result.caseId;
      });
    }
    return new Map(result.problems.map(({ name, problem }) => [name, problem]));
  }

  /** A case that was deleted meanwhile is begun anew. */
  async function caseToAddTo(): Promise<string | null> {
    const { caseId } = store.read().inbox;
    if (caseId === null) return null;
    return (await engine.cases()).some(({ id }) => id === caseId) ? caseId : null;
  }

  function triesOf({ name }: Found): number {
    const { files } = store.read().inbox;
    const known = Object.hasOwn(files, name) ? files[name] : undefined;
    return known?.outcome === 'retrying' ? known.tries + 1 : 1;
  }

  async function remember(files: Found[], outcomeOf: (file: Found) => Outcome): Promise<void> {
    if (files.length === 0) return;
    const at = now().toISOString();
    const entries = files.map((file) => {
      const { name, size, mtimeMs } = file;
      return [name, { size, mtimeMs, at, tries: triesOf(file), ...outcomeOf(file) }] as const;
    });
    await store.change((draft) => {
      const all = { ...draft.inbox.files, ...Object.fromEntries(entries) };
      const newest = Object.entries(all).sort(([, a], [, b]) => b.at.localeCompare(a.at));
      draft.inbox.files = Object.fromEntries(newest.slice(0, MOST_REMEMBERED));
    });
  }

  look();
  return {
    async close() {
      stop.abort(new EngineError('cancelled', 'Mailtrail is being stopped'));
      clearTimeout(timer);
      await looking;
    },
  };
}

/** Plain files right in the folder; links could lead anywhere. A folder that is not there has none. */
async function filesIn(folder: string): Promise<Found[]> {
  const names = await readdir(folder).catch((error) => {
    if ((error as { code?: string }).code === 'ENOENT') return [];
    throw error;
  });
  const found = await Promise.all(
    names
      .filter((name) => !UNFINISHED.test(name))
      .map(async (name) => {
        const stats = await lstat(join(folder, name)).catch(() => null);
        return stats?.isFile() && stats.size > 0 ? [{ name, size: stats.size, mtimeMs: stats.mtimeMs }] : [];
      }),
  );
  return found.flat();
}

function isSame(file: Found, other: Pick<Found, 'size' | 'mtimeMs'> | undefined): boolean {
  return other !== undefined && file.size === other.size && file.mtimeMs === other.mtimeMs;
}

function failure(error: unknown, tries: number): Outcome {
  if (error instanceof EngineError && error.code === 'nothing-usable') {
    return { outcome: 'failed', words: error.message };
  }
  if (tries < MOST_TRIES) return { outcome: 'retrying', words: 'the analysis stopped; it is tried again' };
  return { outcome: 'failed', words: `the analysis stopped ${tries} times on it; the log says why` };
}
