/** Everything `npm start` starts, and how it stops again. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startEngine } from '../analysis/engine/client.ts';
import type { Config } from './config.ts';
import { connectDemo } from './demo/connect.ts';
import { freePort, otherPort } from './free-port.ts';
import { connectTenant } from './graph/index.ts';
import { type BotParts, startBot } from './index.ts';
import type { Tenant } from './live/tenant.ts';
import { createLog } from './log.ts';
import { startPlayground } from './playground/index.ts';
import { writeSample } from './sample/index.ts';
import { openStore } from './store/index.ts';

export interface Running {
  /** what to tell the person at the console */
  lines: string[];
  /** resolves when a part ended that the rest is of no use without */
  ended: Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds between looks into the feed, and between analyses of what came: nobody waits a quarter of an hour. */
const DEMO_TIMING = { watch: { pause: 20_000, analyseEvery: 60_000 } };

/**
 * @param options.demoTenant connected to a simulated tenant, in a folder that is removed in the end
 * @throws StoreError when the data folder is in use or damaged
 * @throws ConfigError when the tenant cannot be connected to as the settings say
 * @throws Error when a part does not come up; whatever came up is stopped first
 */
export async function launch(config: Config, { demoTenant = false } = {}): Promise<Running> {
  if (!demoTenant) return start(config, await connectTenant(config.graph));
  const demo = await connectDemo(config);
  try {
    const running = await start(demo.config, demo.tenant, DEMO_TIMING);
    return {
      ...running,
      lines: [...running.lines, ...demo.lines],
      async close() {
        await running.close();
        await demo.close();
      },
    };
  } catch (error) {
    await demo.close();
    throw error;
  }
}

async function start(config: Config, tenant: Tenant | null, timing?: BotParts['timing']): Promise<Running> {
  const local = config.app === null;
  // Evidence is kept here: nobody else on this machine needs to read it.
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
  const log = createLog(config);
  const store = await openStore(config.dataFolder, { greetAgain: local });
  const closing: (() => Promise<void>)[] = [() => store.close()];
  try {
    const bot = await startBot({
      config: local ? { ...config, port: await freePort(config.port) } : config,
      log,
      store,
      startEngine: () =>
        startEngine({
          dataFolder: config.dataFolder,
          onExit: (code) => log.error({ code }, 'the engine process ended'),
          onLog: (line) => log.warn({ line: line.trimEnd() }, 'engine'),
        }),
      writeSample,
      tenant,
      timing,
    });
    closing[0] = () => bot.close();
    const playground = local
      ? await startPlayground({
          botPort: bot.port,
          port: config.playgroundPort,
          folder: join(config.dataFolder, 'playground'),
        })
      : null;
    // After the bot, whose last words go there.
    if (playground) closing.push(() => playground.close());
    return {
      lines: linesFor(config, bot.port, playground?.url ?? null),
      ended: playground?.ended ?? new Promise(() => undefined),
      close: () => closeAll(closing),
    };
  } catch (error) {
    await closeAll(closing);
    throw error;
  }
}

async function closeAll(closing: (() => Promise<void>)[]): Promise<void> {
  for (const close of closing) await close();
}

function linesFor(
  { app, host, roles, roleGroups, dataFolder, port: wanted, playgroundPort }: Config,
  port: number,
  playgroundUrl: string | null,
): string[] {
  if (app) {
    return [
      `Mailtrail listens on ${host}:${port} for Teams. Ctrl-C stops it.`,
      ...(roles.size + roleGroups.size === 0
        ? ['Nobody has a role yet, so everybody is refused: set MAILTRAIL_ROLES.']
        : []),
    ];
  }
  if (playgroundUrl === null) {
    return [
      `The local client (@microsoft/m365agentsplayground) is not installed; npm ci brings it.`,
      ...otherPort('MAILTRAIL_PORT', wanted, port),
      `The bot alone listens on http://127.0.0.1:${port}/api/messages. Ctrl-C stops it.`,
    ];
  }
  return [
    ...otherPort('MAILTRAIL_PORT', wanted, port),
    ...otherPort('MAILTRAIL_PLAYGROUND_PORT', playgroundPort, Number(new URL(playgroundUrl).port)),
    `Open ${playgroundUrl}`,
    `Ctrl-C stops everything. What it keeps is in ${dataFolder}.`,
  ];
}
