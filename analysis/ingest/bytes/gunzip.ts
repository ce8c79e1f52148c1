import { crc32, createInflateRaw } from 'node:zlib';

const OUTPUT_CHUNK = 256 * 1024;
const TRAILER_BYTES = 8;
/** The longest header that is believed: names and comments in it are short. */
const MOST_HEADER_BYTES = 70_000;

/**
 * Unpacks a gzip stream of one or several members (RFC 1952), read by hand around zlib's raw inflate because its own
 * gunzip drops decoded data when something is wrong behind it. What could be decoded is always given; `warn` is told
 * 'gzip-cut', 'gzip-damaged' (the data or its checksum) or 'gzip-trailing-garbage'.
 */
export async function* gunzip(
  source: AsyncIterable<Buffer>,
  warn: (warning: string) => void,
): AsyncGenerator<Buffer> {
  const input = new Input(source);
  for (let member = 0; ; member++) {
    const header = await headerLength(input);
    if (header === 'none') {
      if (member > 0 && (await input.restHolds((byte) => byte !== 0))) warn('gzip-trailing-garbage');
      return;
    }
    if (header === 'cut') return warn('gzip-cut');
    input.drop(header);
    const outcome = yield* inflateMember(input);
    if (outcome !== 'whole') return warn(outcome);
  }
}

/** 'none' = no gzip member begins here, or the stream has ended. */
async function headerLength(input: Input): Promise<number | 'none' | 'cut'> {
  const at = async (index: number) =>
    index < MOST_HEADER_BYTES && (await input.has(index + 1)) ? input.buffered[index] : undefined;
  if ((await at(0)) !== 0x1f) return 'none';
  const second = await at(1);
  if (second !== 0x8b) return second === undefined ? 'cut' : 'none';
  if (!(await input.has(10))) return 'cut';
  const flags = input.buffered[3] ?? 0;
  let length = 10;
  if (flags & 4) {
    if (!(await input.has(length + 2))) return 'cut';
    length += 2 + input.buffered.readUInt16LE(length);
  }
  for (const named of [8, 16]) {
    if (!(flags & named)) continue;
    for (let byte = await at(length); byte !== 0; byte = await at(++length)) {
      if (byte === undefined) return 'cut';
    }
    length++;
  }
  if (flags & 2) length += 2;
  return (await input.has(length)) ? length : 'cut';
}

async function* inflateMember(input: Input): AsyncGenerator<Buffer, 'whole' | 'gzip-cut' | 'gzip-damaged'> {
  const inflate = createInflateRaw({ chunkSize: OUTPUT_CHUNK });
  let ready: Buffer[] = [];
  let ended = false;
  let failed = false;
  let wake = () => {};
  inflate.on('data', (chunk: Buffer) => ready.push(chunk));
  inflate.on('error', () => {
    failed = true;
    wake();
  });
  inflate.on('end', () => {
    ended = true;
    wake();
  });
  let checksum = 0;
  let size = 0;
  let given = 0;
  try {
    while (!ended && !failed && (await input.has(1))) {
      const chunk = input.buffered;
      input.drop(chunk.length);
      given += chunk.length;
      await new Promise<void>((resolve) => {
        wake = resolve;
        inflate.write(chunk, () => resolve());
      });
      for (const part of ready) {
        checksum = crc32(part, checksum);
        size += part.length;
        yield part;
      }
      ready = [];
      // The stream's end is known one tick after the write that reached it, and tells how much it left over.
      if (inflate.bytesWritten < given) {
        input.putBack(chunk.subarray(chunk.length - (given - inflate.bytesWritten)));
        ended = true;
      }
    }
    if (failed) return 'gzip-damaged';
    if (!ended || !(await input.has(TRAILER_BYTES))) return 'gzip-cut';
    const sound =
      input.buffered.readUInt32LE(0) === checksum && input.buffered.readUInt32LE(4) === size % 2 ** 32;
    input.drop(TRAILER_BYTES);
    return sound ? 'whole' : 'gzip-damaged';
  } finally {
    inflate.destroy();
  }
}

/** A stream of which some bytes can be looked at before they are taken. */
class Input {
  buffered: Buffer = Buffer.alloc(0);
  private readonly chunks: AsyncIterator<Buffer>;

  constructor(source: AsyncIterable<Buffer>) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  async has(count: number): Promise<boolean> {
    while (this.buffered.length < count) {
      const next = await this.chunks.next();
      if (next.done) return false;
      this.buffered = this.buffered.length === 0 ? next.value : Buffer.concat([this.buffered, next.value]);
    }
    return true;
  }

  drop(count: number): void {
    this.buffered = this.buffered.subarray(count);
  }

  putBack(bytes: Buffer): void {
    this.buffered = Buffer.concat([bytes, this.buffered]);
  }

  async restHolds(test: (byte: number) => boolean): Promise<boolean> {
    while (await this.has(1)) {
      if (this.buffered.some(test)) return true;
      this.drop(this.buffered.length);
    }
    return false;
  }
}
