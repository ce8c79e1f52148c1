import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';

export interface ZipEntry {
  /** name inside the archive */
  name: string;
  path: string;
}

/**
 * A fixed moment in local time: what stands in the archive is the local calendar, so these bytes are the same in every
 * time zone. 1980 is as early as a zip can say.
 */
const FIXED = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100644 };

/**
 * Entries sorted by name, all with the same time: the same files give the same bytes, when they are stored as they are
 * (`deflated` depends on the version of zlib).
 */
export async function writeZip(path: string, entries: readonly ZipEntry[], deflated: boolean): Promise<void> {
  const archive = new yazl.ZipFile();
  const written = pipeline(archive.outputStream, createWriteStream(path));
  const failed = new Promise<never>((_resolve, reject) => archive.on('error', reject));
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, path: file } of sorted) archive.addFile(file, name, { ...FIXED, compress: deflated });
  archive.end();
  await Promise.race([written, failed]);
}
