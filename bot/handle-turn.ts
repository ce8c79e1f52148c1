/** From a turn to its effects: match the command or button, decide whether it is allowed, write it down, run it. */
import { renderCard, withPrivilegeBanner } from '../cards/index.ts';
import {
  type Access,
  type Needs,
  namelessEngine,
  type Redactor,
  Refusal,
  redactedEngine,
  redactedWork,
  type Visitor,
} from './access/index.ts';
import type { ActionTurn } from './actions/_action.ts';
import type { Actions } from './actions/index.ts';
import type { AuditDeed } from './audit/index.ts';
import { currentCase } from './commands/_case.ts';
import { type Command, type Commands, UsageError } from './commands/index.ts';
import { isPrivilegedCase } from './privilege.ts';
import { isFault, Problem, problemCard } from './problems.ts';
import type { Services } from './services.ts';
import type { Effect, Turn } from './turn.ts';

export interface TurnHandling {
  services: Services;
  actions: Actions;
  access: Access;
  redactor: Redactor;
  /** faults of ours, for the log */
  onFault(error: unknown, doing: string): void;
  /** told of each refusal, for counting */
  onRefused?(): void;
}

/** A command or a button, made alike: what it needs, which case it is about, and what it does. */
interface Asked {
  needs: Needs;
  /** for the audit trail: 'command mark', 'button confirm-mark' */
  what: string;
  words: string | null;
  /** @throws Problem when there is none, and it cannot do without */
  caseOf(visitor: Visitor): Promise<string | null>;
  run(turn: ActionTurn, services: Services): Promise<Effect[]>;
}

type Acting = Extract<Turn, { kind: 'command' | 'file' | 'action' }>;

const ANYBODY: Needs = { role: 'viewer', scopes: ['personal', 'groupChat', 'channel'], about: 'nothing' };
const LONGEST_WORDS = 500;

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
  const { store, local } = handling.services;
  if (turn.kind === 'left') {
    await store.forget(turn.place);
    await handling.services.alerts.left(turn.place);
    await handling.services.live.coverage?.endWeekly(turn.place);
    return [];
  }
  if (turn.kind === 'joined') {
    const first = await store.greet(turn.place);
    return first
      ? [{ do: 'post', card: renderCard('welcome', { local, shared: turn.place.scope !== 'personal' }) }]
      : [];
  }
  let asked: Asked;
  try {
    asked = turn.kind === 'action' ? pressed(turn, handling) : typed(turn, handling);
  } catch (error) {
    // Hints, too, are only for people who may be here.
    await handling.access.admit(turn.caller, turn.place, ANYBODY);
    throw error;
  }
  return await carefully(asked, turn, handling);
}

/** The one place where it is decided and written down, for every command and every button. */
async function carefully(asked: Asked, turn: Acting, handling: TurnHandling): Promise<Effect[]> {
  const { access, services, redactor } = handling;
  const deed = deedOf(asked, turn);
  let caseId: string | null = null;
  let entered: ActionTurn;
  try {
    const visitor = await access.admit(turn.caller, turn.place, asked.needs);
    caseId = await caseFor(asked, visitor, access);
    const role =
      caseId === null
        ? access.needRole(visitor, asked.needs)
        : await access.enterCase(visitor, asked.needs, caseId);
    const mayOpen = (other: string) => access.mayOpen(visitor, other);
    entered = { caller: turn.caller, place: turn.place, role, caseId, mayOpen };
  } catch (error) {
    if (error instanceof Refusal) {
      handling.onRefused?.();
      await services.audit.append({
        ...deed,
        caseId: caseId ?? askedCase(turn),
        outcome: 'refused',
        why: error.why,
      });
    }
    throw error;
  }
  // Before it is done: a deed that cannot be written down is not done.
  await services.audit.append({ ...deed, caseId, outcome: 'allowed', why: null });
  await services.store.remember(turn.place);
  const shown = turn.place.scope === 'channel' ? nameless(services) : services;
  const seen = entered.role === 'viewer' ? redacted(shown, redactor) : shown;
  try {
    return await bannered(await asked.run(entered, seen), caseId, services);
  } catch (error) {
    await services.audit.append({ ...deed, caseId, outcome: 'failed', why: whyOf(error) });
    throw error;
  }
}

