/** `mailtrail`: one file per command in this folder's `commands/`. */
import { machineProblem } from '../machine.ts';
import { tell } from './progress-bar.ts';

const problem = machineProblem();
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}

/** A reader that stops early, such as `| head`, is no fault of ours. */
const readerLeft = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EPIPE';

/** such as a full disk; told once, whoever notices first */
let unwritten: NodeJS.ErrnoException | null = null;

// Without process.exit: what is temporary is still to be removed.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (readerLeft(error) || unwritten !== null) return;
  unwritten = error;
  tell(`mailtrail: the output could not be written whole (${error.message}).`);
});

try {
  // Only now: it loads what needs the machine to be fit.
  const { run } = await import('./run.ts');
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!readerLeft(error) && error !== unwritten) {
    tell(`mailtrail: ${error instanceof Error ? error.message : String(error)}`);
  }
  process.exitCode = readerLeft(error) ? 0 : 1;
}
process.on('exit', () => {
  if (unwritten !== null) process.exitCode = 1;
});
