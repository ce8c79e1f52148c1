/** The files that are to be analysed: attached to the message, or named by their path in local mode. */
import { resolve } from 'node:path';
import { localFile } from '../local-files.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { AnalysisOrder } from '../turn.ts';
import type { CommandTurn } from './_command.ts';

/** @throws Problem when there is none, or where Teams gives none */
export async function sourceOf(
  paths: string[],
  { place, files }: CommandTurn,
  { local, readableFolders }: Services,
): Promise<AnalysisOrder['source']> {
  if (files.length > 0) return { from: 'chat', files };
  if (paths.length > 0) {
    if (!local) {
      throw new Problem('Paths can only be named on the computer I run on', [
        'Upload the export in a private chat with me.',
      ]);
    }
    const found = [];
    for (const path of paths) found.push(await localFile(path, readableFolders));
    return { from: 'disk', files: found };
  }
  if (place.scope !== 'personal') {
    throw new Problem('Teams gives me no files in channels and group chats', [
      'Send the export to me in a private chat and write analyze.',
      'Then write case <name> here to work on it together.',
    ]);
  }
  throw new Problem('There is no file with your message', [
    'Attach the export to the same message.',
    ...(local
      ? [`Or write analyze and the path of a file below ${resolve(readableFolders[0] ?? '.')}.`]
      : []),
    'Or write analyze sample.',
  ]);
}
