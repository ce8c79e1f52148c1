import { basename, resolve } from 'node:path';
import { type Case, CaseError, openCase, readRecord } from '../index.ts';
import { UsageError } from './command.ts';

/**
 * Opens the case that `analyze --case` keeps in a folder, for commands that only make sense with one.
 * @throws UsageError when none is named, there is none in it, or it holds nothing
 */
export async function withKeptCase<T>(
  folder: string | undefined,
  run: (kase: Case) => Promise<T>,
): Promise<T> {
  if (folder === undefined)
    throw new UsageError('name the case: --case DIR, as "analyze --case DIR" keeps it.');
  const path = resolve(folder);
  const kase = await opened(path, folder);
  try {
    // An analysis that was stopped while it read leaves a case of nothing, of which nothing can be handed on.
    if ((await kase.countInputs()) === 0)
      throw new UsageError(
        `the case in ${folder} holds no file yet; "analyze FILE --case ${folder}" adds one.`,
      );
    return await run(kase);
  } finally {
    await kase.close();
  }
}

async function opened(path: string, typed: string): Promise<Case> {
  try {
    if ((await readRecord(path)) === null) {
      throw new UsageError(`there is no case in ${typed}; "analyze FILE --case ${typed}" makes one.`);
    }
    return await openCase({ folder: path, id: basename(path), name: basename(path) });
  } catch (error) {
    throw error instanceof CaseError ? new UsageError(error.message) : error;
  }
}
