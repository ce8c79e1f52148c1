/** One process of an evaluation: takes plans, gives outcomes, one after the other. */
import { runTenant } from './run-tenant.ts';
import type { TenantPlan } from './tenants.ts';

process.on('message', (plan: TenantPlan) => {
  runTenant(plan).then(
    (outcome) => answer({ outcome }),
    (error: unknown) => answer({ error: error instanceof Error ? error.stack : String(error) }),
  );
});

/** Whoever asked may have given up meanwhile, because another tenant failed. */
function answer(message: object): void {
  if (process.connected) process.send?.(message);
}
