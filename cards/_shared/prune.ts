/**
 * Leaves out what turned out empty, so that models and templates need not ask first: runs without text, blocks
 * without runs, button rows without buttons, and buttons that the bot would refuse (an id too long to be one).
 */
import type { Json, JsonObject } from './literal.ts';
import { type Verb, verbs } from './verbs.ts';

export function prune(node: Json): Json {
  if (Array.isArray(node)) return node.map(prune).filter(isDrawn);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, key === 'data' ? value : prune(value)]),
  );
}

function isDrawn(node: Json): boolean {
  if (node === null || typeof node !== 'object' || Array.isArray(node)) return true;
  if (node.type === 'TextRun') return node.text !== '';
  if (node.type === 'TextBlock') return String(node.text).trim() !== '';
  if (node.type === 'RichTextBlock') return !isEmptyList(node.inlines);
  if (node.type === 'ActionSet') return !isEmptyList(node.actions);
  if (node.type === 'Action.Execute') return isAccepted(node);
  return true;
}

function isEmptyList(list: Json | undefined): boolean {
  return Array.isArray(list) && list.length === 0;
}

function isAccepted({ verb, data }: JsonObject): boolean {
  return verbs[verb as Verb].safeParse(data).success;
}
