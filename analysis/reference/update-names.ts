/** Takes a list of application names into the data folder, or refuses it and says why. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type NameList, nameListsPath, readNameLists } from './app-names.ts';
import { findApp } from './apps.ts';
import { NameListError, readNameList } from './name-list.ts';

/** A list that lost more than this share of what it had is a cut download, or another list under its name. */
const MOST_SHRINKAGE = 0.1;

export interface UpdatedNames {
  list: string;
  sha256: string;
  apps: number;
  /** how many it had before; null when it is new */
  before: number | null;
  added: number;
  gone: number;
  unusable: number;
  differing: number;
  /** applications the hand-checked table names, where its name stays the one that is shown */
  checked: number;
}

/**
 * @param list what the list is called; the same name again replaces it. Default: the file's name
 * @param readAt when, ISO 8601
 * @throws NameListError when the list is not taken; nothing is changed then
 */
export async function updateNames(
  dataFolder: string,
  path: string,
  readAt: string,
  list = listName(path),
): Promise<UpdatedNames> {
  const bytes = await readFile(path);
  const { apps, unusable, differing } = readNameList(bytes);
  const lists = await readNameLists(dataFolder);
  const before = lists.find(({ name }) => name === list)?.apps;
  const known = before === undefined ? null : Object.keys(before);
  if (known !== null && apps.size < known.length * (1 - MOST_SHRINKAGE)) {
    throw new NameListError(
      `it names ${apps.size.toLocaleString('en')} applications, and "${list}" had ${known.length.toLocaleString('en')}: more than a tenth would be lost. Download it again, or take it in under another name with --list.`,
    );
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const sorted = [...apps].sort(([a], [b]) => (a < b ? -1 : 1));
  const taken = { name: list, origin: basename(path), sha256, readAt, apps: Object.fromEntries(sorted) };
  await write(dataFolder, [...lists.filter(({ name }) => name !== list), taken]);
  return {
    list,
    sha256,
    apps: apps.size,
    before: known?.length ?? null,
    added: known === null ? apps.size : sorted.filter(([id]) => !(id in (before ?? {}))).length,
    gone: known === null ? 0 : known.filter((id) => !apps.has(id)).length,
    unusable,
    differing,
    checked: sorted.filter(([id]) => findApp(id) !== null).length,
  };
}

/** Written beside and renamed, so that a crash leaves the old one or the new one. */
async function write(dataFolder: string, lists: NameList[]): Promise<void> {
  const path = nameListsPath(dataFolder);
  await mkdir(dirname(path), { recursive: true });
  const sorted = lists.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  await writeFile(`${path}.new`, `${JSON.stringify({ version: 1, lists: sorted }, null, 1)}\n`);
  await rename(`${path}.new`, path);
}

/** Of "MicrosoftApps (1).csv", which browsers make of a second download, too: microsoftapps. */
export function listName(path: string): string {
  const name = basename(path)
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/[ _-]?\(\d+\)$/, '');
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, '-')
      .slice(0, 60) || 'list'
  );
}
