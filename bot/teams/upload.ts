/** Puts a file where Teams said after somebody consented. The address comes from an activity: it is checked, and gets no token. */
import { open } from 'node:fs/promises';
import type { UploadTarget } from '../turn.ts';
import { mayFetch } from './files.ts';

/** Upload sessions take pieces in multiples of 320 KiB, at most 60 MiB (Microsoft Graph, createUploadSession). */
const PIECE = 32 * 320 * 1024;
const PATIENCE_MS = 120_000;

/**
 * @param local http://127.0.0.1 is allowed too
 * @throws Error when the address is not one of Teams' places for files, or the service refuses a piece
 */
export async function upload(path: string, target: UploadTarget, local: boolean): Promise<void> {
  const url = URL.canParse(target.uploadUrl) ? new URL(target.uploadUrl) : null;
  if (!url || !mayFetch(url, local)) throw new Error('The address for the upload is not one of Teams');
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    for (let from = 0; from < size; from += PIECE) {
      const piece = Buffer.alloc(Math.min(PIECE, size - from));
      const { bytesRead } = await file.read(piece, 0, piece.length, from);
      if (bytesRead !== piece.length) throw new Error('The file changed while it was being uploaded');
      const response = await fetch(url, {
        method: 'PUT',
        redirect: 'error',
        headers: { 'content-range': `bytes ${from}-${from + piece.length - 1}/${size}` },
        body: piece,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`The upload was refused with ${response.status}`);
    }
  } finally {
    await file.close();
  }
}
