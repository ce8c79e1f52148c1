/** The demo tenant in a process of its own: simulating it takes seconds of work. Ends with whoever started it. */
import { startDemoTenant } from './index.ts';
import { demoWorldOptions } from './live.ts';
import { makeWorld } from './world.ts';

process.once('disconnect', () => process.exit(0));
// A key pressed in the terminal reaches both; whoever started this ends it when the bot has ended.
process.on('SIGINT', () => undefined);

const world = await makeWorld(demoWorldOptions(new Date()));
const { root } = await startDemoTenant({ world, keepRequests: false });
const attack = world.truth.attacks.find(({ name }) => name === 'stolen-session');
process.send?.({
  root,
  tenantId: world.tenantId,
  domain: world.users[0]?.userPrincipalName.split('@')[1] ?? '',
  attackAt: attack?.from ?? null,
});
