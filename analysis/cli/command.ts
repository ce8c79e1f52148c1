export interface CliCommand {
  name: string;
  /** what --help prints */
  usage: string;
  /** @returns the exit code @throws UsageError for a wrong call */
  run(args: string[]): Promise<number>;
}

/** A call that cannot be understood or carried out; its message is one line for the person who typed it. */
export class UsageError extends Error {}
