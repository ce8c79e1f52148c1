/** `mailtrail`: one file per command in this folder's `commands/`. */
import { loadFolder } from '../load-folder.ts';
import { machineProblem } from '../machine.ts';
import type { CliCommand } from './command.ts';
import { UsageError } from './command.ts';
import { tell } from './progress-bar.ts';

// Before anything is loaded that needs the machine to be fit.
const problem = machineProblem();
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}

const commands = await loadFolder(
  new URL('./commands/', import.meta.url),
  (module) => module.command as CliCommand,
);

/** Exit codes: 0 done, 2 nothing usable or a wrong call, 1 a fault of ours. */
async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  const found = commands.find((candidate) => candidate.name === name);
  if (found === undefined) {
    const wantsHelp = name === undefined || ['help', '--help', '-h'].includes(name);
    const out = wantsHelp ? process.stdout : process.stderr;
    if (!wantsHelp) tell(`mailtrail: there is no command "${name.slice(0, 60)}".`);
    out.write(`${commands.map(({ unit }) => unit.usage).join('\n\n')}\n`);
    return wantsHelp ? 0 : 2;
  }
  try {
    return await found.unit.run(rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    tell(`mailtrail ${name}: ${error.message}`);
    return 2;
  }
}

/** A reader that stops early, such as `| head`, is no fault of ours. */
const readerLeft = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EPIPE';

// Without process.exit: what is temporary is still to be removed.
process.stdout.on('error', (error) => {
  if (!readerLeft(error)) throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!readerLeft(error)) tell(`mailtrail: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = readerLeft(error) ? 0 : 1;
}
