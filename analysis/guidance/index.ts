/** Next steps for a case: which apply, in which order, filled with the case's mailboxes and times. */
import { loadFolder } from '../load-folder.ts';
import type { Finding, NextStep } from '../report.ts';
import type { CaseFacts } from './facts.ts';
import type { Step } from './step.ts';

export type {
  CaseFacts,
  ExposedFact,
  GapFact,
  HostileMarkers,
  InputFact,
  InQuestion,
  SuspicionFact,
  SyncFact,
} from './facts.ts';

/** Every step there is, by order, then id. */
export const STEPS: readonly Step[] = (await loadFolder(new URL('./steps/', import.meta.url), pickStep))
  .map(({ unit }) => unit)
  .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));

export function nextSteps(facts: CaseFacts): NextStep[] {
  return STEPS.filter((step) => step.when(facts)).map((step) => ({
    id: step.id,
    title: step.title(facts),
    why: step.why(facts),
    commands: step.commands(facts),
    source: step.source,
  }));
}

/** Containing and telling: what the graver findings call for, and only they. */
const FOR_THE_GRAVE = new Set(
  STEPS.filter(({ order }) => (order >= 20 && order < 30) || (order >= 70 && order < 80)).map(({ id }) => id),
);

/**
 * Of the steps a finding calls for, those that this case has, in their order. What is contained are accounts and
 * applications of findings of medium and above: a step about them is no advice on a finding below.
 */
export function stepsFor(
  { severity, nextSteps: called }: Pick<Finding, 'severity' | 'nextSteps'>,
  steps: readonly NextStep[],
): NextStep[] {
  const slight = severity === 'low' || severity === 'info';
  return steps.filter(({ id }) => called.includes(id) && !(slight && FOR_THE_GRAVE.has(id)));
}

function pickStep(module: Record<string, unknown>): Step | undefined {
  const step = module.step;
  return isStep(step) ? step : undefined;
}

function isStep(value: unknown): value is Step {
  if (typeof value !== 'object' || value === null) return false;
  const step = value as Record<string, unknown>;
  return (
    typeof step.id === 'string' &&
    typeof step.source === 'string' &&
    typeof step.order === 'number' &&
    ['when', 'title', 'why', 'commands'].every((name) => typeof step[name] === 'function')
  );
}
