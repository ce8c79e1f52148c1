/** Runs `mailtrail` as a person would: in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** @param temporary where the command may put what it throws away */
export function start(args: string[], temporary: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'analysis/cli/main.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temporary, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function run(args: string[], temporary: string): Promise<Ran> {
  const child = start(args, temporary);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  return { code: await ended, stdout, stderr };
}
