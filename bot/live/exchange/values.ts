/** Single values as PowerShell, its CSV and its screen write them. null = not there, not configured, or not readable. */
import type { Row } from './rows.ts';

/** The value under a name, whatever its case. */
export function cell(row: Row, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name];
  const key = Object.keys(row).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : row[key];
}

export function flagOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  const word = value.trim().toLowerCase().replace(/^\$/, '');
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** Trimmed; null when it is empty or no text. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  return trimmed === '' ? null : trimmed.slice(0, LONGEST_TEXT);
}

export interface Listed {
  items: string[];
  /** false: the screen cut it short, so that what is not in it may be there all the same */
  whole: boolean;
}

const LONGEST_TEXT = 400;
const MOST_ITEMS = 10_000;

/** null also for what Export-Csv makes of a list: the name of its type. */
export function listOf(value: unknown): Listed | null {
  if (Array.isArray(value)) return itemsOf(value.slice(0, MOST_ITEMS).flatMap((one) => textOf(one) ?? []));
  if (value !== null && typeof value === 'object') return listOf(cell(value as Row, 'value'));
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '' || /^(System|Microsoft|Deserialized)\.[\w.]+/.test(text)) return null;
  return itemsOf(
    text
      .replace(/^\{([\s\S]*)\}$/, '$1')
      .split(/[,;|\s]+/)
      .map((item) => item.trim())
      .filter((item) => item !== '')
      .slice(0, MOST_ITEMS),
  );
}

function itemsOf(all: string[]): Listed {
  // `…` and `...` after the fourth of a list is how the screen says that there are more.
  const items = all.map((item) => item.replace(/(\.{3}|…)$/, '').trim()).filter((item) => item !== '');
  return { items, whole: !all.some((item) => /(\.{3}|…)$/.test(item)) };
}

/** Whether a list has an item; null when it cannot be told. */
export function names(list: Listed | null, item: string): boolean | null {
  if (list === null) return null;
  if (list.items.some((one) => one.toLowerCase() === item.toLowerCase())) return true;
  return list.whole ? false : null;
}

const NUMBERS: Record<string, number> = {
  one: 1,
  three: 3,
  five: 5,
  six: 6,
  seven: 7,
  nine: 9,
  ten: 10,
  twelve: 12,
  thirty: 30,
};
const UNITS: Record<string, number> = { day: 1, month: 30, year: 365 };

/** 'ThreeMonths' -> 90, 'TwelveMonths' -> 365, 'SevenDays' -> 7; null for what is not known */
export function daysOf(value: unknown): number | null {
  const [, number = '', unit = ''] = /^([a-z]+?)(day|month|year)s?$/i.exec(textOf(value) ?? '') ?? [];
  const count = Object.hasOwn(NUMBERS, number.toLowerCase()) ? NUMBERS[number.toLowerCase()] : undefined;
  const days = UNITS[unit.toLowerCase()];
  if (count === undefined || days === undefined) return null;
  return count === 12 && days === 30 ? 365 : count * days;
}
