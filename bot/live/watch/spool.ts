/**
 * Records that were taken and are not in the case yet. What is in `taken/` is on the disk before its blobs count as
 * seen; `ready/` holds what an analysis was begun with, so that after a crash the same file is given again.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Spool {
  /** @param ids of the blobs it is from: the same ones again replace it */
  put(ids: readonly string[], records: readonly string[]): Promise<void>;
  /** bytes that wait */
  waiting(): Promise<number>;
  /** Files to analyse now, each a JSON array as the feed's blobs are; null when nothing waits. */
  ready(name: string): Promise<string[] | null>;
  done(paths: readonly string[]): Promise<void>;
}

/** As much as one file is given: some ten thousand records. */
const LARGEST = 64 * 1024 * 1024;

export async function openSpool(folder: string): Promise<Spool> {
  const taken = join(folder, 'taken');
  const ready = join(folder, 'ready');
  await mkdir(taken, { recursive: true });
  await mkdir(ready, { recursive: true });

  const filesIn = async (where: string) =>
    (await readdir(where))
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(where, name));

  /** As many as one file may hold, at least one. */
  async function some(): Promise<string[]> {
    const chosen: string[] = [];
    let size = 0;
    for (const path of await filesIn(taken)) {
      size += (await stat(path)).size;
      if (chosen.length > 0 && size > LARGEST) break;
      chosen.push(path);
    }
    return chosen;
  }

  return {
    async put(ids, records) {
      if (records.length === 0) return;
      const name = createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 32);
      await write(join(taken, `${name}.json`), records);
    },
    async waiting() {
      const all = [...(await filesIn(taken)), ...(await filesIn(ready))];
      const sizes = await Promise.all(all.map(async (path) => (await stat(path)).size));
      return sizes.reduce((sum, size) => sum + size, 0);
    },
    async ready(name) {
      const left = await filesIn(ready);
      if (left.length > 0) return left;
      const chosen = await some();
      if (chosen.length === 0) return null;
      const path = join(ready, `${name}.json`);
      await write(path, await Promise.all(chosen.map(inner)));
      for (const one of chosen) await rm(one);
      return [path];
    },
    async done(paths) {
      for (const path of paths) await rm(path, { force: true });
    },
  };
}

/** What stands between the brackets of a file of `taken/`. */
async function inner(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).trim().slice(1, -1);
}

/** Whole or not at all, also after a power cut. */
async function write(path: string, members: readonly string[]): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(`[${members.join(',\n')}]`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
