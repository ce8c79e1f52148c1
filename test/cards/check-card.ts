/**
 * The rules a card must keep to be drawn everywhere, as a list of what is wrong. Stricter than the schema: a phone
 * shows nothing at all of a card with one bad element (teams-platform.md 1.2).
 */
import type { Json, JsonObject } from '../../cards/_shared/literal.ts';
import { verbs } from '../../cards/index.ts';
import { isAction, objects } from './walk.ts';

const COLOURS = ['default', 'accent', 'good', 'warning', 'attention'];
const CHART_COLOURS = ['attention', 'categoricalBlue', 'categoricalTeal'];

/** Made once: zod compiles a schema when it first reads by it. */
const strictVerbs = new Map(Object.entries(verbs).map(([verb, data]) => [verb, data.strict()]));

const isText = (value: Json | undefined) => typeof value === 'string' && value.trim() !== '';
const isList = (value: Json | undefined): value is Json[] => Array.isArray(value) && value.length > 0;
const isObject = (value: Json | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const REQUIRED: Record<string, (node: JsonObject) => boolean> = {
  AdaptiveCard: (card) =>
    card.version === '1.5' && isList(card.body) && isText(card.fallbackText) && isText(card.speak),
  TextBlock: (block) => isText(block.text) && block.wrap === true,
  RichTextBlock: (block) => isList(block.inlines) && block.inlines.every(isRun),
  TextRun: (run) => typeof run.text === 'string' && run.text !== '',
  Container: (container) => Array.isArray(container.items),
  ColumnSet: (set) =>
    isList(set.columns) && set.columns.every((one) => isObject(one) && one.type === 'Column'),
  Column: (column) =>
    Array.isArray(column.items) && (isText(column.width) || typeof column.width === 'number'),
  FactSet: (set) =>
    isList(set.facts) &&
    set.facts.every((fact) => isObject(fact) && isText(fact.title) && isText(fact.value)),
  ActionSet: (set) => isList(set.actions) && set.actions.length <= 6,
  'Input.Date': (input) => isText(input.id) && isText(input.label),
  'Input.Text': (input) => isText(input.id) && isText(input.label) && typeof input.maxLength === 'number',
  'Chart.VerticalBar.Grouped': (chart) => isList(chart.data) && isObject(chart.fallback),
  'Chart.Line': (chart) => isList(chart.data) && isObject(chart.fallback),
  'Action.Execute': isGoodButton,
  'Action.Submit': (action) => isText(action.title) && isObject(action.data),
  'Action.ToggleVisibility': (action) => isText(action.title) && isList(action.targetElements),
};

function isRun(node: Json): boolean {
  return isObject(node) && node.type === 'TextRun';
}

/** Carries its verb, data the bot accepts, and the same as a message for clients without universal actions. */
function isGoodButton({ title, verb, data, fallback }: JsonObject): boolean {
  if (!isText(title) || !isObject(data) || !isObject(fallback) || !isObject(fallback.data)) return false;
  const accepted = strictVerbs.get(String(verb))?.safeParse(data).success === true;
  const { verb: fallbackVerb, ...fallbackData } = fallback.data;
  const same = JSON.stringify(fallbackData) === JSON.stringify(data) && fallbackVerb === verb;
  return accepted && same && fallback.type === 'Action.Submit' && fallback.title === title;
}

export function problemsOf(card: JsonObject): string[] {
  const nodes = objects(card);
  const ids = nodes.map((node) => node.id).filter((id) => id !== undefined);
  return [
    ...nodes.flatMap(problemsOfNode),
    ...(new Set(ids).size === ids.length ? [] : ['an id is used twice']),
    ...nodes
      .filter((node) => node.type === 'Action.ToggleVisibility')
      .flatMap((node) => (node.targetElements as Json[]).filter((target) => !ids.includes(target as string)))
      .map((target) => `no element ${String(target)} to toggle`),
    ...(Array.isArray(card.actions) && card.actions.length > 6 ? ['more than six buttons'] : []),
    ...firstLineProblems(card),
  ];
}

function problemsOfNode(node: JsonObject): string[] {
  const { type } = node;
  const problems: string[] = [];
  const complain = (words: string) =>
    problems.push(`${String(type)}: ${words}: ${JSON.stringify(node).slice(0, 160)}`);
  if (typeof type === 'string') {
    const rule = REQUIRED[type];
    if (!rule) complain('not an element these cards use');
    else if (!rule(node)) complain('lacks what it needs');
    if (/^(Table|Chart|CodeBlock)/.test(type) && !isObject(node.fallback)) complain('has no fallback');
  }
  for (const key of ['url', 'iconUrl', 'backgroundImage', 'selectAction', 'refresh', 'entities']) {
    if (key in node) complain(`has ${key}`);
  }
  const colours = type === undefined || String(type).startsWith('Chart') ? CHART_COLOURS : COLOURS;
  if ('color' in node && !colours.includes(String(node.color))) complain('has an unknown colour');
  if (Object.values(node).some((value) => value === null || value === undefined))
    complain('has an empty property');
  if (type !== undefined && isAction(node) && String(node.title).length > 40) complain('has a long title');
  return problems;
}

function firstLineProblems({ body }: JsonObject): string[] {
  const first = isList(body) ? body[0] : undefined;
  const isHeadline =
    isObject(first) &&
    first.type === 'TextBlock' &&
    first.weight === 'bolder' &&
    (first.size === 'large' || first.size === 'medium');
  return isHeadline ? [] : ['the first line is not the answer in bold'];
}
