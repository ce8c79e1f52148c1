import { identifier } from './survey.ts';

/**
 * What tells a row from its neighbours. It names every column, which DuckDB needs anyway: a column nobody selects
 * is not checked for UTF-8, or brings DuckDB down.
 */
export function fingerprint(columns: string[]): string {
  return `hash(${columns.map((name) => identifier(name)).join(', ')})`;
}
