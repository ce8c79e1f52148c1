import { currentCase, enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE } from './_command.ts';
import { sourceOf } from './_source.ts';
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
  topic: 'begin',
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
