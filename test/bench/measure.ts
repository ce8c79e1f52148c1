/** Runs one command as a process of its own and says how long it took and how much memory it and its children held. */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface Measured {
  /** from start to end of the process, starting Node included */
  wallSeconds: number;
  cpuSeconds: number;
  /** peak resident memory as the kernel counted it, summed over the command's processes */
  peakBytes: number;
  exitCode: number | null;
  stderr: string;
  /** standard output, unless it went to a file */
  stdout: string;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HOOK = new URL('./usage-hook.mjs', import.meta.url).href;
/** Before each command alike: right after another one that took both processors, it takes a twentieth longer. */
const REST_MS = 4_000;

/**
 * @param script TypeScript file below the project, run by tsx
 * @param outputFile where standard output goes; kept in memory when absent
 * @param environment in which it runs, besides this process's own
 */
export async function measure(
  script: string,
  args: string[],
  outputFile?: string,
  environment: Record<string, string> = {},
): Promise<Measured> {
  const usage = await mkdtemp(join(tmpdir(), 'mailtrail-bench-usage-'));
  try {
    await rest(REST_MS);
    const started = performance.now();
    const child = spawn(process.execPath, ['--import', 'tsx/esm', script, ...args], {
      cwd: ROOT,
      env: { ...process.env, ...environment, NODE_OPTIONS: `--import ${HOOK}`, BENCH_USAGE_DIR: usage },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    if (outputFile === undefined) child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    else child.stdout.pipe(createWriteStream(outputFile));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const wallSeconds = (performance.now() - started) / 1000;
    return { wallSeconds, ...(await usageOf(usage)), exitCode, stdout, stderr };
  } finally {
    await rm(usage, { recursive: true, force: true });
  }
}

async function usageOf(folder: string): Promise<Pick<Measured, 'cpuSeconds' | 'peakBytes'>> {
  let cpuSeconds = 0;
  let peakBytes = 0;
  for (const name of await readdir(folder)) {
    const one = JSON.parse(await readFile(join(folder, name), 'utf8')) as {
      maxRssBytes: number;
      cpuSeconds: number;
    };
    cpuSeconds += one.cpuSeconds;
    peakBytes += one.maxRssBytes;
  }
  return { cpuSeconds, peakBytes };
}
