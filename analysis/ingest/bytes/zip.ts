import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';

/** A member of an archive: its bytes, or why there are none. */
export interface ZipMember {
  /** As the archive has it; never to be used as a path. */
  name: string;
  compressedBytes: number;
  problem: string | null;
  /** @throws MemberError when the data do not fit their checksum or cannot be unpacked */
  open(): AsyncIterable<Buffer>;
}

/** Its message says what is wrong with one member, for people. */
export class MemberError extends Error {}

const DAMAGED = 'is a damaged zip archive: its table of contents cannot be read';
const CUT =
  'is a zip archive that is cut off: its table of contents at the end is missing; upload it again, or unpack it and send the files';

/**
 * The files in a zip archive, one after the other, without folders and what macOS adds.
 * @returns the problem in words when the archive as a whole cannot be read, else null
 */
export async function* zipMembers(path: string): AsyncGenerator<ZipMember, string | null> {
  let archive: ZipFile;
  try {
    // Names are decoded below: yauzl would give up the archive for one with '..', and here no name is ever a path.
    // Sizes are not checked by it either, which would end the archive at one bad member: checksums tell more.
    archive = await openPromise(path, { decodeStrings: false, autoClose: false, validateEntrySizes: false });
  } catch (error) {
    return error instanceof Error && /not found|truncated/.test(error.message) ? CUT : DAMAGED;
  }
  try {
    for await (const entry of archive.eachEntry()) {
      const name = nameOf(entry);
      if (!isNoise(name)) yield memberOf(archive, entry, name);
    }
    return null;
  } catch (error) {
    // Errors of whoever reads the members do not come by here: only the table of contents does.
    if (error instanceof Error) return `${DAMAGED} to its end`;
    throw error;
  } finally {
    archive.close();
  }
}

function memberOf(archive: ZipFile, entry: Entry, name: string): ZipMember {
  return {
    name,
    compressedBytes: entry.compressedSize,
    problem: entry.isEncrypted()
      ? 'is encrypted; send the archive without a password'
      : entry.canDecodeFileData()
        ? null
        : `is packed with a method Mailtrail does not know (${entry.compressionMethod}); pack it as an ordinary .zip`,
    open: () => checked(archive, entry),
  };
}

async function* checked(archive: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  let stream: Readable | null = null;
  let checksum = 0;
  try {
    stream = await archive.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    throw new MemberError(
      `is damaged or cut off in the archive (${error instanceof Error ? error.message : error})`,
    );
  } finally {
    stream?.destroy();
  }
  if (checksum !== entry.crc32) throw new MemberError('is damaged in the archive: its checksum does not fit');
}

function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw;
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, false);
  return name.replaceAll('\\', '/');
}

function isNoise(name: string): boolean {
  const last = name.split('/').at(-1);
  return name.endsWith('/') || name.startsWith('__MACOSX/') || last === '.DS_Store' || last === 'Thumbs.db';
}
