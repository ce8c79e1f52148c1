import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * SHA-256 of a file, lower-case hex, worked out in a thread of its own so that it runs beside the parse.
 * @throws Error when the file cannot be read
 */
export async function sha256OfFile(path: string): Promise<string> {
  // Plain JavaScript and no inherited loader: a TypeScript worker would first start tsx, for a third of a second.
  const worker = new Worker(new URL('./sha256-worker.mjs', import.meta.url), {
    workerData: path,
    execArgv: [],
  });
  const [digest]: unknown[] = await once(worker, 'message');
  return String(digest);
}
