import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';

/** Bytes of the file, or why it cannot be read. */
export async function readableSize(path: string): Promise<number | string> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return 'is not a file';
    await access(path, constants.R_OK);
    return found.size;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
    return code === 'EACCES' || code === 'EPERM'
      ? 'may not be read by this account: give it the right to, or copy the file to a folder of its own'
      : `cannot be read (${code})`;
  }
}
