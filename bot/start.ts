/** npm start [-- --demo-tenant] */

import { machineProblem } from '../analysis/machine.ts';
import { ConfigError, readConfig } from './config.ts';
import { StoreError } from './store/index.ts';

/** sysexits.h: EX_USAGE, EX_CONFIG, EX_UNAVAILABLE, EX_SOFTWARE */
const EXIT = { usage: 64, config: 78, unavailable: 69, software: 70 } as const;
const DEMO_TENANT = '--demo-tenant';

async function start(): Promise<number> {
  const flags = process.argv.slice(2);
  const unknown = flags.find((flag) => flag !== DEMO_TENANT);
  if (unknown !== undefined) {
    return fail(`Not started. ${unknown} is not known; there is ${DEMO_TENANT}.`, EXIT.usage);
  }
  const problem = machineProblem();
  if (problem !== null) return fail(problem, EXIT.unavailable);
  try {
    const config = readConfig(process.env, process.cwd());
    // Only now: what it imports needs the machine to be fit.
    const { launch } = await import('./launch.ts');
    const running = await launch(config, { demoTenant: flags.includes(DEMO_TENANT) });
    process.stdout.write(`${running.lines.join('\n')}\n`);
    await Promise.race([signalled(), running.ended]);
    await running.close();
    return 0;
  } catch (error) {
    if (error instanceof ConfigError) return fail(`Not started. ${error.message}`, EXIT.config);
    if (error instanceof StoreError) return fail(error.message, EXIT.unavailable);
    return fail(error instanceof Error ? error.message : String(error), EXIT.software);
  }
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

function fail(message: string, code: number): number {
  process.stderr.write(`${message}\n`);
  return code;
}

process.exit(await start());
