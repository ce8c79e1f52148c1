import { type ParseArgsConfig, parseArgs } from 'node:util';

export interface CliCommand {
  name: string;
  /** what `help` and the command's own --help print */
  usage: string;
  /** @returns the exit code @throws UsageError for a wrong call */
  run(args: string[]): Promise<number>;
}

/** A call that cannot be understood or carried out; its message is one line for the person who typed it. */
export class UsageError extends Error {}

/** Options and the other words of a call. @throws UsageError where an option is unknown or lacks its value */
export function parsed<T extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}. "mailtrail help" lists the options.`);
  }
}
