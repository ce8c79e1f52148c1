/** Runs one command of `commands/` as it was typed. */
import { type LoadedUnit, type LoadFolderOptions, loadFolder } from '../load-folder.ts';
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
    const wantsHelp = name === undefined || ['help', '--help', '-h'].includes(name);
    const out = wantsHelp ? process.stdout : process.stderr;
    if (!wantsHelp) tell(`mailtrail: there is no command "${name.slice(0, 60)}".`);
    out.write(`${(await commands()).map(({ unit }) => unit.usage).join('\n\n')}\n`);
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
