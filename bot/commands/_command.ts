/** What a command file exports as `command`. The registry, help, suggestions and scopes come from it alone. */
import type { Role } from '../config.ts';
import type { Services } from '../services.ts';
import type { Caller, Effect, OfferedFile, Place, Scope } from '../turn.ts';

export interface CommandTurn {
  caller: Caller;
  place: Place;
  files: OfferedFile[];
}

export interface Command<Args = unknown> {
  name: string;
  aliases: string[];
  /** what follows the name, for the help: '' or such as '<path>' */
  args: string;
  /** the least role that may use it */
  role: Role;
  scopes: Scope[];
  /** one sentence */
  summary: string;
  /** place in the menu of Teams, which shows ten: the smallest first, then the others by name */
  menu?: number;
  /** whole lines a person could write; a test parses each */
  examples: string[];
  /**
   * @param words what followed the name, case kept
   * @throws UsageError when it is not understood
   */
  parse(words: string): Args;
  run(args: Args, turn: CommandTurn, services: Services): Promise<Effect[]>;
}

/** What followed the command is not understood; the message is one sentence for the person who wrote it. */
export class UsageError extends Error {}

export function defineCommand<Args>(command: Command<Args>): Command<Args> {
  return command;
}

export const EVERYWHERE: Scope[] = ['personal', 'groupChat', 'channel'];

/** For commands that take nothing. */
export function noArgs(words: string): null {
  if (words !== '') throw new UsageError('Nothing can follow this command');
  return null;
}
