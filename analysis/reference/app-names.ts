/**
 * Names of applications beyond the hand-checked table: from the public lists that a person has downloaded and read in
 * with `mailtrail reference update`. They only name; what an application is taken for rests on the checked table alone.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findApp } from './apps.ts';

/** Stands behind the names that a list of harmful applications gives. */
export const LISTED_AS = '(listed as ';

export interface NameList {
  /** what the list is called here; reading it in again replaces it */
  name: string;
  /** file the person named, and its SHA-256 */
  origin: string;
  sha256: string;
  readAt: string;
  /** lower-case id -> name */
  apps: Record<string, string>;
}

export function nameListsPath(dataFolder: string): string {
  return join(dataFolder, 'reference', 'app-names.json');
}

/** @throws Error for people when the file is damaged */
export async function readNameLists(dataFolder: string): Promise<NameList[]> {
  const path = nameListsPath(dataFolder);
  try {
    const text = await readFile(path, 'utf8');
    return await checked(JSON.parse(text));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Error(`${path} is damaged. Delete it and read the lists in again with "reference update".`, {
      cause: error,
    });
  }
}

/** The library is loaded where there is such a file: it is a third of all that has to be loaded at a start. */
async function checked(read: unknown): Promise<NameList[]> {
  const { z } = await import('zod');
  const list = z.strictObject({
    name: z.string(),
    origin: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    readAt: z.string(),
    apps: z.record(z.string(), z.string()),
  });
  return z.strictObject({ version: z.literal(1), lists: z.array(list) }).parse(read).lists;
}

let names: ReadonlyMap<string, string> = new Map();
let sources: Omit<NameList, 'apps' | 'readAt'>[] = [];

/** From here on `appName` knows the lists of this data folder. */
export async function useNameLists(dataFolder: string): Promise<void> {
  const lists = await readNameLists(dataFolder);
  // Where lists differ, one that calls the application harmful is believed, else the one that comes first by name.
  const entries = lists.toReversed().flatMap(({ apps }) => Object.entries(apps));
  const harmful = entries.filter(([, name]) => name.includes(LISTED_AS));
  names = new Map([...entries, ...harmful]);
  sources = lists.map(({ name, origin, sha256 }) => ({ name, origin, sha256 }));
}

/** Which lists name applications here, for what must be reproducible. */
export function nameSources(): readonly Omit<NameList, 'apps' | 'readAt'>[] {
  return sources;
}

/** @param id in any case @returns the name by the hand-checked table, else by the public lists, else null */
export function appName(id: string | null): string | null {
  if (id === null) return null;
  return findApp(id)?.name ?? names.get(id.toLowerCase()) ?? null;
}

/** 'Name (id)', or the id alone. */
export function callerName(id: string): string {
  const name = appName(id);
  return name === null ? id : `${name} (${id})`;
}
