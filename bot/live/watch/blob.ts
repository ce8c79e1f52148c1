/** Takes a blob apart: what the product reads is kept as it came, byte for byte; the rest is counted. */
import { operationKey, RULE_OPERATIONS } from '../../../analysis/reference/operations.ts';

export interface Taken {
  /** the JSON of each record that is kept, as it stood in the blob */
  kept: string[];
  /** records in it */
  records: number;
  /** it did not end as it should, or parts are no records: something of it is missing */
  broken: boolean;
  /** event times of its records, ms */
  times: number[];
}

const KEPT = new Set(['mailitemsaccessed', ...RULE_OPERATIONS.map(({ key }) => key)]);

export function takeApart(text: string): Taken {
  const { elements, whole } = elementsOf(text);
  const taken: Taken = { kept: [], records: 0, broken: !whole, times: [] };
  for (const element of elements) {
    const record = recordIn(element);
    if (record === null) {
      taken.broken = true;
      continue;
    }
    taken.records += 1;
    if (!Number.isNaN(record.at)) taken.times.push(record.at);
    if (KEPT.has(operationKey(record.operation))) taken.kept.push(element);
  }
  return taken;
}

function recordIn(element: string): { operation: string; at: number } | null {
  let data: unknown;
  try {
    data = JSON.parse(element);
  } catch {
    return null;
  }
  if (typeof data !== 'object' || data === null || !('Operation' in data)) return null;
  const { Operation: operation, CreationTime: at } = data as Record<string, unknown>;
  if (typeof operation !== 'string') return null;
  // CreationTime is UTC without zone (B6).
  return {
    operation,
    at: typeof at === 'string' ? Date.parse(/[zZ]$/.test(at) ? at : `${at}Z`) : Number.NaN,
  };
}

/**
 * The members of a JSON array as they are written. Parsing and writing anew would change numbers and order, and of an
 * array that is cut short nothing would be left.
 */
export function elementsOf(text: string): { elements: string[]; whole: boolean } {
  const open = /^\uFEFF?\s*\[/.exec(text);
  if (open === null) return { elements: [], whole: false };
  const elements: string[] = [];
  let begin = open[0].length;
  let depth = 0;
  let inString = false;
  const close = (end: number) => {
    const element = text.slice(begin, end).trim();
    if (element !== '') elements.push(element);
    begin = end + 1;
  };
  for (let i = begin; i < text.length; i += 1) {
    const sign = text[i];
    if (inString) {
      if (sign === '\\') i += 1;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (depth > 0 && (sign === '}' || sign === ']')) depth -= 1;
    else if (depth === 0 && sign === ',') close(i);
    else if (depth === 0 && sign === ']') {
      close(i);
      return { elements, whole: text.slice(begin).trim() === '' };
    }
  }
  return { elements, whole: false };
}
