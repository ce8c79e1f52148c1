import { resolve } from 'node:path';
import { localFile } from '../local-files.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { AnalysisOrder } from '../turn.ts';
import { currentCase, enteredCase } from './_case.ts';
import { type CommandTurn, defineCommand, EVERYWHERE } from './_command.ts';
import { splitQuoted } from './_words.ts';

interface AnalyzeArgs {
  sample: boolean;
  /** add to the current case */
  add: boolean;
  /** as typed */
  paths: string[];
}

export const command = defineCommand<AnalyzeArgs>({
  name: 'analyze',
  aliases: ['analyse', 'ingest', 'import'],
  args: '[sample | add] [path …]',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  summary:
    'Analyses the export you upload with it, in private chat; or the sample tenant; in local mode also a path.',
  menu: 10,
  examples: [
    'analyze',
    'analyze sample',
    'analyze inbox/export.csv',
    'analyze add "inbox/second export.csv"',
  ],
  parse(words) {
    const [first = '', ...rest] = splitQuoted(words);
    const word = first.toLowerCase();
    if (word === 'sample' && rest.length === 0) return { sample: true, add: false, paths: [] };
    if (word === 'add') return { sample: false, add: true, paths: rest };
    return { sample: false, add: false, paths: first === '' ? [] : [first, ...rest] };
  },
  // A new case is made by it, so there is none to be let into; `add` is about the current one.
  caseOf: async ({ add }, { place }, services) => (add ? currentCase(services, place) : null),
  async run({ sample, add, paths }, turn, services) {
    if (sample) return [{ do: 'analyze', order: { source: { from: 'sample' } } }];
    const source = await sourceOf(paths, turn, services);
    const caseId = add ? enteredCase(turn) : undefined;
    return [{ do: 'analyze', order: caseId === undefined ? { source } : { source, caseId } }];
  },
});

async function sourceOf(
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
    'Attach the export to a message that says analyze.',
    ...(local
      ? [`Or write analyze and the path of a file below ${resolve(readableFolders[0] ?? '.')}.`]
      : []),
    'Or write analyze sample.',
  ]);
}
