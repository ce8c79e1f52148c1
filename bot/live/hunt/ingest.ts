/** Gives the records of a window to the case, once. */
import { EngineError } from '../../../analysis/engine/engine.ts';
import { fileOf } from './audit-part.ts';
import { HUNT_OPERATIONS } from './operations.ts';
import type { Hunt, Part } from './state.ts';
import { limitOf } from './target.ts';
import { huntOf, missingOf, note, notePart, type Run } from './tools.ts';

const MOST_TRIES = 3;

/** @throws EngineError when the case is gone or cannot be written */
export async function ingest(run: Run, part: Part): Promise<void> {
  await run.tools.ingesting.add(
    async () => {
      run.signal.throwIfAborted();
      if ((part.counted?.distinct ?? 0) > 0) await giveToCase(run, part);
      await notePart(run, part.id, (one) => {
        one.state = 'done';
      });
    },
    { throwOnTimeout: true },
  );
}

async function giveToCase(run: Run, part: Part): Promise<void> {
  // After a stop nobody knows whether the engine had finished: what the case holds says it.
  let mayBeThere = run.resumed;
  for (let tries = 1; ; tries++) {
    const caseId = await caseOf(run, mayBeThere);
    if (caseId !== null && mayBeThere && (await holds(run, caseId, nameOf(run, part)))) return;
    try {
      const hunt = huntOf(run);
      const file = {
        path: fileOf(run, part),
        name: nameOf(run, part),
        acquired: {
          at: run.tools.now().toISOString(),
          by: hunt.by.name,
          from: part.from,
          to: part.to,
          users: limitOf(hunt.target),
          operations: operationsOf(hunt),
        },
      };
      const request = { files: [file], ...(caseId === null ? { caseName: caseNameOf(hunt) } : { caseId }) };
      const made = await run.tools.engine.analyze(request, undefined, run.signal);
      if (caseId === null) await adopt(run, made.caseId);
      return;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.code === 'nothing-usable') {
        await notePart(run, part.id, (one) => one.missing.push(missingOf(part, error.message.slice(0, 300))));
        return;
      }
      if (error.code !== 'engine-stopped' || tries >= MOST_TRIES) throw error;
      mayBeThere = true;
      await run.tools.wait(run.tools.limits.pause, run.signal);
    }
  }
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
  await tools.onMade(caseId, by, place);
  await tools.store.setCurrentCase(place, caseId);
  await note(run, (hunt) => {
    hunt.caseId = caseId;
  });
}

const LIST = 200;

async function holds(run: Run, caseId: string, name: string): Promise<boolean> {
  for (let offset = 0; ; offset += LIST) {
    const { inputs } = await run.tools.engine.section(caseId, 'inputs', { offset, limit: LIST });
    if (inputs.items.some((input) => input.name === name)) return true;
    if (inputs.items.length === 0 || offset + inputs.items.length >= inputs.total) return false;
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
