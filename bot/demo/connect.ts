/** Connects the bot to the demo tenant instead of a true one, and keeps the two apart. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Tenant } from '../live/tenant.ts';
import { ConfigError } from '../settings.ts';
import { startDemoApart } from './apart.ts';

export interface DemoConnection {
  tenant: Tenant;
  /** the given one with a data folder of its own: what is made up and what is evidence do not meet */
  config: Config;
  /** what to tell the person at the console */
  lines: string[];
  close(): Promise<void>;
}

/** @throws ConfigError outside local mode, or when a true tenant is set */
export async function connectDemo(config: Config): Promise<DemoConnection> {
  if (config.app !== null) {
    throw new ConfigError('--demo-tenant is for local mode only: remove MICROSOFT_APP_ID');
  }
  if (config.graph !== null) {
    throw new ConfigError('--demo-tenant is a tenant itself: remove the MAILTRAIL_GRAPH_ settings');
  }
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
  const dataFolder = await mkdtemp(join(config.dataFolder, 'demo-'));
  const demo = await startDemoApart().catch(async (error) => {
    await rm(dataFolder, { recursive: true });
    throw error;
  });
  return {
    tenant: demo.tenant,
    config: { ...config, dataFolder, inboxFolder: join(dataFolder, 'inbox') },
    lines: [
      `Connected to a simulated tenant, ${demo.domain}, with three weeks of records. Nothing in it is real.`,
      `Records can be had a minute or two after they are written, not an hour or more as at Microsoft. One attack is under way; another reads mail in some minutes.`,
      'Try: hunt tenant, coverage, watch start, then resolve. What it keeps is removed when it ends.',
    ],
    async close() {
      await demo.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
