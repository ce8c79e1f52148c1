import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { gunzip } from './gunzip.ts';
import { EMPTY, HEAD_BYTES, type Kind, kindOf } from './kind.ts';
import { utf16ToUtf8, windows1252ToUtf8, withoutByteOrderMark } from './transcode.ts';
import { MemberError, zipMembers } from './zip.ts';

export interface UnpackedPart {
  /** Path inside the archive ('a/b.csv', 'inner.zip/a.csv'); null for the file itself. For showing only. */
  member: string | null;
  /** A plain UTF-8 text file; '' when there is a problem. */
  path: string;
  /** The file was made in the work folder: whoever takes the part removes it. */
  temporary: boolean;
  bytes: number;
  /** The text begins with a UTF-8 byte order mark (only in a file that was passed through as it is). */
  startsWithBom: boolean;
  /** 'gzip-cut', 'gzip-damaged', 'gzip-trailing-garbage', 'decoded-as-windows-1252' */
  warnings: string[];
  /** Why there is no text, to be read after the name: 'is a PDF document; …'. */
  problem: string | null;
}

export interface UnpackLimits {
  /** The most that all parts of one input may hold together, unpacked. */
  expandedBytes: number;
  /** The most members of all its archives together. */
  members: number;
  /** A part this many times larger than its packed form is taken for a bomb, once it is over 64 MiB. */
  ratio: number;
}

export interface UnpackOptions {
  limits?: Partial<UnpackLimits>;
  /** Bytes of the received file read so far, and its size. */
  onProgress?: (bytesRead: number, bytesTotal: number) => void;
  signal?: AbortSignal;
}

const LIMITS: UnpackLimits = { expandedBytes: 16 * 1024 ** 3, members: 10_000, ratio: 1000 };
const RATIO_COUNTS_FROM = 64 * 1024 * 1024;
const DEEPEST = 3;
const READ_CHUNK = 1024 * 1024;

/** What one call has used of its limits. */
interface Job {
  folder: string;
  limits: UnpackLimits;
  expanded: number;
  members: number;
  signal: AbortSignal | undefined;
  onRead: (bytes: number) => void;
}

/** Ends one part, not the whole input. */
class PartError extends Error {}

/**
 * Turns a received file into plain UTF-8 text files: unpacks gzip and zip (nested up to three deep), turns UTF-16 and
 * Windows-1252 into UTF-8. What a file is, its bytes say, never its name. A file that is plain already is passed
 * through uncopied. Nothing is thrown for what a file holds: each part carries its `problem`.
 * @throws the signal's reason when cancelled; an Error when the work folder cannot be written
 */
export async function* unpack(
  path: string,
  workFolder: string,
  options: UnpackOptions = {},
): AsyncGenerator<UnpackedPart> {
  const size = await sizeOf(path);
  if (typeof size === 'string') return yield problemPart(null, size);
  let read = 0;
  const job: Job = {
    folder: workFolder,
    limits: { ...LIMITS, ...options.limits },
    expanded: 0,
    members: 0,
    signal: options.signal,
    onRead: (bytes) => {
      read += bytes;
      options.onProgress?.(Math.min(read, size), size);
    },
  };
  yield* unpackFile(job, path, null, [], 0, true);
}

/** A file on disk: the received one (`received`), or an archive that was inside an archive. */
async function* unpackFile(
  job: Job,
  path: string,
  member: string | null,
  warnings: string[],
  depth: number,
  received: boolean,
): AsyncGenerator<UnpackedPart> {
  const head = await headOf(path);
  if (typeof head === 'string') return yield problemPart(member, head);
  const { kind, size } = head;
  if (kind.kind === 'unreadable') return yield problemPart(member, kind.problem, warnings);
  if (kind.kind === 'zip') return yield* unpackZip(job, path, member, depth, received);
  if (kind.kind === 'utf-8' && received) {
    const plain = { member, path, temporary: false, bytes: size, startsWithBom: head.bom, warnings };
    return yield { ...plain, problem: null };
  }
  yield* unpackStream(job, reading(path, job, received), size, member, warnings, depth);
}

async function* unpackZip(
  job: Job,
  path: string,
  outer: string | null,
  depth: number,
  received: boolean,
): AsyncGenerator<UnpackedPart> {
  if (depth >= DEEPEST) return yield problemPart(outer, 'is packed more than three archives deep');
  let isDocument = true;
  let found = 0;
  const members = zipMembers(path);
  try {
    let next = await members.next();
    for (; !next.done; next = await members.next()) {
      job.signal?.throwIfAborted();
      const zipped = next.value;
      if (found === 0) isDocument = zipped.name === '[Content_Types].xml';
      if (isDocument) return yield problemPart(outer, OFFICE_DOCUMENT);
      found++;
      const member = outer === null ? zipped.name : `${outer}/${zipped.name}`;
      if (++job.members > job.limits.members) {
        return yield problemPart(
          member,
          `is one of more than ${job.limits.members} members; the rest is not read`,
        );
      }
      if (zipped.problem === null) {
        yield* unpackStream(job, zipped.open(), zipped.compressedBytes, member, [], depth + 1);
      } else yield problemPart(member, zipped.problem);
      if (received) job.onRead(zipped.compressedBytes);
    }
    if (next.value !== null) yield problemPart(outer, next.value);
    else if (found === 0) yield problemPart(outer, 'is a zip archive without files');
  } finally {
    await members.return(null);
  }
}

const OFFICE_DOCUMENT =
  'is an Excel workbook or another Office document; save the table as CSV and send that';

