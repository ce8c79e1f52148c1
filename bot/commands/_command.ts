/** What a command file exports as `command`. The registry, help, suggestions and scopes come from it alone. */

import type { Topic } from '../../cards/index.ts';
import type { Needs } from '../access/index.ts';
import type { Role } from '../config.ts';
import type { Services } from '../services.ts';
import type { Caller, Effect, Mention, OfferedFile, Place, Posted, Scope } from '../turn.ts';

/** Somebody asks; whether they may is not decided yet. */
export interface CommandAsked {
  caller: Caller;
  place: Place;
  files: OfferedFile[];
  /** people named with @ in the message */
  mentions: Mention[];
  /** the message, in channels and group chats: its files are fetched through Graph */
  posted?: Posted;
  /** whether this person may know of a case */
  mayOpen(caseId: string): boolean;
}

export interface CommandTurn extends CommandAsked {
  /** in the case, where the command is about one */
  role: Role;
  /** the case this person was let into; null when the command is about none */
  caseId: string | null;
}

export interface Command<Args = unknown> extends Needs {
  name: string;
  aliases: string[];
  /** what follows the name, for the help: '' or such as '<path>' */
  args: string;
  /** where the help lists it */
  topic: Topic;
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
  /**
   * The case it is about, where that is not the current one of the chat; null = this time about none.
   * Runs before it is decided whether the person may: it must tell nothing of cases they may not open.
   */
  caseOf?(args: Args, asked: CommandAsked, services: Services): Promise<string | null>;
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
