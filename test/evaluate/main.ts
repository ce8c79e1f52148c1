/**
 * npm run evaluate [-- --seeds N] [--attack NAME] [--held-out] [--replay] [--json FILE] …: simulated tenants, their
 * exports read as a responder would, and what is found held against the truth; the published rules on the same records.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runAll } from './pool.ts';
import { printAll } from './tables.ts';
import { planTenants } from './tenants.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    'first-seed': { type: 'string', default: '1' },
    attack: { type: 'string' },
    tenants: { type: 'string', default: '3' },
    people: { type: 'string' },
    days: { type: 'string' },
    workers: { type: 'string', default: '2' },
    examples: { type: 'string', default: '1' },
    'held-out': { type: 'boolean', default: false },
    replay: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
// One attack alone is for trying things out: a smaller tenant answers within seconds.
const [people, days] = values.attack === undefined ? ['36', '22'] : ['24', '21'];

const plans = await planTenants({
  seeds: wholeNumber('--seeds', values.seeds),
  firstSeed: wholeNumber('--first-seed', values['first-seed']),
  tenants: wholeNumber('--tenants', values.tenants),
  people: wholeNumber('--people', values.people ?? people),
  days: wholeNumber('--days', values.days ?? days),
  attack: values.attack,
  heldOut: values['held-out'],
  replay: values.replay,
});
let done = 0;
const outcomes = await runAll(plans, wholeNumber('--workers', values.workers), () => {
  done += 1;
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${plans.length} tenants`);
});
printAll(outcomes, wholeNumber('--examples', values.examples));
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(outcomes, null, 1)}\n`);

function wholeNumber(option: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  console.error(`${option} takes a whole number from 1, not ${JSON.stringify(text)}.`);
  process.exit(2);
}
