/** Runs `mailtrail`: in a process of its own, as a person would, or in this one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { run as runHere } from '../../../analysis/cli/run.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** @param temporary where the command may put what it throws away; @param out an open file for its stdout */
export function start(args: string[], temporary: string, out: 'pipe' | number = 'pipe'): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx/esm', 'analysis/cli/main.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temporary, NO_COLOR: '1' },
    stdio: ['ignore', out, 'pipe'],
  });
}

/** For what only a process shows: that nothing else gets into its output, and the code it ends with. */
export async function spawned(args: string[], temporary: string): Promise<Ran> {
  const child = start(args, temporary);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  return { code: await ended, stdout, stderr };
}

/** In this process: starting one takes longer than most commands. */
export async function run(args: string[], temporary: string): Promise<Ran> {
  const [stdout, stderr] = [caught(process.stdout), caught(process.stderr)];
  const tmpdir = process.env.TMPDIR;
  process.env.TMPDIR = temporary;
  try {
    return { code: await runHere(args), stdout: stdout.written(), stderr: stderr.written() };
  } finally {
    stdout.release();
    stderr.release();
    if (tmpdir === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = tmpdir;
  }
}

type Done = (error?: Error | null) => void;

function caught(stream: NodeJS.WriteStream): { written: () => string; release: () => void } {
  const chunks: Buffer[] = [];
  const write = (chunk: Uint8Array | string, encoding?: BufferEncoding | Done, done?: Done) => {
    chunks.push(Buffer.from(chunk as string));
    const told = typeof encoding === 'function' ? encoding : done;
    if (told !== undefined) process.nextTick(told);
    return true;
  };
  const spy = vi.spyOn(stream, 'write').mockImplementation(write);
  return { written: () => Buffer.concat(chunks).toString(), release: () => spy.mockRestore() };
}
