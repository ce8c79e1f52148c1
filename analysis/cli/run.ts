/** Runs one command of `commands/` as it was typed. */
import { loadFolder } from '../load-folder.ts';
import { type CliCommand, UsageError } from './command.ts';
import { tell } from './progress-bar.ts';

const commands = await loadFolder(
  new URL('./commands/', import.meta.url),
  (module) => module.command as CliCommand,
);

/**
 * @param args what stands after `mailtrail`
 * @returns the exit code: 0 done, 2 nothing usable or a wrong call. A fault of ours is thrown.
 */
export async function run(args: string[]): Promise<number> {
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
