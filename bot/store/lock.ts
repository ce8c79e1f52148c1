/** One process per data folder: how the lock is held, and whether it still is. */
import { join } from 'node:path';
import lockfile from 'proper-lockfile';

/** Older than this and not renewed, a lock is of a process that crashed. */
const STALE_MS = 15_000;

export const lockOptions = (folder: string) => ({ lockfilePath: join(folder, 'bot.lock'), stale: STALE_MS });

/** @throws Error when the folder cannot be looked at */
export function isLocked(folder: string): Promise<boolean> {
  return lockfile.check(folder, lockOptions(folder));
}
