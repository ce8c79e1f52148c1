/** The core questions as KQL, one file each in questions/, with the one value they take. */
import { readFileSync } from 'node:fs';
import type { Target } from '../state.ts';

const QUESTIONS = Object.fromEntries(
  (['mailbox', 'app', 'ip', 'tenant'] as const).map((kind) => [
    kind,
    readFileSync(new URL(`./questions/${kind}.kql`, import.meta.url), 'utf8'),
  ]),
) as Record<Target['kind'], string>;

/** KQL of the question about a target, ready to be sent. */
export function questionFor({ kind, value }: Target): string {
  return QUESTIONS[kind].replaceAll('{{value}}', () => kqlString(value));
}

/** What ends a literal or a line, in KQL or in anything that reads it on the way. */
const UNSAFE = /["\\\p{C}\p{Zl}\p{Zp}]/gu;

/** A KQL string literal: nothing in the value can end the literal, the line or the query. */
export function kqlString(value: string): string {
  const escaped = value.replace(UNSAFE, (mark) => {
    if (mark === '"' || mark === '\\') return `\\${mark}`;
    return Array.from(
      { length: mark.length },
      (_, i) => `\\u${mark.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join('');
  });
  return `"${escaped}"`;
}
