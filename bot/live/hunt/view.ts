/** Hunts as their cards show them. */
import type { Engine } from '../../../analysis/engine/engine.ts';
import type { CaseIdentity } from '../../../analysis/report.ts';
import { type CardInputs, type RenderedCard, renderCard, withPrivilegeBanner } from '../../../cards/index.ts';
import { sumsOf } from './pull.ts';
import type { Hunt } from './state.ts';

type Shown = CardInputs['hunt']['hunt'];
type ShownAllowance = CardInputs['hunt-status']['allowance'];

/** @param about the case; null where it is not known by name */
export function shownHunt(hunt: Hunt, about: CaseIdentity | null): Shown {
  const { missing, ...read } = sumsOf(hunt);
  const counting = hunt.parts.filter(({ state }) => state !== 'split');
  const queries = hunt.parts.flatMap((part) => part.queries);
  const { id, engine, target, unfiltered, from, to, deadline, end, stoppedBy, why } = hunt;
  return {
    ...{ id, engine, target, unfiltered, from, to, deadline, end, stoppedBy, why },
    windows: { all: counting.length, done: counting.filter(({ state }) => state === 'done').length },
    inFlight: queries.filter((query) => query.id !== null && query.outcome === null).length,
    read,
    missing,
    case: about === null ? null : { id: about.id, name: about.name },
  };
}

export interface Drawing {
  /** with what is known now: progress does not wait */
  now(hunt: Hunt): RenderedCard;
  /** once the case is known by name */
  whole(hunt: Hunt): Promise<RenderedCard>;
  /** null when there is none of that id */
  identity(caseId: string | null): Promise<CaseIdentity | null>;
}

/** Draws the cards of hunts; cases keep their names and their privilege while a hunt runs, or are asked for anew. */
export function createDrawing(engine: Pick<Engine, 'cases'>, allowance: () => ShownAllowance): Drawing {
  const known = new Map<string, CaseIdentity>();

  async function identity(caseId: string | null): Promise<CaseIdentity | null> {
    if (caseId === null) return null;
    const found = (await engine.cases()).find(({ id }) => id === caseId);
    if (found !== undefined) known.set(caseId, found);
    return found ?? null;
  }

  function now(hunt: Hunt): RenderedCard {
    const about = hunt.caseId === null ? null : (known.get(hunt.caseId) ?? null);
    const card = renderCard('hunt', {
      hunt: shownHunt(hunt, about),
      allowance: hunt.engine === 'audit' ? allowance() : null,
    });
    // A case that is not known yet is taken for privileged.
    const careful = hunt.caseId !== null && (about === null || about.privileged === true);
    return careful ? withPrivilegeBanner(card) : card;
  }

  return {
    now,
    async whole(hunt) {
      await identity(hunt.caseId);
      return now(hunt);
    },
    identity,
  };
}
