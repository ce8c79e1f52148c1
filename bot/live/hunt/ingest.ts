/** Gives the records of a window to the case, once. */
import { rm } from 'node:fs/promises';
import { EngineError } from '../../../analysis/engine/engine.ts';
import { fileOf } from './audit-part.ts';
import { HUNT_OPERATIONS } from './operations.ts';
import type { Hunt, Part } from './state.ts';
import { limitOf } from './target.ts';
import { huntOf, missingOf, note, notePart, type Run } from './tools.ts';

const MOST_TRIES = 3;

/**
 * Gives the case what has been written and is not in it yet. Each analysis takes its time, so windows that come
 * meanwhile wait and go together.
 * @throws EngineError when the case is gone or cannot be written
 */
export async function ingest(run: Run): Promise<void> {
  await run.tools.ingesting.add(
    async () => {
      run.signal.throwIfAborted();
      const parts = huntOf(run).parts.filter(({ state }) => state === 'written');
      const holding = parts.filter(({ counted }) => (counted?.distinct ?? 0) > 0);
      if (holding.length > 0) await giveToCase(run, holding);
      for (const part of parts) {
        await notePart(run, part.id, (one) => {
          one.state = 'done';
        });
        // The case has its own copy.
        await rm(fileOf(run, part), { force: true });
      }
    },
    { throwOnTimeout: true },
  );
}

async function giveToCase(run: Run, parts: readonly Part[]): Promise<void> {
  // After a stop nobody knows whether the engine had finished: what the case holds says it.
  let mayBeThere = run.resumed;
  for (let tries = 1; ; tries++) {
    const caseId = await caseOf(run, mayBeThere);
    const held = caseId !== null && mayBeThere ? await namesIn(run, caseId) : new Set<string>();
    const left = parts.filter((part) => !held.has(nameOf(run, part)));
    if (left.length === 0) return;
    try {
      const files = left.map((part) => fileFor(run, part));
      const request = caseId === null ? { files, caseName: caseNameOf(huntOf(run)) } : { files, caseId };
      const made = await run.tools.engine.analyze(request, undefined, run.signal);
      if (caseId === null) await adopt(run, made.caseId);
      for (const { name, problem } of made.problems) await noteUnusable(run, name, problem);
      return;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.code === 'nothing-usable') {
        for (const part of left) await noteUnusable(run, nameOf(run, part), error.message);
        return;
      }
      if (error.code !== 'engine-stopped' || tries >= MOST_TRIES) throw error;
      mayBeThere = true;
      await run.tools.wait(run.tools.limits.pause, run.signal);
    }
  }
}

function fileFor(run: Run, part: Part) {
  const hunt = huntOf(run);
  return {
    path: fileOf(run, part),
    name: nameOf(run, part),
    acquired: {
      at: run.tools.now().toISOString(),
      by: hunt.by.name,
      from: part.from,
      to: part.to,
      users: limitOf(hunt),
      operations: operationsOf(hunt),
    },
  };
}

async function noteUnusable(run: Run, name: string, problem: string): Promise<void> {
  const part = huntOf(run).parts.find((one) => nameOf(run, one) === name);
  if (part === undefined) return;
  const why = `its records could not be read: ${problem}`.slice(0, 300);
  await notePart(run, part.id, (one) => one.missing.push(missingOf(part, why)));
}

/** The case of this hunt; a stop may have come between making it and writing down its id. */
async function caseOf(run: Run, mayBeThere: boolean): Promise<string | null> {
  const hunt = huntOf(run);
  if (hunt.caseId !== null || !mayBeThere) return hunt.caseId;
  const made = (await run.tools.engine.cases()).find(({ name }) => name === caseNameOf(hunt));
  if (made === undefined) return null;
  await adopt(run, made.id);
  return made.id;
}

async function adopt(run: Run, caseId: string): Promise<void> {
  const { tools } = run;
  const { by, place } = huntOf(run);
  if (place !== null) {
    await tools.onMade(caseId, by, place);
    await tools.store.setCurrentCase(place, caseId);
  }
  await note(run, (hunt) => {
    hunt.caseId = caseId;
  });
}

const LIST = 200;

/** Names of the files the case has. */
async function namesIn(run: Run, caseId: string): Promise<Set<string>> {
  const names = new Set<string>();
  for (let offset = 0; ; offset += LIST) {
    const { inputs } = await run.tools.engine.section(caseId, 'inputs', { offset, limit: LIST });
    for (const { name } of inputs.items) names.add(name);
    if (inputs.items.length === 0 || offset + inputs.items.length >= inputs.total) return names;
  }
}

function nameOf({ huntId }: Run, { id }: Part): string {
  return `hunt-${huntId.slice(0, 8)}-${id}.jsonl`;
}

/** One of a kind, so that it is found again. */
function caseNameOf({ id, target: { kind, value } }: Hunt): string {
  return `hunt ${kind === 'tenant' ? 'tenant' : value.slice(0, 60)} ${id.slice(0, 8)}`;
}

export function operationsOf({ engine }: Pick<Hunt, 'engine'>): string[] {
  return engine === 'audit' ? [...HUNT_OPERATIONS] : ['MailItemsAccessed'];
}
