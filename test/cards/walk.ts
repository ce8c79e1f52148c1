/** Reading a rendered card: its elements, and every string a person would see. */
import type { Json, JsonObject } from '../../cards/_shared/literal.ts';

/** Every object of the card, depth first; what a button carries is not looked into. */
export function objects(node: Json): JsonObject[] {
  const found: JsonObject[] = [];
  collect(node, found);
  return found;
}

/** Into one list: a generator in a generator for every level takes longer than all that is done with the objects. */
function collect(node: Json, found: JsonObject[]): void {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const child of node) collect(child, found);
    return;
  }
  found.push(node);
  const action = isAction(node);
  for (const key in node) if (!(action && key === 'data')) collect(node[key] as Json, found);
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
  const shown: ShownText[] = [];
  for (const node of objects(card)) {
    for (const key in node) {
      const value = node[key];
      if (typeof value === 'string' && !NOT_SHOWN.has(key)) shown.push({ as: readAs(node), text: value });
    }
  }
  return shown;
}

function readAs(node: JsonObject): ShownText['as'] {
  if (node.type === 'TextRun' && node.fontType === 'monospace') return 'pasted';
  const isFact = node.type === undefined && 'title' in node && 'value' in node;
  return node.type === 'TextBlock' || isFact || node.type === 'AdaptiveCard' ? 'markdown' : 'literal';
}
