/** The buttons: one file each, read from this folder at start. */
import { loadFolder } from '../../analysis/load-folder.ts';
import { type Verb, verbs } from '../../cards/index.ts';
import { mustDeclare, type Needs } from '../access/index.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { Effect } from '../turn.ts';
import type { Action, ActionTurn } from './_action.ts';

export interface Press {
  needs: Needs;
  caseId: string | null;
  run(turn: ActionTurn, services: Services): Promise<Effect[]>;
}

export interface Actions {
  verbs: string[];
  /** @throws Problem when there is no such button or it does not carry what it should */
  press(verb: string, data: Record<string, unknown>): Press;
}

export async function loadActions(): Promise<Actions> {
  const units = await loadFolder(new URL('./', import.meta.url), actionOf);
  const byVerb = new Map<string, Action>();
  for (const { name, unit } of units) {
    if (unit.verb !== name) throw new Error(`bot/actions/${name}.ts calls its verb "${unit.verb}"`);
    mustDeclare(unit, `bot/actions/${name}.ts`);
    if ((unit.about === 'case') !== 'caseId' in verbs[unit.verb].shape) {
      throw new Error(
        `bot/actions/${name}.ts must be about 'case' if the button carries a caseId, and only then`,
      );
    }
    byVerb.set(name, unit);
  }
  return {
    verbs: [...byVerb.keys()],
    press(verb, data) {
      const action = byVerb.get(verb);
      const parsed = action && verbs[action.verb].safeParse(data);
      if (!action || !parsed?.success) {
        throw new Problem('I do not know this button', [
          'The card may be from an older version. Write summary for a fresh one.',
        ]);
      }
      return {
        needs: action,
        caseId: 'caseId' in parsed.data ? parsed.data.caseId : null,
        run: (turn, services) => action.run(parsed.data as never, turn, services),
      };
    },
  };
}

function actionOf(module: Record<string, unknown>): Action<Verb> | undefined {
  const action = module.action;
  return typeof action === 'object' && action !== null && 'verb' in action ? (action as Action) : undefined;
}