const CUT_AT_ONCE = 'is cut off so early that nothing of it can be read; download or export it again';

/** A stream of `packedBytes`: looks at its beginning and does what it asks for, down to a text file. */
async function* unpackStream(
  job: Job,
  source: AsyncIterable<Buffer>,
  packedBytes: number,
  member: string | null,
  warnings: string[],
  depth: number,
): AsyncGenerator<UnpackedPart> {
  const file = join(job.folder, `${randomUUID()}.part`);
  let keep = false;
  try {
    const { kind, stream } = await peek(source);
    if (kind.kind === 'unreadable') {
      const cut = kind.problem === EMPTY && warnings.includes('gzip-cut');
      return yield problemPart(member, cut ? CUT_AT_ONCE : kind.problem, warnings);
    }
    if (kind.kind === 'gzip') {
      if (depth >= DEEPEST) return yield problemPart(member, 'is packed more than three archives deep');
      const unpacked = gunzip(stream, (warning) => warnings.push(warning));
      return yield* unpackStream(job, unpacked, packedBytes, member, warnings, depth + 1);
    }
    const bytes = await write(job, decoded(kind, stream, warnings), packedBytes, file);
    if (kind.kind === 'zip') return yield* unpackZip(job, file, member, depth, false);
    keep = true;
    yield { member, path: file, temporary: true, bytes, startsWithBom: false, warnings, problem: null };
  } catch (error) {
    if (!(error instanceof PartError || error instanceof MemberError)) throw error;
    yield problemPart(member, error.message, warnings);
  } finally {
    if (!keep) await rm(file, { force: true });
  }
}

function decoded(kind: Kind, stream: AsyncIterable<Buffer>, warnings: string[]): AsyncIterable<Buffer> {
  if (kind.kind === 'utf-16le' || kind.kind === 'utf-16be')
    return utf16ToUtf8(stream, kind.kind === 'utf-16be');
  if (kind.kind === 'windows-1252') {
    warnings.push('decoded-as-windows-1252');
    return windows1252ToUtf8(stream);
  }
  return kind.kind === 'zip' ? stream : withoutByteOrderMark(stream);
}

async function write(
  job: Job,
  source: AsyncIterable<Buffer>,
  packedBytes: number,
  file: string,
): Promise<number> {
  const out = createWriteStream(file, { flags: 'wx', highWaterMark: 4 * READ_CHUNK });
  const closed = finished(out);
  closed.catch(() => undefined);
  let bytes = 0;
  try {
    for await (const chunk of source) {
      job.signal?.throwIfAborted();
      bytes += chunk.length;
      job.expanded += chunk.length;
      if (job.expanded > job.limits.expandedBytes) {
        throw new PartError(
          `unpacks to more than ${gibibytes(job.limits.expandedBytes)}; send it in smaller pieces`,
        );
      }
      if (bytes > RATIO_COUNTS_FROM && bytes > packedBytes * job.limits.ratio) {
        throw new PartError(`unpacks to more than ${job.limits.ratio} times its size, as no audit log does`);
      }
      if (!out.write(chunk)) await Promise.race([once(out, 'drain'), closed]);
    }
    out.end();
    await closed;
    return bytes;
  } finally {
    out.destroy();
    // A file that is still being opened would come into being after whoever gives up has removed it.
    await closed.catch(() => undefined);
  }
}

/** Reads what is needed to know the kind, and gives the stream as if nothing had been read. */
async function peek(source: AsyncIterable<Buffer>): Promise<{ kind: Kind; stream: AsyncIterable<Buffer> }> {
  const chunks = source[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let length = 0;
  let done = false;
  while (length < HEAD_BYTES && !done) {
    const next = await chunks.next();
    done = next.done === true;
    if (!next.done) {
      first.push(next.value);
      length += next.value.length;
    }
  }
  async function* whole() {
    yield* first.splice(0);
    if (!done) yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return {
    kind: kindOf(Buffer.concat(first).subarray(0, HEAD_BYTES), done && length <= HEAD_BYTES),
    stream: whole(),
  };
}

async function* reading(path: string, job: Job, received: boolean): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { highWaterMark: READ_CHUNK }) as AsyncIterable<Buffer>) {
    if (received) job.onRead(chunk.length);
    yield chunk;
  }
}

async function sizeOf(path: string): Promise<number | string> {
  try {
    const found = await stat(path);
    return found.isFile()
      ? found.size
      : found.isDirectory()
        ? 'is a folder; send the files in it'
        : 'is not a file';
  } catch (error) {
    return unreadableFile(error);
  }
}

async function headOf(path: string): Promise<{ kind: Kind; size: number; bom: boolean } | string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const head = Buffer.alloc(Math.min(HEAD_BYTES, size));
      await file.read(head, 0, head.length, 0);
      const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
      return { kind: kindOf(head, size <= HEAD_BYTES), size, bom };
    } finally {
      await file.close();
    }
  } catch (error) {
    return unreadableFile(error);
  }
}

function unreadableFile(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT') return 'does not exist';
  return code === 'EACCES' || code === 'EPERM'
    ? 'may not be read (permission denied)'
    : `cannot be read (${code})`;
}

function gibibytes(bytes: number): string {
  return bytes >= 1024 ** 3 ? `${Math.round(bytes / 1024 ** 3)} GiB` : `${bytes} bytes`;
}

function problemPart(member: string | null, problem: string, warnings: string[] = []): UnpackedPart {
  return { member, path: '', temporary: false, bytes: 0, startsWithBom: false, warnings, problem };
}
