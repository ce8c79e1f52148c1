/** Files named by their path in local mode. */
import { realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { Problem } from './problems.ts';

/**
 * A file below one of the folders, after every link was followed; a relative path counts from the first folder.
 * @throws Problem when it is outside, missing or no plain file
 */
export async function localFile(typed: string, folders: string[]): Promise<{ path: string; name: string }> {
  const path = await realpath(resolve(folders[0] ?? '.', typed)).catch(() => null);
  const roots = await Promise.all(folders.map((folder) => realpath(folder).catch(() => null)));
  // The same words for missing and outside, so that nobody can ask which files there are elsewhere.
  if (path === null || !roots.some((root) => root !== null && isBelow(path, root))) {
    throw new Problem('There is no such file below the folders I may read', [
      `Put the export into ${folders.at(-1)} or below ${folders[0]}, and name it from there.`,
    ]);
  }
  if (!(await stat(path)).isFile()) {
    throw new Problem('That is a folder or a device, not a file', ['Name one export file, or several.']);
  }
  return { path, name: basename(path) };
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
