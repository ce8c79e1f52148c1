/** Errors become cards that say what happened and what to do now. Nothing of an unknown error is shown. */
import { EngineError, type EngineErrorCode } from '../analysis/engine/engine.ts';
import { type CardInputs, type RenderedCard, renderCard } from '../cards/index.ts';
import { GraphError } from './graph/graph.ts';
import { graphProblem, isGraphFault } from './graph/problem.ts';

export type ProblemInput = CardInputs['problem'];

/** Something a person can put right; it carries what to tell them. */
export class Problem extends Error {
  readonly input: ProblemInput;
  constructor(what: string, todo: string[], more: Omit<ProblemInput, 'what' | 'todo'> = {}) {
    super(what);
    this.name = 'Problem';
    this.input = { what, todo, ...more };
  }
}

const TODO: Record<EngineErrorCode, string[]> = {
  'no-such-case': ['Write cases to see which there are, then case <name>.'],
  'bad-case': [
    'The log in the data folder says which file it is. Put a copy of it back, or analyze the files anew.',
    'Write cases to see the other cases; those are not touched.',
  ],
  'nothing-usable': [
    'Send the export as it came from Purview, PowerShell, Graph or a SIEM, not saved again by Excel.',
    'A list of the shapes that are read is in the README.',
  ],
  cancelled: ['Send it again when you want it analysed.'],
  'bad-marker': [
    'Write mark hostile followed by ip:…, network:…, session:…, token:…, app:… or user:…, joined by +.',
  ],
  'bad-request': ['Write help to see what is understood.'],
  'engine-stopped': [
    'Nothing you marked is lost. I start it again with the next command.',
    'If it stops again on the same file, look into the log in the data folder and report it.',
  ],
  internal: ['Try it once more. If it happens again, look into the log in the data folder.'],
};

export function problemOf(error: unknown): ProblemInput {
  if (error instanceof Problem) return error.input;
  if (error instanceof GraphError) return graphProblem(error);
  if (error instanceof EngineError) {
    const internal = error.code === 'internal';
    return {
      what: internal ? 'The analysis ran into a fault of its own' : error.message,
      todo: TODO[error.code],
    };
  }
  return {
    what: 'Something went wrong on my side',
    detail: 'It is written in the log; nothing was changed.',
    todo: ['Try it once more. If it happens again, tell the person who runs Mailtrail.'],
  };
}

/** True for faults worth an entry in the log, false for what people put right themselves. */
export function isFault(error: unknown): boolean {
  if (error instanceof Problem) return false;
  if (error instanceof GraphError) return isGraphFault(error);
  return !(error instanceof EngineError) || ['internal', 'bad-case', 'engine-stopped'].includes(error.code);
}

export function problemCard(error: unknown): RenderedCard {
  return renderCard('problem', problemOf(error));
}
