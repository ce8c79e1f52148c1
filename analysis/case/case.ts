/** A case: one investigation. Its folder holds the received files, one database and its name. */
import { constants, copyFile, rm } from 'node:fs/promises';
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
import { readableSize } from '../ingest/bytes/readable.ts';
import { type Ingested, type IngestHooks, ingestFile, type ReceivedFile } from '../ingest/index.ts';
import { keepNames } from '../pulled/message-names.ts';
import { notObtained } from '../pulled/not-obtained.ts';
import { keepOutage } from '../pulled/outages.ts';
import { keepOwnReads, settleOwnReads } from '../pulled/own-reads.ts';
import { keepPull } from '../pulled/pulls.ts';
import { addSignIns } from '../pulled/sign-ins.ts';
import type { Acquired, CaseIdentity } from '../report.ts';
import type {
  ExportedFile,
  ExportRequest,
  MarkerPreview,
  MessageName,
  Outage,
  OwnReads,
  Pull,
  RawRecord,
  ReviewImport,
  SectionName,
  Sections,
  SignInsGiven,
} from '../sections.ts';
import type { Database } from '../store/database.ts';
import { analyse, reconsider, rescope } from './analyse.ts';
import { readTraits, type Traits } from './compare.ts';
import { type CaseRecord, makeFolder, openDatabase, readRecord, writeRecord } from './folder.ts';
import { generator } from './generator.ts';
import { declareScope, scopeContradictions } from './inputs.ts';
import { readSection } from './sections.ts';
import { writeReport } from './stream.ts';

export interface OpenCase {
  /** the case's folder; made when it does not exist */
  folder: string;
  /** used when the case is new */
  id: string;
  name: string;
  /** it is thrown away: files are read where they lie instead of keeping a copy, and the tables are in memory */
  temporary?: boolean;
  /** and it gets one file, with whose records no others will be compared */
  oneFile?: boolean;
}

export class Case {
  /** the analysis that is running, if one is */
  private analysing: Promise<void> | null = null;

  private constructor(
    readonly folder: string,
    private record: CaseRecord,
    private readonly db: Database,
    /** cards read here, so that they are drawn while the other connection works */
    private readonly reader: Database,
    /** its results are missing or older than its inputs */
    private stale: boolean,
    private readonly temporary: boolean,
    private readonly oneFile: boolean,
  ) {}

  /** Opens a case or makes it. @throws CaseError when its folder cannot be used or another process holds it */
  static async open({ folder, id, name, temporary = false, oneFile = false }: OpenCase): Promise<Case> {
    for (const path of [folder, join(folder, 'inputs'), join(folder, 'work')]) await makeFolder(path);
    const record = (await readRecord(folder)) ?? {
      id,
      name,
      createdAt: new Date().toISOString(),
      inputs: 0,
      records: 0,
    };
    const { db, reader, stale } = await openDatabase(folder, temporary);
    await writeRecord(folder, record);
    return new Case(folder, record, db, reader, stale, temporary, temporary && oneFile);
  }

  /**
   * Before anything is read or changed. A new case is analysed only when somebody asks: mostly files come first, and
   * are analysed with it. On a connection of its own: they may be on their way in.
   */
  private async analysed(): Promise<void> {
    while (this.stale) {
      if (this.analysing !== null) {
        // Its failure was told to whoever asked for it.
        await this.analysing.catch(() => undefined);
        continue;
      }
      this.analysing = this.aside((db) => this.analyse(db));
      await this.analysing;
    }
  }

  /** When cancelled, it is made up for when somebody asks. */
  private async analyse(db: Database, { onProgress, signal }: IngestHooks = {}): Promise<void> {
    try {
      await settleOwnReads(db, join(this.folder, 'work'));
      const onStep = (step: string) => onProgress?.({ stage: 'analysing', step });
      await analyse(db, this.temporary, { onStep, signal });
      this.stale = false;
      await this.noteCounts();
    } catch (error) {
      this.stale = true;
      throw error;
    } finally {
      this.analysing = null;
    }
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
    await this.analysed();
    return await readTraits(this.reader, this.identity);
  }

