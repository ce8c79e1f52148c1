/** What works on the live tenant and outlives a turn: started with the bot, closed with it. */
import { join } from 'node:path';
import { type Coverage, type CoverageOptions, createCoverage } from './coverage/index.ts';
import { createHunts, type Hunts, type HuntsOptions } from './hunt/index.ts';
import { createNames, type Names, type NamesOptions } from './names/index.ts';
import type { Tenant } from './tenant.ts';
import { createWatch, type Watch, type WatchOptions } from './watch/index.ts';

export type { Tenant } from './tenant.ts';

export interface Live {
  /** null = Mailtrail is connected to no tenant */
  tenant: Tenant | null;
  /** null without a tenant */
  watch: Watch | null;
  /** null without a tenant */
  hunts: Hunts | null;
  /** null without a tenant */
  coverage: Coverage | null;
  /** null without a tenant */
  names: Names | null;
  /** Takes up what a stop left unfinished. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** What the parts of it work with. */
export interface LiveTools
  extends Pick<WatchOptions, 'engine' | 'store' | 'audit' | 'onMade' | 'onFault' | 'now'> {
  dataFolder: string;
  sender: HuntsOptions['sender'];
  watch: Pick<WatchOptions, 'tell' | 'timing'>;
  hunt?: Pick<HuntsOptions, 'limits' | 'cardPause' | 'wait'>;
  names?: Pick<NamesOptions, 'clock' | 'cardPause'>;
  coverage: Pick<CoverageOptions, 'redactor' | 'local' | 'whyNot' | 'tick' | 'waiting'>;
}

export type LiveOptions = { tenant: null } | ({ tenant: Tenant } & LiveTools);

export function createLive(options: LiveOptions): Live {
  if (options.tenant === null) {
    return {
      tenant: null,
      watch: null,
      hunts: null,
      coverage: null,
      names: null,
      start: async () => undefined,
      close: async () => undefined,
    };
  }
  const { dataFolder, ...tools } = options;
  const hunts = createHunts({ ...tools, ...tools.hunt, dataFolder });
  const watch = createWatch({
    ...tools,
    ...tools.watch,
    folder: join(dataFolder, 'watch'),
    reconcile: hunts.reconcile,
  });
  const coverage = createCoverage({ ...tools, ...tools.coverage, dataFolder });
  const names = createNames({ ...tools, ...tools.names });
  return {
    tenant: options.tenant,
    watch,
    hunts,
    coverage,
    names,
    async start() {
      await hunts.start();
      await watch.resume();
      await coverage.start();
      await names.start();
    },
    async close() {
      await hunts.close();
      await watch.close();
      await coverage.close();
      await names.close();
    },
  };
}
