const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const DEEPEST = 1000;

/** Bytes at which the inside of a string is left: its end, an escape, and what must not stand in it raw. */
const ENDS_RUN = new Uint8Array(256);
for (let byte = 0; byte < SPACE; byte++) ENDS_RUN[byte] = byte === TAB ? 0 : 1;
ENDS_RUN[QUOTE] = 1;
ENDS_RUN[BACKSLASH] = 1;
/** Bytes of numbers, true, false and null. */
const IN_WORD = new Uint8Array(256);
for (const char of '+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') {
  IN_WORD[char.charCodeAt(0)] = 1;
}

// What may come next. Their order is used: a string may be a key up to KEY_OR_END, and nothing from COLON_NEXT on.
const KEY = 0;
const KEY_OR_END = 1;
const VALUE = 2;
const VALUE_OR_END = 3;
const COLON_NEXT = 4;
const COMMA_OR_END = 5;

export type OnKey = (keyStart: number, keyEnd: number) => boolean;

/** No value: it is not well formed. */
export const BAD = -1;
/** No value: it does not end before the limit. */
export const OPEN = -2;

/**
 * Position after the object, list or string that begins at `start`, or BAD, or OPEN. Only the structure is looked at: quotes, brackets, commas, colons. Numbers, words and escapes are
 * judged by whoever parses the value.
 * @param buffer holds a 0 at or behind `limit`, as `FileWindow` does
 * @param onKey called for the keys of the value itself, not those further in; false ends the scan with BAD
 */
export function endOfValue(buffer: Buffer, start: number, limit: number, onKey?: OnKey): number {
  if (buffer[start] === QUOTE) return endOfString(buffer, start, limit);
  let lists = new Uint8Array(64);
  let depth = 0;
  let inList = false;
  let expect = VALUE;
  let i = start;
  for (;;) {
    const byte = buffer[i] ?? 0;
    if (byte === QUOTE) {
      if (expect >= COLON_NEXT) return BAD;
      const from = i + 1;
      // As `endOfString`, but in place: a call for each of some hundred strings an element takes twice the time.
      for (i++; ; i += 2) {
        while (ENDS_RUN[buffer[i] ?? 0] === 0) i++;
        if (i >= limit) return OPEN;
        if (buffer[i] === QUOTE) break;
        if (buffer[i] !== BACKSLASH) return BAD;
        if ((buffer[i + 1] ?? 0) < SPACE) return i + 1 >= limit ? OPEN : BAD;
      }
      i++;
      if (expect <= KEY_OR_END) {
        if (depth === 1 && onKey !== undefined && !onKey(from, i - 1)) return BAD;
        expect = COLON_NEXT;
      } else expect = COMMA_OR_END;
    } else if (byte === COLON) {
      if (expect !== COLON_NEXT) return BAD;
      expect = VALUE;
      i++;
    } else if (byte === COMMA) {
      if (expect !== COMMA_OR_END) return BAD;
      expect = inList ? VALUE : KEY;
      i++;
    } else if (byte === SPACE || byte === LF || byte === CR || byte === TAB) {
      if (i >= limit) return OPEN;
      i++;
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      if ((expect !== VALUE && expect !== VALUE_OR_END) || depth === DEEPEST) return BAD;
      if (depth === lists.length) lists = Uint8Array.from({ length: depth * 2 }, (_, at) => lists[at] ?? 0);
      inList = byte === OPEN_LIST;
      lists[depth++] = inList ? 1 : 0;
      expect = inList ? VALUE_OR_END : KEY_OR_END;
      i++;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      if (i >= limit) return OPEN;
      if (inList !== (byte === CLOSE_LIST)) return BAD;
      if (expect !== COMMA_OR_END && expect !== (inList ? VALUE_OR_END : KEY_OR_END)) return BAD;
      i++;
      if (--depth === 0) return i;
      inList = lists[depth - 1] === 1;
      expect = COMMA_OR_END;
    } else {
      if (i >= limit) return OPEN;
      const from = i;
      while (IN_WORD[buffer[i] ?? 0] === 1) i++;
      if (i === from || depth === 0 || (expect !== VALUE && expect !== VALUE_OR_END)) return BAD;
      expect = COMMA_OR_END;
    }
  }
}

/** Position after the string that begins at `start`, or BAD, or OPEN. A raw line break does not belong into a string. */
export function endOfString(buffer: Buffer, start: number, limit: number): number {
  let i = start + 1;
  for (;;) {
    while (ENDS_RUN[buffer[i] ?? 0] === 0) i++;
    if (i >= limit) return OPEN;
    const byte = buffer[i];
    if (byte === QUOTE) return i + 1;
    if (byte !== BACKSLASH) return BAD;
    if ((buffer[i + 1] ?? 0) < SPACE) return i + 1 >= limit ? OPEN : BAD;
    i += 2;
  }
}

export function skipSpace(buffer: Buffer, start: number, end: number): number {
  let i = start;
  while (i < end) {
    const byte = buffer[i];
    if (byte !== SPACE && byte !== LF && byte !== CR && byte !== TAB) break;
    i++;
  }
  return i;
}

/** Position after the number or word at `start`. */
export function endOfWord(buffer: Buffer, start: number): number {
  let i = start;
  while (IN_WORD[buffer[i] ?? 0] === 1) i++;
  return i;
}
