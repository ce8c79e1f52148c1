/** Small files that people send along with a command, read whole. Exports to be analysed go through jobs instead. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from './problems.ts';
import type { OfferedFile } from './turn.ts';

export interface Uploads {
  /** @throws Problem when it cannot be fetched, or has more than `most` bytes */
  text(file: OfferedFile, most: number): Promise<string>;
  /** The same, of any encoding. */
  bytes(file: OfferedFile, most: number): Promise<Uint8Array>;
  /** The same of a file on this computer that may be read. */
  textAt(path: string, most: number): Promise<string>;
}

const PATIENCE_MS = 60_000;

/** @param download streams an offered file to a path, refusing what is larger than `most` bytes */
export function createUploads(
  download: (file: OfferedFile, path: string, most: number, signal: AbortSignal) => Promise<void>,
  workFolder: string,
): Uploads {
  async function bytesAt(path: string, most: number): Promise<Buffer> {
    if ((await stat(path)).size > most) {
      throw new Problem(`That file is larger than ${Math.floor(most / 1024 / 1024)} MB`, [
        'Send fewer at a time.',
      ]);
    }
    return await readFile(path);
  }
  async function bytes(file: OfferedFile, most: number): Promise<Buffer> {
    await mkdir(workFolder, { recursive: true });
    const path = join(workFolder, `upload-${randomUUID()}`);
    try {
      await download(file, path, most, AbortSignal.timeout(PATIENCE_MS));
      return await bytesAt(path, most);
    } finally {
      await rm(path, { force: true });
    }
  }
  return {
    bytes,
    textAt: async (path, most) => (await bytesAt(path, most)).toString('utf8'),
    text: async (file, most) => (await bytes(file, most)).toString('utf8'),
  };
}
