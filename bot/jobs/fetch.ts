/** Brings what is to be analysed onto the disk. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnalyzeRequest, Progress } from '../../analysis/sections.ts';
import type { AnalysisOrder, OfferedFile } from '../turn.ts';

export interface Fetching {
  /** Streams an offered file to `path`. @throws Problem when it may not or cannot be fetched */
  download(
    file: OfferedFile,
    path: string,
    signal: AbortSignal,
    onBytes: (read: number, total: number) => void,
  ): Promise<void>;
  writeSample(path: string, signal: AbortSignal): Promise<void>;
  /** for files that live only as long as their job */
  workFolder: string;
}

export const SAMPLE_NAME = 'sample-tenant.csv';

/** Names of the files of an order, as its cards show them. */
export function namesOf(source: AnalysisOrder['source']): string[] {
  return source.from === 'sample' ? [SAMPLE_NAME] : source.files.map(({ name }) => name);
}

/**
 * @param folder of this job alone; removed by `discard`
 * @returns the files as the engine takes them
 */
export async function fetchSource(
  source: AnalysisOrder['source'],
  folder: string,
  { download, writeSample }: Fetching,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<AnalyzeRequest['files']> {
  if (source.from === 'disk') return source.files;
  await mkdir(folder, { recursive: true });
  if (source.from === 'sample') {
    const path = join(folder, SAMPLE_NAME);
    await writeSample(path, signal);
    return [{ path, name: SAMPLE_NAME }];
  }
  const files = [];
  for (const [i, file] of source.files.entries()) {
    // Numbered, not named: what someone called a file must not choose where it is written.
    const path = join(folder, `${i + 1}`);
    await download(file, path, signal, (bytesRead, bytesTotal) =>
      onProgress({
        stage: 'reading',
        input: file.name,
        member: null,
        bytesRead,
        bytesTotal,
        secondsLeft: null,
      }),
    );
    files.push({ path, name: file.name });
  }
  return files;
}

export async function discard(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
