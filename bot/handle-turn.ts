/** From a turn to its effects: match the command or button, check role and scope, run. */
import { renderCard } from '../cards/index.ts';
import type { Actions } from './actions/index.ts';
import { type Command, type Commands, UsageError } from './commands/index.ts';
import { ROLES, type Role } from './config.ts';
import { isFault, Problem, problemCard } from './problems.ts';
import type { Services } from './services.ts';
import type { Effect, Scope, Turn } from './turn.ts';

export interface TurnHandling {
  services: Services;
  actions: Actions;
  /** null = not known here: refused */
  roleOf(objectId: string): Role | null;
  /** faults of ours, for the log */
  onFault(error: unknown, doing: string): void;
}

/** Never throws: what goes wrong becomes a card. */
export async function handleTurn(turn: Turn, handling: TurnHandling): Promise<Effect[]> {
  try {
    return await effectsOf(turn, handling);
  } catch (error) {
    if (isFault(error)) handling.onFault(error, turn.kind === 'action' ? turn.verb : turn.kind);
    return [{ do: 'post', card: problemCard(error) }];
  }
}

async function effectsOf(turn: Turn, handling: TurnHandling): Promise<Effect[]> {
  const { services, actions } = handling;
  const { store, local, commands } = services;
  if (turn.kind === 'left') {
    await store.forget(turn.place);
    return [];
  }
  if (turn.kind === 'joined') {
    const first = await store.greet(turn.place);
    return first ? [{ do: 'post', card: renderCard('welcome', { local }) }] : [];
  }
  await store.remember(turn.place);
  if (turn.kind === 'action') {
    const press = actions.press(turn.verb, turn.data);
    checkRole(press.role, handling.roleOf(turn.caller.objectId));
    return press.run(turn, services);
  }
  const { files } = turn;
  const { command, words } = matched(lineOf(turn, commands), commands);
  checkRole(command.role, handling.roleOf(turn.caller.objectId));
  checkScope(command, turn.place.scope);
  return command.run(parsed(command, words), { caller: turn.caller, place: turn.place, files }, services);
}

/** A file is to be analysed, whatever was written with it, unless that is a command. */
function lineOf(turn: Extract<Turn, { kind: 'command' | 'file' }>, commands: Commands): string {
  if (turn.kind === 'file') return 'analyze';
  return turn.files.length > 0 && !commands.find(turn.text) ? 'analyze' : turn.text;
}

function matched(line: string, commands: Commands): { command: Command; words: string } {
  const found = commands.find(line === '' ? 'help' : line);
  if (found) return found;
  const near = commands.suggest(line);
  throw new Problem(
    'I do not understand that',
    near.length > 0
      ? near.map((one) => `Did you mean: ${one}`)
      : ['Write help to see what I understand, or upload an export.'],
  );
}

function parsed(command: Command, words: string): unknown {
  try {
    return command.parse(words);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new Problem(error.message, [
      `It is written: ${`${command.name} ${command.args}`.trim()}`,
      ...command.examples.slice(0, 2).map((example) => `Such as: ${example}`),
    ]);
  }
}

function checkRole(least: Role, has: Role | null): void {
  if (has !== null && ROLES.indexOf(has) >= ROLES.indexOf(least)) return;
  throw new Problem(has === null ? 'You have no role here' : `This needs the role ${least}`, [
    'Ask the person who runs Mailtrail to give you one: they add your Entra object id to MAILTRAIL_ROLES.',
  ]);
}

const SCOPE_WORDS: Record<Scope, string> = {
  personal: 'a private chat with me',
  groupChat: 'a group chat',
  channel: 'a channel',
};

function checkScope(command: Command, scope: Scope): void {
  if (command.scopes.includes(scope)) return;
  const where = command.scopes.map((one) => SCOPE_WORDS[one]).join(' or ');
  throw new Problem(`${command.name} does not work here`, [`Write it in ${where}.`]);
}
