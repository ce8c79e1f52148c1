/**
 * Reads a folder of units (steps, detections, shapes, commands, cards) at start, so that adding one is adding
 * a file or a folder and nothing is registered by hand.
 */
import { readdir } from 'node:fs/promises';

export interface LoadFolderOptions {
  /** when units are folders: the file inside each that is imported, such as 'detection.ts' */
  entry?: string;
  /** names that are no units */
  except?: readonly string[];
  /** loads the one of that name and no other */
  only?: string;
}

export interface LoadedUnit<T> {
  /** file name without '.ts', or the name of the unit's folder */
  name: string;
  unit: T;
}

/**
 * Imports every unit of `folder`, sorted by name in code unit order, the same on every machine.
 * Without `entry`, units are the folder's own .ts files (not .d.ts, .test.ts or index.ts); with it, its subfolders.
 * Names that start with '.' or '_' are not units.
 *
 * @param folder file URL of the folder; a missing slash at its end does not matter
 * @param pick takes the unit out of the imported module; undefined when the module does not hold one
 * @throws Error naming the file when it cannot be imported, lacks its entry file, or `pick` finds nothing in it
 */
export async function loadFolder<T>(
  folder: URL,
  pick: (module: Record<string, unknown>) => T | undefined,
  options: LoadFolderOptions = {},
): Promise<LoadedUnit<T>[]> {
  const base = new URL(folder.href.endsWith('/') ? folder.href : `${folder.href}/`);
  const wanted = (await unitsIn(base, options)).filter(
    ({ name }) => options.only === undefined || options.only === name,
  );
  // All at once: one by one each would wait for the loader of TypeScript, which has a thread of its own.
  return await Promise.all(
    wanted.map(async ({ name, path }) => {
      const module = await importUnit(new URL(path, base));
      const unit = pick(module);
      if (unit === undefined) {
        const exported = Object.keys(module).join(', ') || 'nothing';
        throw new Error(
          `${place(base, path)} does not export what this folder needs; it exports ${exported}.`,
        );
      }
      return { name, unit };
    }),
  );
}

async function unitsIn(
  base: URL,
  { entry, except = [] }: LoadFolderOptions,
): Promise<{ name: string; path: string }[]> {
  const found: { name: string; path: string }[] = [];
  for (const item of await readdir(base, { withFileTypes: true })) {
    if (/^[._]/.test(item.name) || except.includes(item.name)) continue;
    if (entry !== undefined && item.isDirectory()) {
      const path = `${encodeURIComponent(item.name)}/${encodeURIComponent(entry)}`;
      if (!(await readdir(new URL(`${encodeURIComponent(item.name)}/`, base))).includes(entry)) {
        throw new Error(`${place(base, path)} is missing: every folder here must have a ${entry}.`);
      }
      found.push({ name: item.name, path });
    }
    if (entry === undefined && item.isFile() && isUnitFile(item.name)) {
      found.push({ name: item.name.slice(0, -'.ts'.length), path: encodeURIComponent(item.name) });
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function isUnitFile(name: string): boolean {
  return name.endsWith('.ts') && !/(\.d|\.test|^index)\.ts$/.test(name);
}

async function importUnit(url: URL): Promise<Record<string, unknown>> {
  try {
    return (await import(url.href)) as Record<string, unknown>;
  } catch (cause) {
    throw new Error(`${decodeURIComponent(url.pathname)} cannot be loaded: ${String(cause)}`, { cause });
  }
}

function place(base: URL, path: string): string {
  return decodeURIComponent(new URL(path, base).pathname);
}
