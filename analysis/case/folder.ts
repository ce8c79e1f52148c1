/** What lies in a case's folder besides the received files: its database and `case.json`. */
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseIdentity } from '../report.ts';
import { Database, literal } from '../store/database.ts';
import { HAS_RECORDS_TWICE, RECORDS_ONCE, TABLES } from '../store/tables.ts';

/** What `case.json` says: enough to list a case without opening its database. */
export interface CaseRecord extends CaseIdentity {
  createdAt: string;
  inputs: number;
  records: number;
}

/** A case whose folder cannot be used; the message is one line for the person who named it. */
export class CaseError extends Error {}

/** A new case, or one whose process ended after inputs were read and before they were counted. */
async function needsAnalysis(db: Database): Promise<boolean> {
  const { fresh } = await db.one<{ fresh: boolean }>(
    "SELECT count(*) = 0 AS fresh FROM information_schema.tables WHERE table_name = 'exposed_window'",
  );
  if (fresh) return true;
  const { stale } = await db.one<{ stale: boolean }>(
    'SELECT (SELECT inputs FROM totals) IS DISTINCT FROM (SELECT count(*) FROM input) AS stale',
  );
  return stale;
}

/** One level at a time: Node's recursive mkdir never comes back from a place such as /proc. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') {
      throw new CaseError(
        `The folder ${path} cannot be made${code === 'ENOTDIR' ? '' : ` (${code})`}. Name one inside a folder that is there and writable.`,
        { cause: error },
      );
    }
    if (!(await stat(path)).isDirectory()) {
      throw new CaseError(`${path} is a file, not a folder. Name the folder of a case, or one to be made.`);
    }
  }
}

interface Opened {
  db: Database;
  reader: Database;
  /** its results are missing or older than its inputs */
  stale: boolean;
}

/**
 * Opens the database and looks into it: damage may show only when it is read.
 * @param temporary for cases that are thrown away: no file is written, which takes its time
 */
export async function openDatabase(folder: string, temporary: boolean): Promise<Opened> {
  const path = temporary ? ':memory:' : join(folder, 'case.duckdb');
  let db: Database | null = null;
  try {
    const opened = await Database.open(path, join(folder, 'work'));
    db = opened;
    // Together: each table by itself would wait for the disk.
    await opened.transaction(async () => {
      const { found } = await opened.one<{ found: boolean }>(HAS_RECORDS_TWICE);
      await opened.run(found ? `${RECORDS_ONCE} ${TABLES}` : TABLES);
    });
    await followFiles(opened, folder);
    return { db, reader: await db.reader(), stale: await needsAnalysis(db) };
  } catch (error) {
    db?.close();
    throw new CaseError(
      /lock on file/i.test(String(error))
        ? `The case in ${folder} is open in another process. Close that one, or wait until it is done.`
        : `${path} cannot be opened: it is damaged, not readable, or no database of Mailtrail. Put a copy of it back, or name another folder and analyze the files anew; those already received are in ${join(folder, 'inputs')}.`,
      { cause: error },
    );
  }
}

/** As `keep` of case.ts names them */
const KEPT = /[\\/]inputs[\\/](\d+-[0-9a-z]+)$/;

/**
 * A case that was moved or copied holds its received files where it lies now: those of the place it came from may be
 * another's by now, and prove nothing about these.
 */
async function followFiles(db: Database, folder: string): Promise<void> {
  const files = await db.rows<{ file: string }>('SELECT DISTINCT file FROM input');
  for (const { file } of files) {
    const name = KEPT.exec(file)?.[1];
    const here = name === undefined ? file : join(folder, 'inputs', name);
    if (here === file) continue;
    await db.run(`UPDATE input SET file = ${literal(here)} WHERE file = ${literal(file)}`);
  }
}

/** @throws CaseError when the file is there and does not say what it should */
export async function readRecord(folder: string): Promise<CaseRecord | null> {
  const path = join(folder, 'case.json');
  try {
    const record = JSON.parse(await readFile(path, 'utf8')) as Partial<CaseRecord> | null;
    if (typeof record?.id === 'string' && typeof record.name === 'string') return record as CaseRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new CaseError(
    `${path} is damaged. Put a copy of it back, or name another folder and analyze the files anew.`,
  );
}

/** Written beside and renamed, so that a crash leaves the old one or the new one. */
export async function writeRecord(folder: string, record: CaseRecord): Promise<void> {
  const path = join(folder, 'case.json');
  await writeFile(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`);
  await rename(`${path}.new`, path);
}
