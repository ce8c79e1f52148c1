/** The door of the exports: a case in, one file out. Each kind is one file in `shapes/`. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sha256OfFile } from '../ingest/bytes/sha256.ts';
import { loadFolder } from '../load-folder.ts';
import type { ExportedFile, Progress } from '../sections.ts';
import type { Exporting, ExportShape } from './shape.ts';

export { ReceivedFileGone, readRawRecord } from './record.ts';
export { importReview, ReviewError } from './review.ts';
export type { ExportShape } from './shape.ts';

/** A kind that is not there; its message names those that are. */
export class ExportError extends Error {}

let shapes: Promise<ExportShape[]> | undefined;

/** Every kind of export there is, by name. */
export function exportShapes(): Promise<ExportShape[]> {
  shapes ??= loadFolder(new URL('./shapes/', import.meta.url), (module) => module.shape as ExportShape).then(
    (units) => units.map(({ unit }) => unit),
  );
  return shapes;
}

export interface ExportHooks {
  onProgress?: (progress: Progress) => void;
  /** what the person should know before anything is written */
  onWarning?: (words: string) => void;
  signal?: AbortSignal;
}

/**
 * Writes one export beside `path` and puts it there when it is whole: a file of that name is never half of one.
 * @throws ExportError for an unknown kind; the signal's reason when cancelled
 */
export async function exportCase(
  given: Omit<Exporting, 'onStep' | 'onWarning' | 'checkpoint'>,
  path: string,
  { onProgress, onWarning, signal }: ExportHooks = {},
): Promise<ExportedFile> {
  const { kind } = given.request;
  const shape = (await exportShapes()).find((one) => one.kind === kind);
  if (shape === undefined) {
    const kinds = (await exportShapes()).map((one) => one.kind).join(', ');
    throw new ExportError(`there is no export "${kind.slice(0, 40)}"; there are ${kinds}.`);
  }
  const workFolder = await mkdtemp(join(given.workFolder, 'export-'));
  const unfinished = `${path}.${randomUUID().slice(0, 8)}.part`;
  try {
    const exporting: Exporting = {
      ...given,
      workFolder,
      onStep: (step) => onProgress?.({ stage: 'analysing', step }),
      onWarning: (words) => onWarning?.(words),
      checkpoint: () => signal?.throwIfAborted(),
    };
    exporting.checkpoint();
    await shape.write(exporting, unfinished);
    exporting.checkpoint();
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
    await rm(workFolder, { recursive: true, force: true });
  }
  const { size } = await stat(path);
  return { kind, name: basename(path), path, bytes: size, sha256: await sha256OfFile(path) };
}
