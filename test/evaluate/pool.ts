/** Runs tenants in a few processes side by side; one alone runs here. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { TenantOutcome } from './outcome.ts';
import { runTenant } from './run-tenant.ts';
import type { TenantPlan } from './tenants.ts';

/** @throws Error with the stack of the first tenant that failed */
export async function runAll(
  plans: readonly TenantPlan[],
  workers: number,
  onDone: (outcome: TenantOutcome) => void,
): Promise<TenantOutcome[]> {
  const outcomes: TenantOutcome[] = [];
  const done = (outcome: TenantOutcome) => {
    outcomes.push(outcome);
    onDone(outcome);
  };
  if (plans.length === 1 || workers === 1) {
    for (const plan of plans) done(await runTenant(plan));
  } else {
    const queue = [...plans];
    await Promise.all(Array.from({ length: Math.min(workers, plans.length) }, () => work(queue, done)));
  }
  return outcomes.sort((a, b) => a.seed - b.seed || a.tenant - b.tenant);
}

async function work(queue: TenantPlan[], done: (outcome: TenantOutcome) => void): Promise<void> {
  const child = fork(new URL('./worker.ts', import.meta.url), { execArgv: ['--import', 'tsx/esm'] });
  try {
    for (let plan = queue.shift(); plan !== undefined; plan = queue.shift()) done(await ask(child, plan));
  } catch (error) {
    queue.length = 0;
    throw error;
  } finally {
    child.kill();
  }
}

async function ask(child: ChildProcess, plan: TenantPlan): Promise<TenantOutcome> {
  child.send(plan);
  const ended = new AbortController();
  const [message] = (await Promise.race([
    once(child, 'message', { signal: ended.signal }),
    once(child, 'exit', { signal: ended.signal }).then(([code, signal]) => [
      { error: `The process of seed ${plan.seed}, tenant ${plan.tenant} ended: ${code ?? signal}` },
    ]),
  ])) as [{ outcome: TenantOutcome } | { error: string }];
  ended.abort();
  if ('error' in message) throw new Error(message.error);
  return message.outcome;
}
