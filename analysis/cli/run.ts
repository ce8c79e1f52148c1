/** Runs one command of `commands/` as it was typed. */
import { type LoadedUnit, type LoadFolderOptions, loadFolder } from '../load-folder.ts';
import { list } from '../words.ts';
import { type CliCommand, UsageError } from './command.ts';
import { tell } from './progress-bar.ts';

function commands(options?: LoadFolderOptions): Promise<LoadedUnit<CliCommand>[]> {
  return loadFolder(
    new URL('./commands/', import.meta.url),
    (module) => module.command as CliCommand,
    options,
  );
}

/**
 * @param args what stands after `mailtrail`
 * @returns the exit code: 0 done, 2 nothing usable or a wrong call. A fault of ours is thrown.
 */
export async function run(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  // Alone: loading the others takes longer than some of them run.
  const [found] = name === undefined ? [] : await commands({ only: name });
  if (found === undefined) {
    const all = await commands();
    if (name === undefined || ['help', '--help', '-h'].includes(name)) {
      process.stdout.write(`${all.map(({ unit }) => unit.usage).join('\n\n')}\n`);
      return 0;
    }
    tell(
      `mailtrail: there is no command "${name.slice(0, 60)}". There are ${list(all.map((one) => one.name))}; "mailtrail help" says what they do.`,
    );
    return 2;
  }
  if (rest.includes('--help')) {
    process.stdout.write(`${found.unit.usage}\n`);
    return 0;
  }
  try {
    return await found.unit.run(rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    tell(`mailtrail ${name}: ${error.message}`);
    return 2;
  }
}
