import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { sourceOf } from './_source.ts';
import { splitQuoted } from './_words.ts';

interface NewCaseArgs {
  name: string;
  /** in local mode; else the files attached to the message */
  paths: string[];
}

export const command = defineCommand<NewCaseArgs>({
  name: 'case-new',
  aliases: ['case new', 'new case'],
  args: '<name> [from <path> …]',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'begin',
  summary: 'Makes a case of that name from the export you attach, and makes it the current one of this chat.',
  examples: ['case new contoso-0520', 'case new "contoso 0520" from inbox/export.csv'],
  parse(words) {
    const parts = splitQuoted(words);
    const from = parts.findIndex((part) => part.toLowerCase() === 'from');
    const name = parts.slice(0, from < 0 ? undefined : from).join(' ');
    const paths = from < 0 ? [] : parts.slice(from + 1);
    if (name === '' || name.length > 80)
      throw new UsageError('Write case new and a name of at most 80 characters');
    if (from >= 0 && paths.length === 0) throw new UsageError('After from stands the path of an export');
    return { name, paths };
  },
  // It is made by this, so there is none to be let into.
  caseOf: async () => null,
  async run({ name, paths }, turn, services) {
    const source = await sourceOf(paths, turn, services);
    return [{ do: 'analyze', order: { source, caseName: name } }];
  },
});
