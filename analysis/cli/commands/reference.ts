import { resolve } from 'node:path';
import { NameListError } from '../../reference/name-list.ts';
import { type UpdatedNames, updateNames } from '../../reference/update-names.ts';
import { count } from '../../words.ts';
import { type CliCommand, parsed, UsageError } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { tell } from '../progress-bar.ts';

const usage = `mailtrail reference update --from FILE [options]      takes a public list of applications you downloaded, to name them by
  --list NAME         what to call it; the same name again replaces it (default: the file's name)
  --data DIR          where it is kept (default: MAILTRAIL_DATA, else ./data)`;

export const command: CliCommand = { name: 'reference', usage, run };

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parsed(args, {
    from: { type: 'string' },
    list: { type: 'string' },
    data: { type: 'string' },
  });
  if (positionals.length !== 1 || positionals[0] !== 'update')
    throw new UsageError('say "reference update".');
  const { from } = values;
  if (from === undefined) throw new UsageError('name the file you downloaded: --from FILE.');
  try {
    const now = new Date().toISOString();
    tell(summary(await updateNames(dataFolder(values.data), resolve(from), now, values.list)));
    return 0;
  } catch (error) {
    if (error instanceof NameListError) throw new UsageError(`${from} was not taken: ${error.message}`);
    const { code, path } = error as NodeJS.ErrnoException;
    throw code !== undefined && path !== undefined
      ? new UsageError(`${path} cannot be used (${code}).`)
      : error;
  }
}

function summary(names: UpdatedNames): string {
  const { list, sha256, apps, before, added, gone, unusable, differing, checked } = names;
  const change = before === null ? 'new' : `${added} added, ${gone} gone`;
  const odd = [
    unusable > 0 ? `${count(unusable, 'row')} ${unusable === 1 ? 'names' : 'name'} no application` : '',
    differing > 0 ? `${differing} ids stand in it with another name too, of which the first is used` : '',
  ].filter((text) => text !== '');
  return `mailtrail: "${list}" names ${apps.toLocaleString('en')} applications (${change}); ${checked} of them the hand-checked table names itself. sha256 ${sha256}${odd.length > 0 ? `. ${odd.join('; ')}` : ''}`;
}
