/** The files that are to be analysed: attached to the message, or named by their path in local mode. */
import { resolve } from 'node:path';
import { postedFiles } from '../live/posted-files.ts';
import { localFile } from '../local-files.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { AnalysisOrder } from '../turn.ts';
import type { CommandTurn } from './_command.ts';

/** @throws Problem when there is none, or where Teams gives none */
export async function sourceOf(
  paths: string[],
  { caller, place, files, posted }: CommandTurn,
  { local, readableFolders, live }: Services,
): Promise<AnalysisOrder['source']> {
  if (files.length > 0) return { from: 'chat', files };
  if (paths.length > 0) {
    if (!local) {
      throw new Problem('Paths can only be named on the computer I run on', [
        'Upload the export in a private chat with me.',
      ]);
    }
    return { from: 'disk', files: await localFiles(paths, readableFolders) };
  }
  if (place.scope !== 'personal') {
    return { from: 'chat', files: await postedFiles(live.tenant, { caller, place, posted }) };
  }
  throw new Problem('There is no file with your message', [
    'Attach the export to the same message.',
    ...(local
      ? [`Or write analyze and the path of a file below ${resolve(readableFolders[0] ?? '.')}.`]
      : []),
    'Or write analyze sample.',
  ]);
}

/** People paste a path as it is: words that are no files may be one path with blanks. */
async function localFiles(paths: string[], folders: string[]): Promise<{ path: string; name: string }[]> {
  try {
    const found = [];
    for (const path of paths) found.push(await localFile(path, folders));
    return found;
  } catch (error) {
    if (!(error instanceof Problem) || paths.length === 1) throw error;
    const whole = await localFile(paths.join(' '), folders).catch(() => null);
    if (whole !== null) return [whole];
    throw new Problem(error.message, [
      ...error.input.todo,
      'Write a path with blanks in quotes, such as analyze "inbox/my export.csv".',
    ]);
  }
}
