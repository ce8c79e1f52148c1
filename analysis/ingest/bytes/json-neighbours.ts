import { isRecord } from './json-envelope.ts';
import { endOfString, skipSpace } from './json-scan.ts';

const SAMPLES = 40;
const LARGEST_SAMPLE = 64 * 1024;
const LONGEST_KEY = 200;
const OPEN_OBJECT = 0x7b;
const QUOTE = 0x22;
const COLON = 0x3a;
/** Before an element stands a comma, a bracket, the end of the element or the line before it: never a colon. */
const BEFORE_ELEMENTS = new Set([...',[]}\n'].map((char) => char.charCodeAt(0)));

/** What good elements of a file look like at their beginning: it tells where the next one begins behind damage. */
export class Neighbours {
  private readonly samples: Buffer[] = [];
  private readonly columns = new Set<number>();
  private readonly firstKeys = new Set<string>();
  private readonly innerKeys = new Set<string>();
  private areTexts = false;
  private learned = 0;

  /** Takes note of a good element; cheap after the first few. */
  note(buffer: Buffer, start: number, end: number): void {
    if (this.samples.length >= SAMPLES) return;
    if (end - start <= LARGEST_SAMPLE) this.samples.push(Buffer.from(buffer.subarray(start, end)));
    const column = columnOf(buffer, start);
    if (column !== null) this.columns.add(column);
  }

  /** Takes note that elements come as texts: `["{…}","{…}"]`. */
  noteText(): void {
    this.areTexts = true;
  }

  /** True when good elements begin with this key, and lists in them do not hold objects that do. */
  isFirstKey(key: string): boolean {
    this.learn();
    return this.firstKeys.has(key) && !this.innerKeys.has(key);
  }

  /** True when an object that is well formed holds others of its kind: it was cut off in a list and took them in. */
  holdsElements(buffer: Buffer, start: number, stop: number): boolean {
    const name = skipSpace(buffer, start + 1, stop);
    const opening = buffer.subarray(start, endOfString(buffer, name, stop));
    const inside = buffer.subarray(start + 1, stop);
    for (let at = inside.indexOf(opening); at >= 0; at = inside.indexOf(opening, at + 1)) {
      if (isBehindColon(inside, at)) continue;
      const key = firstKey(inside, at, inside.length);
      const isFirst = this.samples.length === 0 && isRecord(inside, at, inside.length);
      return key !== null && (isFirst || this.isFirstKey(key));
    }
    return false;
  }

  /**
   * The next position from `from` on at which an element begins, or -1 when there is none before `end`.
   * @param broken where the damaged element began, -1 when that is out of view: others may stand in the same column
   */
  nextElement(buffer: Buffer, from: number, end: number, broken: number, mostBytes: number): number {
    this.learn();
    const ownColumn = broken < 0 ? null : columnOf(buffer, broken);
    const areTexts = this.areTexts || (broken >= 0 && buffer[broken] === QUOTE);
    for (
      let at = buffer.indexOf(OPEN_OBJECT, from);
      at >= 0 && at < end;
      at = buffer.indexOf(OPEN_OBJECT, at + 1)
    ) {
      if (areTexts && at > from && buffer[at - 1] === QUOTE && standsLikeAnElement(buffer, at - 1))
        return at - 1;
      const column = columnOf(buffer, at);
      if (column !== null && (column === 0 || column === ownColumn || this.columns.has(column))) return at;
      if (isBehindColon(buffer, at)) continue;
      const key = firstKey(buffer, at, end);
      if (key === null) continue;
      if (this.isFirstKey(key)) return at;
      if (this.innerKeys.has(key) && !this.firstKeys.has(key)) continue;
      if (standsLikeAnElement(buffer, at) && isRecord(buffer, at, Math.min(end, at + mostBytes))) return at;
    }
    return -1;
  }

  private learn(): void {
    for (; this.learned < this.samples.length; this.learned++) {
      const sample = this.samples[this.learned];
      const value = sample === undefined ? null : parsed(sample);
      if (value === null) continue;
      const [first] = Object.keys(value);
      if (first !== undefined) this.firstKeys.add(first);
      for (const inner of Object.values(value)) this.learnInner(inner);
    }
  }

  /** Only objects in lists: one behind a colon cannot be mistaken for an element. */
  private learnInner(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const inner of Object.values(value)) {
      const [first] = Array.isArray(value) && isObject(inner) ? Object.keys(inner) : [];
      if (first !== undefined) this.innerKeys.add(first);
      this.learnInner(inner);
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(bytes: Buffer): object | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' ? value : null;
  } catch {
    return null; // well-formed to the splitter, but for a number or an escape: no example to learn from
  }
}

/** How far from the beginning of its line something stands, when only blanks are before it; else null. */
function columnOf(buffer: Buffer, at: number): number | null {
  let i = at;
  while (i > 0 && (buffer[i - 1] === 0x20 || buffer[i - 1] === 0x09)) i--;
  return i > 0 && buffer[i - 1] === 0x0a ? at - i : null;
}

function standsLikeAnElement(buffer: Buffer, at: number): boolean {
  const before = byteBefore(buffer, at);
  return before === null || BEFORE_ELEMENTS.has(before);
}

function isBehindColon(buffer: Buffer, at: number): boolean {
  return byteBefore(buffer, at) === COLON;
}

function byteBefore(buffer: Buffer, at: number): number | null {
  let i = at - 1;
  while (i >= 0 && (buffer[i] === 0x20 || buffer[i] === 0x09)) i--;
  return buffer[i] ?? null;
}

/** The first key of the object at `at`; null when none is there. */
export function firstKey(buffer: Buffer, at: number, end: number): string | null {
  const start = skipSpace(buffer, at + 1, end);
  if (buffer[start] !== QUOTE) return null;
  const stop = endOfString(buffer, start, Math.min(end, start + LONGEST_KEY));
  return stop < 0 ? null : buffer.toString('utf8', start + 1, stop - 1);
}
