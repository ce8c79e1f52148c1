/** The sample tenant, simulated in a process of its own: it takes seconds of work, and the chat must not wait. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PROCESS = fileURLToPath(new URL('./process.ts', import.meta.url));

/** @throws Error when it cannot be written, or the signal says stop */
export async function writeSample(path: string, signal: AbortSignal): Promise<void> {
  await run(process.execPath, ['--import', import.meta.resolve('tsx/esm'), PROCESS, path], { signal });
}
