/** What works on the live tenant and outlives a turn: started with the bot, closed with it. */
import type { Tenant } from './tenant.ts';

export type { Tenant } from './tenant.ts';

export interface Live {
  /** null = Mailtrail is connected to no tenant */
  tenant: Tenant | null;
  /** Takes up what a stop left unfinished. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface LiveOptions {
  tenant: Tenant | null;
}

export function createLive({ tenant }: LiveOptions): Live {
  return {
    tenant,
    async start() {},
    async close() {},
  };
}
