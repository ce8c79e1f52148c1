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

enum Expect {
  KeyOrEnd,
  Key,
  Colon,
  Value,
  ValueOrEnd,
  CommaOrEnd,
}

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
export function endOfValue(
  buffer: Buffer,
  start: number,
  limit: number,
  onKey?: (keyStart: number, keyEnd: number) => boolean,
): number {
  if (buffer[start] === QUOTE) return endOfString(buffer, start, limit);
  let deep = new Uint8Array(64);
  let depth = 0;
  let expect = Expect.Value;
  let i = start;
  while (i < limit) {
    const byte = buffer[i] ?? 0;
    if (byte === SPACE || byte === LF || byte === CR || byte === TAB) {
      i++;
      continue;
    }
    switch (byte) {
      case QUOTE: {
        if (expect === Expect.Colon || expect === Expect.CommaOrEnd) return BAD;
        const end = endOfString(buffer, i, limit);
        if (end < 0) return end;
        if (expect === Expect.Key || expect === Expect.KeyOrEnd) {
          if (depth === 1 && onKey !== undefined && !onKey(i + 1, end - 1)) return BAD;
          expect = Expect.Colon;
        } else expect = Expect.CommaOrEnd;
        i = end;
        continue;
      }
      case COMMA:
        if (expect !== Expect.CommaOrEnd) return BAD;
        expect = deep[depth - 1] === 1 ? Expect.Value : Expect.Key;
        break;
      case COLON:
        if (expect !== Expect.Colon) return BAD;
        expect = Expect.Value;
        break;
      case OPEN_OBJECT:
      case OPEN_LIST: {
        if (expect !== Expect.Value && expect !== Expect.ValueOrEnd) return BAD;
        if (depth === DEEPEST) return BAD;
        if (depth === deep.length) {
          const more = new Uint8Array(deep.length * 2);
          more.set(deep);
          deep = more;
        }
        deep[depth++] = byte === OPEN_LIST ? 1 : 0;
        expect = byte === OPEN_LIST ? Expect.ValueOrEnd : Expect.KeyOrEnd;
        break;
      }
      case CLOSE_OBJECT:
      case CLOSE_LIST: {
        const empty = byte === CLOSE_LIST ? Expect.ValueOrEnd : Expect.KeyOrEnd;
        if (expect !== Expect.CommaOrEnd && expect !== empty) return BAD;
        if (deep[depth - 1] !== (byte === CLOSE_LIST ? 1 : 0)) return BAD;
        if (--depth === 0) return i + 1;
        expect = Expect.CommaOrEnd;
        break;
      }
      default: {
        if (expect !== Expect.Value && expect !== Expect.ValueOrEnd) return BAD;
        const from = i;
        i = endOfWord(buffer, from);
        if (i === from || depth === 0) return BAD;
        expect = Expect.CommaOrEnd;
        continue;
      }
    }
    i++;
  }
  return OPEN;
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
