/** The commands: read from this folder at start. Parsing, help and suggestions all come from them. */
import { distance } from 'fastest-levenshtein';
import { loadFolder } from '../../analysis/load-folder.ts';
import { mustDeclare } from '../access/index.ts';
import { type Command, UsageError } from './_command.ts';

export { type Command, type CommandTurn, UsageError } from './_command.ts';

export interface Found {
  command: Command;
  /** what followed the name */
  words: string;
}

export interface Commands {
  all: readonly Command[];
  /** The command a line begins with; the longest name or alias wins. */
  find(line: string): Found | null;
  /** Up to three lines that were perhaps meant, the nearest first; each of them is understood. */
  suggest(line: string): string[];
}

const MOST_SUGGESTIONS = 3;
/**
 * Further away than a third of the word (at least one letter) is another word, and no hint is better: of four letters
 * "drop" shares two with "stop".
 */
const FARTHEST = 3;

export async function loadCommands(): Promise<Commands> {
  const units = await loadFolder(new URL('./', import.meta.url), commandOf);
  for (const { name, unit } of units) {
    if (unit.name !== name) throw new Error(`bot/commands/${name}.ts calls its command "${unit.name}"`);
    mustDeclare(unit, `bot/commands/${name}.ts`);
  }
  return commandsOf(units.map(({ unit }) => unit));
}

function commandOf(module: Record<string, unknown>): Command | undefined {
  const command = module.command;
  return typeof command === 'object' && command !== null && 'run' in command
    ? (command as Command)
    : undefined;
}

/** @throws Error when two commands share a name or alias */
export function commandsOf(all: readonly Command[]): Commands {
  const byCall = new Map<string, Command>();
  for (const command of all) {
    for (const call of [command.name, ...command.aliases]) {
      if (byCall.has(call)) throw new Error(`Two commands are called "${call}"`);
      byCall.set(call, command);
    }
  }
  const calls = [...byCall.keys()].sort((a, b) => b.length - a.length);

  function find(line: string): Found | null {
    const lower = line.toLowerCase();
    const call = calls.find((one) => lower === one || lower.startsWith(`${one} `));
    const command = call === undefined ? undefined : byCall.get(call);
    return call === undefined || !command ? null : { command, words: line.slice(call.length).trim() };
  }

  function suggest(line: string): string[] {
    const near = calls
      .map((call) => ({ call, ...splitLike(line, call) }))
      .map(({ call, start, rest }) => ({ call, rest, away: mistypedBy(start, call) }))
      .filter(({ call, away }) => away <= Math.min(FARTHEST, Math.max(1, Math.floor(call.length / 3))))
      .sort((a, b) => a.away - b.away || a.call.localeCompare(b.call));
    const lines: string[] = [];
    const seen = new Set<Command>();
    for (const { call, rest } of near) {
      const command = byCall.get(call);
      if (!command || seen.has(command)) continue;
      const accepted = [`${call} ${rest}`.trim(), call, ...command.examples].find((one) => isUnderstood(one));
      if (accepted === undefined) continue;
      seen.add(command);
      lines.push(accepted);
    }
    return lines.slice(0, MOST_SUGGESTIONS);
  }

  function isUnderstood(line: string): boolean {
    const found = find(line);
    if (!found) return false;
    try {
      found.command.parse(found.words);
      return true;
    } catch (error) {
      if (error instanceof UsageError) return false;
      throw error;
    }
  }

  return { all, find, suggest };
}

/** The line cut after as many words as the call has. */
function splitLike(line: string, call: string): { start: string; rest: string } {
  const words = line.split(' ');
  const length = call.split(' ').length;
  return { start: words.slice(0, length).join(' ').toLowerCase(), rest: words.slice(length).join(' ') };
}

/** Letters that differ; two that changed places are one slip of the fingers. */
function mistypedBy(start: string, call: string): number {
  if (Math.abs(start.length - call.length) > FARTHEST) return FARTHEST + 1;
  const swaps = Array.from({ length: Math.max(0, start.length - 1) }, (_, at) =>
    [start.slice(0, at), start[at + 1], start[at], start.slice(at + 2)].join(''),
  );
  return Math.min(distance(start, call), ...swaps.map((swapped) => 1 + distance(swapped, call)));
}
