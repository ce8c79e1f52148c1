/** Mailtrail as `npm start` starts it: a process of its own, on free ports, with a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

export interface Started {
  /** what the person opens */
  url: string;
  dataFolder: string;
  /** what it printed so far */
  output(): string;
  log(): Promise<string>;
  /** Ctrl-C. @returns the exit code */
  stop(): Promise<number | null>;
}

/** @param flags what follows `npm start --` */
export async function start(...flags: string[]): Promise<Started> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'mailtrail-e2e-'));
  const child = spawn(process.execPath, ['--import', 'tsx/esm', 'bot/start.ts', ...flags], {
    cwd: PROJECT,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      MAILTRAIL_DATA: dataFolder,
      MAILTRAIL_INBOX: join(dataFolder, 'inbox'),
      MAILTRAIL_PORT: '0',
      MAILTRAIL_PLAYGROUND_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (printed += text));
  const url = await vi.waitFor(
    () => {
      const found = /^Open (\S+)$/m.exec(printed)?.[1];
      if (found === undefined) throw new Error(`Not up yet, it printed: ${printed}`);
      return found;
    },
    { timeout: 120_000, interval: 100 },
  );
  return {
    url,
    dataFolder,
    output: () => printed,
    log: () => readFile(join(dataFolder, 'mailtrail.log'), 'utf8'),
    stop: async () => {
      const code = await end(child);
      await rm(dataFolder, { recursive: true, force: true });
      return code;
    },
  };
}

function end(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve(child.exitCode);
    child.once('exit', (code) => resolve(code));
    child.kill('SIGINT');
  });
}
