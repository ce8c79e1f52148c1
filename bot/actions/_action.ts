/** What a button's file exports as `action`. Its file name is the verb; cards/_shared/verbs.ts says what it carries. */
import type { SectionName } from '../../analysis/sections.ts';
import type { CardInputs, Verb, VerbData } from '../../cards/index.ts';
import type { Needs } from '../access/index.ts';
import type { Role } from '../config.ts';
import type { Services } from '../services.ts';
import { show } from '../show.ts';
import type { Caller, Effect, Place, Scope } from '../turn.ts';

export interface ActionTurn {
  caller: Caller;
  place: Place;
  /** in the case, where the button is about one */
  role: Role;
  /** the case this person was let into; null when the button is about none */
  caseId: string | null;
  /** whether this person may know of a case */
  mayOpen(caseId: string): boolean;
}

/** A button is about a case exactly when it carries a caseId: then that is the case. */
export interface Action<V extends Verb = Verb> extends Needs {
  verb: V;
  run(data: VerbData<V>, turn: ActionTurn, services: Services): Promise<Effect[]>;
}

export function defineAction<V extends Verb>(action: Action<V>): Action<V> {
  return action;
}

export const EVERYWHERE: Scope[] = ['personal', 'groupChat', 'channel'];

/** Buttons that show a section of the case they carry, in the place of the card they are on. */
export function sectionAction<V extends `show-${SectionName}` & Verb>(
  verb: V,
  section: SectionName & keyof CardInputs,
): Action<V> {
  return {
    verb,
    role: 'viewer',
    scopes: EVERYWHERE,
    about: 'case',
    async run(data, _turn, { engine }) {
      const { caseId, ...query } = data as { caseId: string; mailbox: string };
      return [{ do: 'replace', card: await show(engine, caseId, section, query), for: 'clicker' }];
    },
  };
}
