/** Every card with its samples, and ways to make the samples worse. */
import { readdirSync } from 'node:fs';
import type { CardName } from '../../cards/index.ts';

export interface Sample {
  card: CardName;
  name: string;
  input: never;
}

/** Folders of cards; '_' folders are not cards, nor is html/, which is no Adaptive Card. */
export function cardFolders(): string[] {
  return readdirSync(new URL('../../cards/', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_') && entry.name !== 'html')
    .map((entry) => entry.name)
    .sort();
}

export async function allSamples(): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const card of cardFolders()) {
    const module = (await import(`../../cards/${card}/sample.ts`)) as { samples: Record<string, never> };
    for (const [name, input] of Object.entries(module.samples)) {
      samples.push({ card: card as CardName, name, input });
    }
  }
  return samples;
}

/** Keys whose strings we make ourselves: codes and times. Everything else may come from a log, a file or a user. */
const OURS = new Set(
  (
    'verdict kind certainty severity confidence protocol accessTypes logonType logonTypes sessionSource format ' +
    'scope stage day from to at first last firstSeen lastSeen firstAccess lastAccess firstSync lastSync createdAt'
  ).split(' '),
);

/** The same input with every string that others can choose replaced. */
export function withStrings<T>(input: T, replace: (value: string) => string, key = ''): T {
  if (typeof input === 'string') return (OURS.has(key) ? input : replace(input)) as T;
  if (Array.isArray(input)) return input.map((item) => withStrings(item, replace, key)) as T;
  if (input === null || typeof input !== 'object') return input;
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, withStrings(value, replace, name)]),
  ) as T;
}

/** The same input with long lists, long strings and large numbers. */
export function worstCase<T>(input: T, stringLength: number): T {
  const long = withStrings(input, (value) => (value + 'Xy_9'.repeat(stringLength)).slice(0, stringLength));
  return inflate(long) as T;
}

function inflate(node: unknown, key = ''): unknown {
  if (typeof node === 'number') return key === 'offset' || key === 'coveredShare' ? node : node * 1_000 + 7;
  if (Array.isArray(node)) return key === 'series' ? manyDays() : repeat(node.map((item) => inflate(item)));
  if (node === null || typeof node !== 'object') return node;
  const entries = Object.entries(node).map(([name, value]) => [name, inflate(value, name)] as const);
  const copy: Record<string, unknown> = Object.fromEntries(entries);
  if (isPage(node)) copy.total = node.items.length === 0 ? node.total : 5_000;
  return copy;
}

function repeat(items: unknown[]): unknown[] {
  return items.length === 0 ? [] : Array.from({ length: 60 }, (_, i) => items[i % items.length]);
}

function manyDays(): unknown[] {
  return Array.from({ length: 62 }, (_, i) => ({
    day: new Date(Date.UTC(2026, 3, 1 + i)).toISOString().slice(0, 10),
    bind: 123_456_789 + i,
    sync: 98_765_432 + i,
    service: 5,
  }));
}

export function isPage(node: object): node is { items: unknown[]; total: number; offset: number } {
  return 'items' in node && 'total' in node && 'offset' in node && Array.isArray(node.items);
}