  /**
   * Reads files into the case and works everything out anew. Files that cannot be used are told, not thrown.
   * @throws the signal's reason, or the error of a query that was interrupted, when cancelled: what was read whole stays
   */
  async ingest(files: ReceivedFile[], hooks: IngestHooks = {}): Promise<Ingested> {
    if (this.oneFile && files.length + (await this.countInputs()) > 1)
      throw new Error('The case was opened for one file.');
    const total: Ingested = { usable: 0, problems: [] };
    try {
      for (const file of files) {
        const { usable, problems } = await this.ingestOne(file, hooks);
        total.usable += usable;
        total.problems.push(...problems);
      }
    } finally {
      // Also when cancelled or failed half way: parts that were read whole stay, and must be counted.
      await this.noteCounts();
      // Its failure was told to whoever asked for it.
      await this.analysing?.catch(() => undefined);
      if (hooks.signal?.aborted) this.stale = true;
      else {
        this.analysing = this.analyse(this.db, hooks);
        await this.analysing;
      }
    }
    // Who stopped it while the last rows were written has an answer, too.
    hooks.signal?.throwIfAborted();
    return total;
  }

  private async ingestOne(file: ReceivedFile, hooks: IngestHooks): Promise<Ingested> {
    const kept = this.temporary ? { ...file, temporary: true, only: this.oneFile } : await this.keep(file);
    const before = await this.countInputs();
    try {
      return await ingestFile(this.db, kept, join(this.folder, 'work'), hooks);
    } catch (error) {
      if (kept.path !== file.path && (await this.countInputs()) === before)
        await rm(kept.path, { force: true });
      throw error;
    }
  }

  /** Files received, members of archives one by one. */
  async countInputs(): Promise<number> {
    return (await this.db.one<{ n: number }>('SELECT count(*) AS n FROM input')).n;
  }

  /** The received file, copied into the case under a number: its own name is hostile. As it is where it cannot be read. */
  private async keep(file: ReceivedFile): Promise<ReceivedFile> {
    if (typeof (await readableSize(file.path)) === 'string') return file;
    const { next } = await this.db.one<{ next: number }>(
      'SELECT coalesce(max(input_no), 0) + 1 AS next FROM input',
    );
    const path = join(this.folder, 'inputs', `${next}-${Date.now().toString(36)}`);
    await copyFile(file.path, path, constants.COPYFILE_FICLONE);
    return { ...file, path };
  }

  async previewMarker(marker: string, verdict: 'hostile' | 'trusted'): Promise<MarkerPreview> {
    await this.analysed();
    return await previewMarker(this.reader, marker, verdict);
  }

  /** @throws MarkerError when it cannot be set; the message says why */
  async mark(marker: string, verdict: 'hostile' | 'trusted', by: string): Promise<MarkerPreview> {
    await this.analysed();
    const preview = await setMarker(this.db, marker, verdict, by, new Date().toISOString());
    await rescope(this.db);
    return preview;
  }

  /** @throws MarkerError when no such marker is set */
  async unmark(marker: string): Promise<void> {
    await this.analysed();
    await removeMarker(this.db, parseMarker(marker).text);
    await rescope(this.db);
  }

  /** @throws ApprovalError when it cannot be approved; the message says why */
  async approveApp(set: ApprovedSet, by: string, reason: string): Promise<Approval[]> {
    await this.analysed();
    const approvals = await approveApp(this.db, set, by, new Date().toISOString(), reason);
    await rescope(this.db);
    return approvals;
  }

  /** @throws ApprovalError when nothing of the kind is approved */
  async revokeApproval(set: ApprovedSet): Promise<void> {
    await this.analysed();
    await revokeApproval(this.db, set);
    await rescope(this.db);
  }

