/** One process of an evaluation: takes plans, gives outcomes, one after the other. */
import { runTenant } from './run-tenant.ts';
import type { TenantPlan } from './tenants.ts';

process.on('message', (plan: TenantPlan) => {
  runTenant(plan).then(
    (outcome) => process.send?.({ outcome }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
