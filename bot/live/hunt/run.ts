/** One hunt from its windows to its end. What is done is written down before the next is begun. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { askAudit, type Fate, fileOf } from './audit-part.ts';
import { askDefender } from './defender/part.ts';
import { ingest } from './ingest.ts';
import { pullOf } from './pull.ts';
import type { Hunt, Part } from './state.ts';
import { filtersFor } from './target.ts';
import { huntOf, note, type Run } from './tools.ts';
import { halves, LONGEST, type Window, windowsOf } from './windows.ts';

/** Windows a hunt begins with; halves come on top. */
const MOST_WINDOWS = 60;

/** The windows of a new hunt, with the queries of each. */
export function partsOf(hunt: Pick<Hunt, 'id' | 'target' | 'unfiltered' | 'engine' | 'from' | 'to'>): Part[] {
  const filters = hunt.engine === 'defender' ? ['kql'] : filtersFor(hunt.target, hunt.unfiltered);
  const longest = filters.includes('none') ? LONGEST.unfiltered : LONGEST.filtered;
  return windowsOf(hunt.from, hunt.to, longest, MOST_WINDOWS).map((window, i) =>
    newPart(hunt, window, String(i + 1)),
  );
}

function newPart(
  hunt: Pick<Hunt, 'id' | 'target' | 'unfiltered' | 'engine'>,
  { from, to }: Window,
  id: string,
): Part {
  const filters = hunt.engine === 'defender' ? (['kql'] as const) : filtersFor(hunt.target, hunt.unfiltered);
  return {
    id,
    from,
    to,
    state: 'open',
    queries: filters.map((filter) => ({
      name: `mailtrail-${hunt.id}-${id}-${filter}`,
      filter,
      id: null,
      version: null,
      sent: false,
      outcome: null,
      records: 0,
    })),
    counted: null,
    missing: [],
  };
}

/**
 * Asks for every window that is not done, and gives its records to the case as soon as they are there.
 * @throws GraphError, EngineError; the signal's reason
 */
export async function runHunt(run: Run): Promise<void> {
  await mkdir(join(run.tools.folder, run.huntId), { recursive: true });
  const open = huntOf(run).parts.filter(({ state }) => state === 'open' || state === 'written');
  // What is refused to one is refused to all; and all have ended before this does.
  const own = new AbortController();
  const together = { ...run, signal: AbortSignal.any([run.signal, own.signal]) };
  const parts = open.map((part) =>
    runPart(together, part).catch((error) => {
      own.abort(error);
      throw error;
    }),
  );
  await Promise.allSettled(parts);
  run.signal.throwIfAborted();
  if (own.signal.aborted) throw own.signal.reason;
}

async function runPart(run: Run, part: Part): Promise<void> {
  run.signal.throwIfAborted();
  const fate = part.state === 'written' ? { state: 'written' as const } : await ask(run, part);
  if (fate.state === 'split') {
    const ends = await Promise.allSettled((await split(run, part)).map((half) => runPart(run, half)));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return;
  }
  await ingest(run);
}

async function ask(run: Run, part: Part): Promise<Fate> {
  const { engine } = huntOf(run);
  return engine === 'defender' ? await askDefender(run, part) : await askAudit(run, part);
}

async function split(run: Run, part: Part): Promise<Part[]> {
  const parts = (halves(part) ?? []).map((window, i) =>
    newPart(huntOf(run), window, `${part.id}${i === 0 ? 'a' : 'b'}`),
  );
  await note(run, (hunt) => {
    hunt.parts.push(...parts);
    const whole = hunt.parts.find(({ id }) => id === part.id);
    if (whole !== undefined) whole.state = 'split';
  });
  for (const end of ['', '.raw']) await rm(`${fileOf(run, part)}${end}`, { force: true });
  return parts;
}

/** Writes down how it ended, and tells the case what was and what was not obtained. */
export async function endHunt(
  run: Run,
  end: NonNullable<Hunt['end']>,
  { by, why }: { by: string | null; why: string | null },
): Promise<void> {
  const { tools } = run;
  const ended = tools.now().toISOString();
  const { caseId } = huntOf(run);
  let told: string | null = null;
  try {
    const hunt = { ...huntOf(run), end, ended };
    if (caseId !== null) await tools.engine.notePull(caseId, await pullOf(hunt, tools));
  } catch (error) {
    told = `The case could not be told what was obtained: ${error instanceof Error ? error.message : 'unknown'}`;
  }
  await note(run, (hunt) =>
    Object.assign(hunt, { end: told === null ? end : 'failed', ended, stoppedBy: by, why: told ?? why }),
  );
  await rm(join(tools.folder, run.huntId), { recursive: true, force: true });
}
