/** The local client: Microsoft 365 Agents Playground, kept to this computer and silent towards its maker. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.ts';
import { PLAYGROUND_CONFIG } from './people.ts';

const ANSWERS_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 3_000;

export interface Playground {
  url: string;
  /** resolves when it ends by itself */
  ended: Promise<void>;
  close(): Promise<void>;
}

export interface PlaygroundOptions {
  botPort: number;
  /** tried first; the next free one is taken */
  port: number;
  /** for its configuration and log */
  folder: string;
}

/**
 * Starts the client and waits until it answers.
 * @returns null when it is not installed: it is a development dependency
 * @throws Error when it does not come up
 */
export async function startPlayground({
  botPort,
  port,
  folder,
}: PlaygroundOptions): Promise<Playground | null> {
  const cli = installedCli();
  if (cli === null) return null;
  await mkdir(folder, { recursive: true });
  const configFile = join(folder, '.m365agentsplayground.yml');
  await writeFile(configFile, PLAYGROUND_CONFIG);
  const free = await freePort(port);
  const url = `http://127.0.0.1:${free}`;
  const child = spawn(
    process.execPath,
    [
      '--require',
      fileURLToPath(new URL('./loopback-only.cjs', import.meta.url)),
      cli,
      'start',
      '--app-endpoint',
      `http://127.0.0.1:${botPort}/api/messages`,
      '--channel-id',
      'msteams',
      '--disable-telemetry',
      '--port',
      String(free),
      '--service-url',
      `${url}/_connector`,
    ],
    {
      cwd: folder,
      env: environment(folder, configFile),
      stdio: 'ignore',
      windowsHide: true,
      // A Ctrl-C of the terminal is for the bot, which has something to say there before it ends.
      detached: process.platform !== 'win32',
    },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  try {
    await untilItAnswers(url, ended);
  } catch (error) {
    await stop(child, ended);
    throw error;
  }
  return { url, ended, close: () => stop(child, ended) };
}

function installedCli(): string | null {
  try {
    return createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js');
  } catch {
    return null;
  }
}

/** Only what it needs: settings of ours, credentials among them, are none of its business. */
function environment(folder: string, configFile: string): NodeJS.ProcessEnv {
  const { PATH, HOME, USERPROFILE, SystemRoot, TEMP, TMPDIR, LANG, TZ } = process.env;
  return {
    ...{ PATH, HOME, USERPROFILE, SystemRoot, TEMP, TMPDIR, LANG, TZ },
    SEND_INSTALLATION_ACTIVITY: 'true',
    TEAMSAPPTESTER_BROWSER: 'none',
    M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, 'playground.log'),
    M365_AGENTS_PLAYGROUND_CONFIG_PATH: configFile,
  };
}

async function untilItAnswers(url: string, ended: Promise<void>): Promise<void> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (const until = Date.now() + ANSWERS_WITHIN_MS; Date.now() < until && !over; ) {
    const answered = await fetch(url).then(
      (response) => response.body?.cancel().then(() => response.ok),
      () => false,
    );
    if (answered) return;
    await sleep(200);
  }
  throw new Error('The Agents Playground did not start; playground.log in the data folder says why.');
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
