/** Whether the files a case was read from are still there, and still the same: what the evidence rests on. */
import { stat } from 'node:fs/promises';
import { sha256OfFile } from '../ingest/bytes/sha256.ts';
import { type Database, literal } from '../store/database.ts';

export interface ReceivedNow {
  name: string;
  /** of the file when it was read */
  sha256: string;
  /** records of the case that only this file shows as they were received */
  records: number;
  path: string;
  state: 'as received' | 'changed' | 'gone';
}

/** Each received file once, with its digest taken again. @param checkpoint called before each file */
export async function receivedNow(db: Database, checkpoint: () => void): Promise<ReceivedNow[]> {
  const files = await db.rows<{ name: string; sha256: string; path: string; records: number }>(`
    SELECT min(name) AS name, sha256, file AS path, sum(records) AS records FROM input
    WHERE file <> ${literal('')} GROUP BY sha256, file ORDER BY min(input_no)`);
  const now: ReceivedNow[] = [];
  for (const file of files) {
    checkpoint();
    now.push({ ...file, state: await stateOf(file.path, file.sha256) });
  }
  return now;
}

async function stateOf(path: string, sha256: string): Promise<ReceivedNow['state']> {
  const there = await stat(path).catch(() => null);
  if (there === null || !there.isFile()) return 'gone';
  return (await sha256OfFile(path)) === sha256 ? 'as received' : 'changed';
}

/** What is wrong with it, what is therefore left out, and what to do: for people, before the pack is written. */
export function lossWords({ name, sha256, records, path, state }: ReceivedNow): string {
  const what = state === 'gone' ? `is no longer at ${path}` : `at ${path} is not what was received`;
  return (
    `the received file ${name} ${what}: ${records.toLocaleString('en')} records read from it are in the report and the lists, but ` +
    `cannot be shown or checked as they were received, and the envelope says so. Put the file with SHA-256 ${sha256} there, and export again.`
  );
}
