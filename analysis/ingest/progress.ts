/** How far the reading of a file is, told while it goes on. */
import type { Database } from '../store/database.ts';
import type { UnpackedPart } from './bytes/unpack.ts';
import type { IngestHooks, ReceivedFile } from './index.ts';

export function unpackProgress(file: ReceivedFile, hooks: IngestHooks) {
  const started = Date.now();
  return (bytesRead: number, bytesTotal: number) =>
    hooks.onProgress?.({
      stage: 'reading',
      input: file.name,
      member: null,
      bytesRead,
      bytesTotal,
      secondsLeft: secondsLeft(started, bytesRead / Math.max(bytesTotal, 1)),
    });
}

/** While DuckDB reads, its own percentage is the share of the file. Returns the function that stops the ticking. */
export function tickReading(
  db: Database,
  file: ReceivedFile,
  part: UnpackedPart,
  hooks: IngestHooks,
): () => void {
  const started = Date.now();
  const tick = () => {
    if (hooks.signal?.aborted) db.interrupt();
    const share = (db.progress() ?? 0) / 100;
    hooks.onProgress?.({
      stage: 'reading',
      input: file.name,
      member: part.member,
      bytesRead: Math.round(part.bytes * share),
      bytesTotal: part.bytes,
      secondsLeft: secondsLeft(started, share),
    });
  };
  // At once: a small file is read before the first tick.
  tick();
  const timer = setInterval(tick, 250);
  return () => clearInterval(timer);
}

function secondsLeft(started: number, share: number): number | null {
  return share < 0.02 ? null : Math.round(((Date.now() - started) / 1000) * (1 / share - 1));
}
