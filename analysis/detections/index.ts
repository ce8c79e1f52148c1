/** Loads every detection folder. */
import { readFile } from 'node:fs/promises';
import { loadFolder } from '../load-folder.ts';
import type { Detection } from './detection.ts';

export interface LoadedDetection extends Detection {
  name: string;
  /** a portable query: group_key, record_no, detail */
  sql: string;
}

let loaded: Promise<LoadedDetection[]> | undefined;

/** All of them, read once. @throws Error naming the folder that lacks a part */
export function loadDetections(): Promise<LoadedDetection[]> {
  loaded ??= readDetections();
  return loaded;
}

async function readDetections(): Promise<LoadedDetection[]> {
  const folder = new URL('./', import.meta.url);
  const units = await loadFolder(folder, (module) => module.detection as Detection | undefined, {
    entry: 'detection.ts',
  });
  return await Promise.all(
    units.map(async ({ name, unit }) => ({
      ...unit,
      name,
      sql: await readFile(new URL(`${name}/detection.sql`, folder), 'utf8'),
    })),
  );
}