  /** What responders and earlier cases taught this one. */
  async baseline(): Promise<{ approvals: Approval[]; learnt: Learnt[] }> {
    return { approvals: await listApprovals(this.reader), learnt: await listLearnt(this.reader) };
  }

  /** What this case can teach another; nothing of its open findings. */
  async *habits(): AsyncGenerator<HabitEntry[]> {
    await this.analysed();
    const db = await this.db.reader();
    try {
      yield* settledHabits(db);
    } finally {
      db.disconnect();
    }
  }

  /** @param origin the case they come from @returns how many habits were taken over */
  async learn(habits: AsyncIterable<HabitEntry[]>, origin: string, by: string): Promise<number> {
    await this.analysed();
    const entries = await learn(this.db, habits, origin, by, new Date().toISOString());
    await rescope(this.db);
    return entries;
  }

  /** What was asked of the log, for inputs that do not say it themselves. */
  async declareScope(acquired: Partial<Acquired>): Promise<void> {
    await this.analysed();
    await declareScope(this.db, acquired);
    await reconsider(this.db);
  }

  /** What the records say against what was declared of the search, in sentences; none where they agree. */
  async scopeContradictions(): Promise<string[]> {
    return await scopeContradictions(this.reader);
  }

  /** How a pull from the tenant went; what it did not obtain becomes gaps. @throws PulledError */
  async notePull(pull: Pull): Promise<void> {
    await this.noteCollection(() => keepPull(this.db, pull));
  }

  /** @throws PulledError */
  async noteOutage(outage: Outage): Promise<void> {
    await this.noteCollection(() => keepOutage(this.db, outage));
  }

  /** Everything is worked out anew only when what was not obtained has changed. */
  private async noteCollection(keep: () => Promise<void>): Promise<void> {
    await this.analysed();
    await reconsider(this.db, async () => {
      const before = JSON.stringify(await notObtained(this.db));
      await keep();
      return JSON.stringify(await notObtained(this.db)) !== before;
    });
  }

  /** @throws PulledError */
  async addSignIns(given: SignInsGiven): Promise<{ added: number; known: number }> {
    await this.analysed();
    let told = { added: 0, known: 0 };
    await rescope(this.db, async () => {
      told = await addSignIns(this.db, given);
      return told.added > 0 || given.covered.length > 0;
    });
    return told;
  }

  /** @throws PulledError */
  async nameMessages(names: readonly MessageName[], by: string): Promise<void> {
    await this.db.transaction(() => keepNames(this.db, names, by, new Date().toISOString()));
  }

  /** @throws PulledError */
  async noteOwnReads(own: OwnReads): Promise<void> {
    await this.analysed();
    await rescope(this.db, async () => {
      const isNew = await keepOwnReads(this.db, own);
      return (await settleOwnReads(this.db, join(this.folder, 'work'))) || isNew;
    });
  }

  /** One page of one section; see analysis/sections.ts. */
  async section<N extends SectionName>(name: N, query: Sections[N]['query']): Promise<Sections[N]['result']> {
    await this.analysed();
    return await readSection(this.reader, this.identity, name, query);
  }

  /** Streams the whole report as one JSON document (report.schema.json) and leaves the stream open. */
  async writeReport(out: Writable): Promise<void> {
    await this.analysed();
    await this.aside(async (db) => writeReport(db, this.identity, await generator(), out));
  }

  /**
   * Writes one export, of the case as it is at this moment, into a file; `path` is replaced when it is whole.
   * @throws ExportError for a kind there is not; the signal's reason when cancelled
   */
  async export(request: ExportRequest, path: string, hooks: ExportHooks = {}): Promise<ExportedFile> {
    await this.analysed();
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
    await this.analysed();
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

  /** @returns how many inputs it holds; a process may have ended before it noted them */
  async recount(): Promise<number> {
    await this.noteCounts();
    return this.record.inputs;
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
