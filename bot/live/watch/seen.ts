/**
 * The content that was taken, so that what is listed again is not read again. A file a day of arrival, lines only
 * appended; days that cannot be listed any more are removed. A line torn by a crash means one blob read twice.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LISTED_FOR } from './plan.ts';

export interface Seen {
  has(content: { id: string; created: string }): boolean;
  /** On the disk when it resolves. */
  add(contents: readonly { id: string; created: string }[]): Promise<void>;
  /** Removes days before those that can still be listed. */
  tidy(now: Date): Promise<void>;
}

const FILE = /^(\d{4}-\d\d-\d\d)\.txt$/;
const DAY = 86_400_000;

export async function openSeen(folder: string): Promise<Seen> {
  await mkdir(folder, { recursive: true });
  const days = new Map<string, Set<string>>();
  for (const name of await readdir(folder)) {
    const day = FILE.exec(name)?.[1];
    if (day === undefined) continue;
    days.set(day, new Set((await readFile(join(folder, name), 'utf8')).split('\n')));
  }

  return {
    has: ({ id, created }) => days.get(dayOf(created))?.has(keyOf(id)) === true,
    async add(contents) {
      for (const day of new Set(contents.map(({ created }) => dayOf(created)))) {
        const keys = contents.filter(({ created }) => dayOf(created) === day).map(({ id }) => keyOf(id));
        await append(join(folder, `${day}.txt`), keys);
        const known = days.get(day) ?? new Set();
        for (const key of keys) known.add(key);
        days.set(day, known);
      }
    },
    async tidy(now) {
      // A day more than can be listed: the clocks of two machines differ.
      const first = dayOf(new Date(now.getTime() - LISTED_FOR - DAY).toISOString());
      for (const day of [...days.keys()].filter((one) => one < first)) {
        await rm(join(folder, `${day}.txt`), { force: true });
        days.delete(day);
      }
    },
  };
}

const dayOf = (iso: string) => iso.slice(0, 10);

/** Ids are some hundred characters; 96 bits of their digest tell millions apart. */
function keyOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url').slice(0, 16);
}

async function append(path: string, keys: readonly string[]): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    // On a line of its own even after a torn one.
    await file.appendFile(`\n${keys.join('\n')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
