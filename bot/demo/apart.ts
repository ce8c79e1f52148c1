/** Starts the demo tenant beside the bot. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Tenant } from '../live/tenant.ts';
import { demoTenant } from './index.ts';

export interface DemoApart {
  tenant: Tenant;
  /** such as contoso.com */
  domain: string;
  /** ISO; null when there is no attack */
  attackAt: string | null;
  close(): Promise<void>;
}

const PROCESS = fileURLToPath(new URL('./process.ts', import.meta.url));
const readyShape = z.object({
  root: z.string(),
  tenantId: z.string(),
  domain: z.string(),
  attackAt: z.string().nullable(),
});

/** @throws Error when it ends before it is ready */
export async function startDemoApart(): Promise<DemoApart> {
  const child = fork(PROCESS, [], {
    execArgv: ['--import', import.meta.resolve('tsx/esm')],
    stdio: 'inherit',
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = await Promise.race([
    new Promise<unknown>((resolve) => child.once('message', resolve)),
    ended.then((code) => Promise.reject(new Error(`The demo tenant ended with ${code} before it was ready`))),
  ]);
  const { root, tenantId, domain, attackAt } = readyShape.parse(ready);
  return {
    tenant: demoTenant(root, tenantId),
    domain,
    attackAt,
    async close() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
