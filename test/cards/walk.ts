/** Reading a rendered card: its elements, and every string a person would see. */
import type { Json, JsonObject } from '../../cards/_shared/literal.ts';

/** Every object of the card, depth first; what a button carries is not looked into. */
export function* objects(node: Json): Generator<JsonObject> {
  if (Array.isArray(node)) for (const child of node) yield* objects(child);
  if (node === null || typeof node !== 'object' || Array.isArray(node)) return;
  yield node;
  for (const [key, value] of Object.entries(node)) {
    if (!(key === 'data' && isAction(node))) yield* objects(value);
  }
}

export function isAction(node: JsonObject): boolean {
  return typeof node.type === 'string' && node.type.startsWith('Action.');
}

export interface ShownText {
  /** how a client reads it */
  as: 'markdown' | 'literal' | 'pasted';
  text: string;
}

const NOT_SHOWN = new Set(
  (
    'type $schema version size weight color style spacing width minHeight id verb language fontType targetElements ' +
    'horizontalAlignment verticalContentAlignment colorSet'
  ).split(' '),
);

/** Every string of the card that is not a setting, unknown keys included, so that nothing is overlooked. */
export function shownTexts(card: JsonObject): ShownText[] {
  return [...objects(card)].flatMap((node) =>
    Object.entries(node).flatMap(([key, value]): ShownText[] => {
      if (typeof value !== 'string' || NOT_SHOWN.has(key)) return [];
      return [{ as: readAs(node), text: value }];
    }),
  );
}

function readAs(node: JsonObject): ShownText['as'] {
  if (node.type === 'TextRun' && node.fontType === 'monospace') return 'pasted';
  const isFact = node.type === undefined && 'title' in node && 'value' in node;
  return node.type === 'TextBlock' || isFact || node.type === 'AdaptiveCard' ? 'markdown' : 'literal';
}