async function bannered(effects: Effect[], caseId: string | null, { engine }: Services): Promise<Effect[]> {
  if (caseId === null || !effects.some((effect) => 'card' in effect)) return effects;
  if (!(await isPrivilegedCase(caseId, engine))) return effects;
  return effects.map((effect) =>
    'card' in effect ? { ...effect, card: withPrivilegeBanner(effect.card) } : effect,
  );
}

/** What mailboxes said of their messages is never sent to a channel. */
function nameless(services: Services): Services {
  return { ...services, engine: namelessEngine(services.engine) };
}

/** What viewers are shown comes from here only: the engine, and what people wrote. */
function redacted(services: Services, redactor: Redactor): Services {
  const { engine, work, confirmations } = services;
  return {
    ...services,
    engine: redactedEngine(engine, redactor),
    work: redactedWork(work, redactor),
    confirmations: { ...confirmations, open: (caseId) => redactor.redact(confirmations.open(caseId)) },
  };
}

/** Who lacks the role learns nothing else: not even that this chat has no case. */
async function caseFor(asked: Asked, visitor: Visitor, access: Access): Promise<string | null> {
  if (asked.needs.about === 'nothing') return null;
  try {
    return await asked.caseOf(visitor);
  } catch (error) {
    access.needRole(visitor, asked.needs);
    throw error;
  }
}

function pressed(turn: Extract<Turn, { kind: 'action' }>, { actions, services }: TurnHandling): Asked {
  const press = actions.press(turn.verb, turn.data);
  const { caseId, ...rest } = turn.data;
  return {
    needs: press.needs,
    what: `button ${turn.verb}`,
    words: Object.keys(rest).length === 0 ? null : JSON.stringify(rest).slice(0, LONGEST_WORDS),
    caseOf: async () => press.caseId,
    async run(entered, seen) {
      const { alert, id } = rest;
      const isAlert = alert === true && typeof id === 'string';
      if (isAlert && press.caseId !== null && turn.cardId !== null) {
        await services.alerts.pressed(turn.place, turn.cardId, { caseId: press.caseId, id });
      }
      return await press.run(entered, seen);
    },
  };
}

function typed(turn: Exclude<Acting, { kind: 'action' }>, { services, access }: TurnHandling): Asked {
  const { files } = turn;
  const { mentions = [], posted = undefined } = turn.kind === 'command' ? turn : {};
  const { command, words } = matched(lineOf(turn, services.commands), services.commands);
  return {
    needs: command,
    what: `command ${command.name}`,
    words: words === '' ? null : words.slice(0, LONGEST_WORDS),
    async caseOf(visitor) {
      const { caller, place } = turn;
      const mayOpen = (caseId: string) => access.mayOpen(visitor, caseId);
      return command.caseOf
        ? await command.caseOf(
            parsed(command, words),
            { caller, place, files, mentions, posted, mayOpen },
            services,
          )
        : currentCase(services, place);
    },
    run: (entered, seen) =>
      command.run(parsed(command, words), { ...entered, files, mentions, posted }, seen),
  };
}

/** A case a refused person named: for the trail only. */
function askedCase(turn: Acting): string | null {
  const caseId = turn.kind === 'action' ? turn.data.caseId : null;
  return typeof caseId === 'string' ? caseId.slice(0, 100) : null;
}

function deedOf(
  { what, words }: Asked,
  { caller, place }: Acting,
): Omit<AuditDeed, 'caseId' | 'outcome' | 'why'> {
  const { scope, conversationId, tenantId } = place;
  return { by: { ...caller }, what, words, where: { scope, conversationId, tenantId } };
}

function whyOf(error: unknown): string {
  if (isFault(error)) return 'a fault of Mailtrail';
  return error instanceof Error ? error.message.slice(0, LONGEST_WORDS) : String(error);
}

/** A file is to be analysed, whatever was written with it, unless that is a command. */
function lineOf(turn: Extract<Turn, { kind: 'command' | 'file' }>, commands: Commands): string {
  if (turn.kind === 'file') return 'analyze';
  const hasFiles = turn.files.length > 0 || turn.posted?.hasFiles === true;
  return hasFiles && !commands.find(turn.text) ? 'analyze' : turn.text;
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
