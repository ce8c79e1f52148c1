/** Pages of lists: how many are asked for at once, and at most. */
import type { Page, PageQuery } from '../sections.ts';

const DEFAULT_PAGE = 15;
export const LARGEST_PAGE = 1_000;

export function bounds(query: PageQuery): { offset: number; limit: number } {
  const whole = (value: number | undefined, fallback: number) =>
    Number.isInteger(value) && (value as number) >= 0 ? (value as number) : fallback;
  return {
    offset: whole(query.offset, 0),
    limit: Math.min(Math.max(whole(query.limit, DEFAULT_PAGE), 1), LARGEST_PAGE),
  };
}

export function page<T>(items: T[], total: number, offset: number): Page<T> {
  return { items, total, offset };
}
