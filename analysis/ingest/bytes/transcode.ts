/** Bytes of the Windows-1252 characters 0x80 to 0xff, as UTF-8; the five undefined ones become U+FFFD. */
const HIGH_HALF = Array.from({ length: 128 }, (_, index) => {
  const named = '€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ'[index];
  return Buffer.from(named ?? String.fromCharCode(0x80 + index), 'utf8');
});

/** Turns a stream of UTF-16 into UTF-8, without the byte order mark. */
export async function* utf16ToUtf8(
  source: AsyncIterable<Buffer>,
  bigEndian: boolean,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let first = true;
  for await (const chunk of source) {
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let length = bytes.length & ~1;
    // A character outside the basic plane has two halves: never part them.
    const high = length >= 2 ? bytes[length - (bigEndian ? 2 : 1)] : 0;
    if (high !== undefined && high >= 0xd8 && high <= 0xdb) length -= 2;
    rest = Buffer.from(bytes.subarray(length));
    const whole = bytes.subarray(0, length);
    if (bigEndian) whole.swap16();
    let text = whole.toString('utf16le');
    if (first && text.length > 0) {
      first = false;
      if (text.startsWith('\ufeff')) text = text.slice(1);
    }
    if (text.length > 0) yield Buffer.from(text, 'utf8');
  }
  if (rest.length > 0) yield Buffer.from('\ufffd', 'utf8');
}

/** Turns a stream of Windows-1252 into UTF-8. */
export async function* windows1252ToUtf8(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    const out = Buffer.allocUnsafe(chunk.length * 3);
    let used = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (byte < 0x80) out[used++] = byte;
      else for (const part of HIGH_HALF[byte - 0x80] ?? []) out[used++] = part;
    }
    yield out.subarray(0, used);
  }
}

/** The stream without a leading UTF-8 byte order mark. */
export async function* withoutByteOrderMark(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of source) {
    const marked = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    first = false;
    yield marked ? chunk.subarray(3) : chunk;
  }
}
