import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';

export interface ZipEntry {
  /** name inside the archive */
  name: string;
  path: string;
}

/**
 * Entries sorted by name, all with the same time: the same files give the same bytes, when they are stored as they are
 * (`deflated` depends on the version of zlib).
 */
export async function writeZip(path: string, entries: readonly ZipEntry[], deflated: boolean): Promise<void> {
  const archive = new yazl.ZipFile();
  const written = pipeline(archive.outputStream, createWriteStream(path));
  const failed = new Promise<never>((_resolve, reject) => archive.on('error', reject));
  // What stands in the archive is the local calendar: read in local time, so the bytes are the same in every time zone (1980, its first year, yazl may cut).
  const fixed = { mtime: new Date(1981, 0, 1, 12), forceDosTimestamp: true, mode: 0o100644 };
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, path: file } of sorted) archive.addFile(file, name, { ...fixed, compress: deflated });
  archive.end();
  await Promise.race([written, failed]);
}
