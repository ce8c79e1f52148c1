/** A case: one investigation. Its folder holds the received files, one database and its name. */
import { constants, copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import {
  type Approval,
  type ApprovedSet,
  approveApp,
  listApprovals,
  revokeApproval,
} from '../baseline/approvals.ts';
import { type HabitEntry, type Learnt, learn, listLearnt, settledHabits } from '../baseline/learnt.ts';
import { type ExportHooks, exportCase, importReview, readRawRecord } from '../exports/index.ts';
import { parseMarker } from '../exposure/markers.ts';
import { previewMarker, removeMarker, setMarker } from '../exposure/marking.ts';
import { type Ingested, type IngestHooks, ingestFile, type ReceivedFile } from '../ingest/index.ts';
import type { Acquired, CaseIdentity } from '../report.ts';
import type {
  ExportedFile,
  ExportRequest,
  MarkerPreview,
  RawRecord,
  ReviewImport,
  SectionName,
  Sections,
} from '../sections.ts';
import { Database } from '../store/database.ts';
import { TABLES } from '../store/tables.ts';
import { analyse, reconsider, rescope } from './analyse.ts';
import { readTraits, type Traits } from './compare.ts';
import { generator } from './generator.ts';
import { declareScope } from './inputs.ts';
import { readSection } from './sections.ts';
import { writeReport } from './stream.ts';

/** What `case.json` says: enough to list a case without opening its database. */
export interface CaseRecord extends CaseIdentity {
  createdAt: string;
  inputs: number;
  records: number;
}

/** A case whose folder cannot be used; the message is one line for the person who named it. */
export class CaseError extends Error {}

export interface OpenCase {
  /** the case's folder; made when it does not exist */
  folder: string;
  /** used when the case is new */
  id: string;
  name: string;
  /** read files where they lie instead of keeping a copy: for cases that are thrown away */
  readInPlace?: boolean;
}

export class Case {
  private constructor(
    readonly folder: string,
    private record: CaseRecord,
    private readonly db: Database,
    /** cards read here, so that they are drawn while the other connection works */
    private readonly reader: Database,
    private readonly readInPlace: boolean,
  ) {}

  /** Opens a case or makes it. @throws CaseError when its folder cannot be used or another process holds it */
  static async open({ folder, id, name, readInPlace = false }: OpenCase): Promise<Case> {
    for (const path of [folder, join(folder, 'inputs'), join(folder, 'work')]) await makeFolder(path);
    const record = (await readRecord(folder)) ?? {
      id,
      name,
      createdAt: new Date().toISOString(),
      inputs: 0,
      records: 0,
    };
    const { db, reader, stale } = await openDatabase(folder);
    await writeRecord(folder, record);
    const kase = new Case(folder, record, db, reader, readInPlace);
    if (stale) {
      await analyse(db);
      await kase.noteCounts();
    }
    return kase;
  }

  get identity(): CaseIdentity {
    const { id, name, privileged } = this.record;
    return { id, name, ...(privileged === undefined ? {} : { privileged }) };
  }

  /** Says wherever the case is named that it is under legal privilege, or no longer. */
  async setPrivileged(privileged: boolean): Promise<void> {
    await this.amend({ privileged });
  }

  /** The name people call it by; its id stays. */
  async rename(name: string): Promise<void> {
    await this.amend({ name });
  }

  /** What another case can be held against. */
  async traits(): Promise<Traits> {
    return await readTraits(this.reader, this.identity);
  }

  /** Reads files into the case and works everything out anew. Files that cannot be used are told, not thrown. */
  async ingest(files: ReceivedFile[], hooks: IngestHooks = {}): Promise<Ingested> {
    const total: Ingested = { usable: 0, problems: [] };
    try {
      for (const file of files) {
        const { usable, problems } = await this.ingestOne(file, hooks);
        total.usable += usable;
        total.problems.push(...problems);
      }
    } finally {
      // Also when cancelled or failed half way: parts that were read whole stay, and must be counted.
      await analyse(this.db, (step) => hooks.onProgress?.({ stage: 'analysing', step }));
      await this.noteCounts();
    }
    return total;
  }

  private async ingestOne(file: ReceivedFile, hooks: IngestHooks): Promise<Ingested> {
    const kept = this.readInPlace ? file : await this.keep(file);
    const before = await this.countInputs();
    try {
      return await ingestFile(this.db, kept, join(this.folder, 'work'), hooks);
    } catch (error) {
      if (kept !== file && (await this.countInputs()) === before) await rm(kept.path, { force: true });
      throw error;
    }
  }

  private async countInputs(): Promise<number> {
    return (await this.db.one<{ n: number }>('SELECT count(*) AS n FROM input')).n;
  }

  /** The received file, copied into the case under a number: its own name is hostile. */
  private async keep(file: ReceivedFile): Promise<ReceivedFile> {
    const { next } = await this.db.one<{ next: number }>(
      'SELECT coalesce(max(input_no), 0) + 1 AS next FROM input',
    );
    const path = join(this.folder, 'inputs', `${next}-${Date.now().toString(36)}`);
    try {
      await copyFile(file.path, path, constants.COPYFILE_FICLONE);
    } catch (error) {
      if (
        (error as NodeJS.ErrnoException).code === 'ENOENT' ||
        (error as NodeJS.ErrnoException).code === 'EISDIR'
      )
        return file;
      throw error;
    }
    return { ...file, path };
  }

  async previewMarker(marker: string, verdict: 'hostile' | 'trusted'): Promise<MarkerPreview> {
    return await previewMarker(this.reader, marker, verdict);
  }

  /** @throws MarkerError when it cannot be set; the message says why */
  async mark(marker: string, verdict: 'hostile' | 'trusted', by: string): Promise<MarkerPreview> {
    const preview = await setMarker(this.db, marker, verdict, by, new Date().toISOString());
    await rescope(this.db);
    return preview;
  }

  /** @throws MarkerError when no such marker is set */
  async unmark(marker: string): Promise<void> {
    await removeMarker(this.db, parseMarker(marker).text);
    await rescope(this.db);
  }

  /** @throws ApprovalError when it cannot be approved; the message says why */
  async approveApp(set: ApprovedSet, by: string, reason: string): Promise<Approval[]> {
    const approvals = await approveApp(this.db, set, by, new Date().toISOString(), reason);
    await rescope(this.db);
    return approvals;
  }

  /** @throws ApprovalError when nothing of the kind is approved */
  async revokeApproval(set: ApprovedSet): Promise<void> {
    await revokeApproval(this.db, set);
    await rescope(this.db);
  }

  /** What responders and earlier cases taught this one. */
  async baseline(): Promise<{ approvals: Approval[]; learnt: Learnt[] }> {
    return { approvals: await listApprovals(this.reader), learnt: await listLearnt(this.reader) };
  }

  /** What this case can teach another; nothing of its open findings. */
  async *habits(): AsyncGenerator<HabitEntry[]> {
    const db = await this.db.reader();
    try {
      yield* settledHabits(db);
    } finally {
      db.disconnect();
    }
  }

  /** @param origin the case they come from @returns how many habits were taken over */
  async learn(habits: AsyncIterable<HabitEntry[]>, origin: string, by: string): Promise<number> {
    const entries = await learn(this.db, habits, origin, by, new Date().toISOString());
    await rescope(this.db);
    return entries;
  }

  /** What was asked of the log, for inputs that do not say it themselves. */
  async declareScope(acquired: Partial<Acquired>): Promise<void> {
    await declareScope(this.db, acquired);
    await reconsider(this.db);
  }

  /** One page of one section; see analysis/sections.ts. */
  async section<N extends SectionName>(name: N, query: Sections[N]['query']): Promise<Sections[N]['result']> {
    return await readSection(this.reader, this.identity, name, query);
  }

  /** Streams the whole report as one JSON document (report.schema.json) and leaves the stream open. */
  async writeReport(out: Writable): Promise<void> {
    await writeReport(this.reader, this.identity, await generator(), out);
  }

  /**
   * Writes one export, of the case as it is at this moment, into a file; `path` is replaced when it is whole.
   * @throws ExportError for a kind there is not; the signal's reason when cancelled
   */
  async export(request: ExportRequest, path: string, hooks: ExportHooks = {}): Promise<ExportedFile> {
    return await this.aside(async (db) =>
      this.aside(async (notes) => {
        const given = { db, notes, identity: this.identity, generator: await generator(), request };
        return await db.transaction(() =>
          exportCase({ ...given, workFolder: join(this.folder, 'work') }, path, hooks),
        );
      }),
    );
  }

  /** Reads a reviewed notification list back. @throws ReviewError when the file is none */
  async importReview(path: string, by: string): Promise<ReviewImport> {
    const said = { by, at: new Date().toISOString() };
    return await this.aside((notes) => importReview(this.db, notes, path, join(this.folder, 'work'), said));
  }

  /** The record as it was received; null when the case holds none of that id. */
  async showRecord(id: string): Promise<RawRecord | null> {
    return await readRawRecord(this.reader, id, join(this.folder, 'work'));
  }

  /** On a connection of its own: what takes long must not hold up the cards. */
  private async aside<T>(run: (db: Database) => Promise<T>): Promise<T> {
    const db = await this.db.reader();
    try {
      return await run(db);
    } finally {
      db.disconnect();
    }
  }

  private async noteCounts(): Promise<void> {
    const counts = await this.db.one<{ inputs: number; records: number }>(
      'SELECT (SELECT count(*) FROM input) AS inputs, (SELECT count(*) FROM record) AS records',
    );
    await this.amend(counts);
  }

  private async amend(change: Partial<CaseRecord>): Promise<void> {
    this.record = { ...this.record, ...change };
    await writeRecord(this.folder, this.record);
  }

  async close(): Promise<void> {
    this.reader.disconnect();
    this.db.close();
    await rm(join(this.folder, 'work'), { recursive: true, force: true });
  }
}

/** A new case, or one whose process ended after inputs were read and before they were counted. */
async function needsAnalysis(db: Database): Promise<boolean> {
  const { fresh } = await db.one<{ fresh: boolean }>(
    "SELECT count(*) = 0 AS fresh FROM information_schema.tables WHERE table_name = 'exposed_mailbox'",
  );
  if (fresh) return true;
  const { stale } = await db.one<{ stale: boolean }>(
    'SELECT (SELECT inputs FROM totals) IS DISTINCT FROM (SELECT count(*) FROM input) AS stale',
  );
  return stale;
}

/** One level at a time: Node's recursive mkdir never comes back from a place such as /proc. */
async function makeFolder(path: string): Promise<void> {
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

/** Opens the database and looks into it: damage may show only when it is read. */
async function openDatabase(folder: string): Promise<Opened> {
  const path = join(folder, 'case.duckdb');
  let db: Database | null = null;
  try {
    db = await Database.open(path, join(folder, 'work'));
    await db.run(TABLES);
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
async function writeRecord(folder: string, record: CaseRecord): Promise<void> {
  const path = join(folder, 'case.json');
  await writeFile(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`);
  await rename(`${path}.new`, path);
}
