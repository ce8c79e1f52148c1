import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';

/** Starting a thread takes longer than the digest of so much. */
const SMALL = 1024 * 1024;

/**
 * SHA-256 of a file, lower-case hex, worked out in a thread of its own so that it runs beside the parse.
 * @throws Error when the file cannot be read
 */
export async function sha256OfFile(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size <= SMALL)
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  // Plain JavaScript and no inherited loader: a TypeScript worker would first start tsx, for a third of a second.
  const worker = new Worker(new URL('./sha256-worker.mjs', import.meta.url), {
    workerData: path,
    execArgv: [],
  });
  const [digest]: unknown[] = await once(worker, 'message');
  return String(digest);
}
