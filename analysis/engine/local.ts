/** The engine in this process, over a data folder with one folder a case. `process.ts` serves it to the bot. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Approval, ApprovedSet } from '../baseline/approvals.ts';
import type { Learnt } from '../baseline/learnt.ts';
import { compareTraits } from '../case/compare.ts';
import {
  ApprovalError,
  type Case,
  CaseError,
  type CaseRecord,
  ExportError,
  exportShapes,
  MarkerError,
  openCase,
  PulledError,
  ReceivedFileGone,
  ReviewError,
  readRecord,
} from '../index.ts';
import { isBeforeLastRecord } from '../input-warnings.ts';
import { useNameLists } from '../reference/app-names.ts';
import type { Acquired } from '../report.ts';
import type {
  AnalyzeRequest,
  AnalyzeResult,
  Comparison,
  ExportedFile,
  ExportRequest,
  InputProblem,
  MarkerPreview,
  MessageName,
  Outage,
  OwnReads,
  Progress,
  Pull,
  RawRecord,
  ReviewImport,
  SectionName,
  Sections,
  SignInsGiven,
} from '../sections.ts';
import { type CaseListing, type Engine, EngineError } from './engine.ts';
import { OpenCases } from './open-cases.ts';

/** Progress goes out at most four times a second; a change of stage always does. */
const PROGRESS_MS = 250;
const LONGEST_CASE_NAME = 80;
const CASE_ID = /^[a-z0-9-]{1,64}$/;

export class LocalEngine implements Engine {
  private readonly open = new OpenCases((id) => this.openFolder(id));
  private readonly names = new Map<string, string>();
  private readonly deleting = new Set<string>();

  constructor(private readonly dataFolder: string) {}

  async analyze(
    request: AnalyzeRequest,
    onProgress?: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<AnalyzeResult> {
    const { caseId = newCaseId(), caseName = caseId, files } = request;
    if (files.length === 0) throw new EngineError('bad-request', 'Name at least one file to read.');
    const isNew = request.caseId === undefined;
    if (isNew) this.names.set(caseId, caseName);
    else await this.mustExist(caseId);
    try {
      const hooks = { onProgress: sparingly(onProgress), signal };
      const result = await this.open.write(caseId, (kase) => kase.ingest(files, hooks));
      // Who cancelled at the last moment is told that, and keeps nothing he did not want.
      signal?.throwIfAborted();
      if (result.usable === 0) throw new EngineError('nothing-usable', nothingUsable(result.problems));
      return { caseId, ...result };
    } catch (error) {
      if (isNew) await this.discard(caseId);
      if (signal?.aborted) throw new EngineError('cancelled', isNew ? NOTHING_KEPT : PARTS_KEPT);
      throw error;
    }
  }

  /**
   * For when the process begins: a new case whose first file was being read when the last one ended holds nothing but a
   * copy of that file, and no list shows it.
   */
  async removeUnfinished(): Promise<void> {
    await mkdir(this.casesFolder, { recursive: true });
    for (const id of await readdir(this.casesFolder)) {
      const record = await readRecord(join(this.casesFolder, id)).catch(() => null);
      if (record?.inputs !== 0) continue;
      // Not where it cannot be opened: another process may be at work on it.
      const inputs = await this.open.read(id, (kase) => kase.recount()).catch(() => null);
      if (inputs === 0) await this.discard(id);
    }
  }

  async cases(): Promise<CaseListing[]> {
    await mkdir(this.casesFolder, { recursive: true });
    const listings: CaseListing[] = [];
    for (const entry of await readdir(this.casesFolder, { withFileTypes: true })) {
      const record = entry.isDirectory() ? await this.listed(entry.name) : null;
      if (record !== null && record.inputs > 0) listings.push(record);
    }
    return listings.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  }

  async section<N extends SectionName>(
    caseId: string,
    name: N,
    query: Sections[N]['query'],
  ): Promise<Sections[N]['result']> {
    return await this.read(caseId, (kase) => kase.section(name, query));
  }

  async previewMarker(
    caseId: string,
    marker: string,
    verdict: 'hostile' | 'trusted',
  ): Promise<MarkerPreview> {
    return await this.read(caseId, (kase) => kase.previewMarker(marker, verdict));
  }

  async mark(
    caseId: string,
    marker: string,
    verdict: 'hostile' | 'trusted',
    by: string,
  ): Promise<MarkerPreview> {
    return await this.write(caseId, (kase) => kase.mark(marker, verdict, by));
  }

  async unmark(caseId: string, marker: string): Promise<void> {
    await this.write(caseId, (kase) => kase.unmark(marker));
  }

  async approveApp(caseId: string, set: ApprovedSet, by: string, reason: string): Promise<Approval[]> {
    return await this.write(caseId, (kase) => kase.approveApp(set, by, reason));
  }

  async revokeApproval(caseId: string, set: ApprovedSet): Promise<void> {
    await this.write(caseId, (kase) => kase.revokeApproval(set));
  }

  async baseline(caseId: string): Promise<{ approvals: Approval[]; learnt: Learnt[] }> {
    return await this.read(caseId, (kase) => kase.baseline());
  }

  async learnBaseline(caseId: string, fromCaseId: string, by: string): Promise<number> {
    if (caseId === fromCaseId)
      throw new EngineError('bad-request', 'A case cannot learn from itself. Name an earlier one.');
    return await this.read(fromCaseId, (earlier) =>
      this.write(caseId, (kase) => kase.learn(earlier.habits(), `case ${fromCaseId}`, by)),
    );
  }

  async declareScope(caseId: string, acquired: Partial<Acquired>): Promise<string[]> {
    return await this.write(caseId, async (kase) => {
      const { inputs } = await kase.section('inputs', { limit: 1_000 });
      const late = inputs.items.find(
        ({ last }) => last !== null && isBeforeLastRecord(acquired.at, Date.parse(last) / 1_000),
      );
      if (late !== undefined) {
        throw new EngineError(
          'bad-request',
          `${late.name} has records up to ${late.last}: a log cannot have been acquired before its last record was made. Give the time at which it was exported`,
        );
      }
      await kase.declareScope(acquired);
      return await kase.scopeContradictions();
    });
  }

  async compareCases(caseId: string, otherId: string): Promise<Comparison> {
    if (caseId === otherId)
      throw new EngineError('bad-request', 'A case has nothing that it has not itself.');
    await useNameLists(this.dataFolder);
    const other = await this.read(otherId, (kase) => kase.traits());
    return compareTraits(await this.read(caseId, (kase) => kase.traits()), other);
  }

  async renameCase(caseId: string, name: string): Promise<void> {
    const said = name.trim();
    if (said === '' || said.length > LONGEST_CASE_NAME) {
      throw new EngineError('bad-request', `A case name has 1 to ${LONGEST_CASE_NAME} characters.`);
    }
    await this.write(caseId, (kase) => kase.rename(said));
  }

  async setPrivileged(caseId: string, privileged: boolean): Promise<void> {
    await this.write(caseId, (kase) => kase.setPrivileged(privileged));
  }

  async exportCase(
    caseId: string,
    request: ExportRequest,
    onProgress?: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<ExportedFile> {
    const folder = join(this.casesFolder, caseId, 'exports');
    const shape = (await exportShapes()).find(({ kind }) => kind === request.kind);
    const path = join(folder, `${shape?.kind}-${caseId}.${shape?.ending}`);
    try {
      return await this.read(caseId, async (kase) => {
        await mkdir(folder, { recursive: true });
        await useNameLists(this.dataFolder);
        return await kase.export(request, path, { onProgress: sparingly(onProgress), signal });
      });
    } catch (error) {
      if (signal?.aborted)
        throw new EngineError('cancelled', 'The export was cancelled; nothing was written.');
      if (error instanceof ExportError) throw new EngineError('bad-request', capital(error.message));
      throw error;
    }
  }

  async importReview(caseId: string, path: string, by: string): Promise<ReviewImport> {
    try {
      return await this.write(caseId, (kase) => kase.importReview(path, by));
    } catch (error) {
      if (error instanceof ReviewError) throw new EngineError('bad-request', capital(error.message));
      throw error;
    }
  }

  async notePull(caseId: string, pull: Pull): Promise<void> {
    await this.write(caseId, (kase) => kase.notePull(pull));
  }

  async addSignIns(caseId: string, given: SignInsGiven): Promise<{ added: number; known: number }> {
    return await this.write(caseId, (kase) => kase.addSignIns(given));
  }

  async nameMessages(caseId: string, names: MessageName[], by: string): Promise<void> {
    await this.write(caseId, (kase) => kase.nameMessages(names, by));
  }

  async noteOwnReads(caseId: string, own: OwnReads): Promise<void> {
    await this.write(caseId, (kase) => kase.noteOwnReads(own));
  }

  async noteOutage(caseId: string, outage: Outage): Promise<void> {
    await this.write(caseId, (kase) => kase.noteOutage(outage));
  }

  async showRecord(caseId: string, recordId: string): Promise<RawRecord | null> {
    try {
      return await this.read(caseId, (kase) => kase.showRecord(recordId));
    } catch (error) {
      if (error instanceof ReceivedFileGone) throw new EngineError('bad-request', error.message);
      throw error;
    }
  }

  async deleteCase(caseId: string): Promise<void> {
    // A damaged case, too, must be possible to delete: its folder is all that is asked for.
    if (!CASE_ID.test(caseId) || this.deleting.has(caseId)) throw noSuchCase();
    // From here on nothing new begins on it; what has begun is waited for.
    this.deleting.add(caseId);
    try {
      if (!(await isFolder(join(this.casesFolder, caseId)))) throw noSuchCase();
      await this.discard(caseId);
    } finally {
      this.deleting.delete(caseId);
    }
  }

  async close(): Promise<void> {
    await this.open.closeAll();
  }

  private get casesFolder(): string {
    return join(this.dataFolder, 'cases');
  }

  private async openFolder(id: string): Promise<Case> {
    await mkdir(this.casesFolder, { recursive: true });
    const folder = join(this.casesFolder, id);
    return await orBadCase(id, openCase({ folder, id, name: this.names.get(id) ?? id }));
  }

  /** A damaged case must not hide the others: it is left out of the list, and the log says why. */
  private async listed(id: string): Promise<CaseRecord | null> {
    return await readRecord(join(this.casesFolder, id)).catch((error: unknown) => {
      if (!(error instanceof CaseError)) throw error;
      process.stderr.write(`${error.message}\n`);
      return null;
    });
  }

  private async read<T>(caseId: string, run: (kase: Case) => Promise<T>): Promise<T> {
    await this.mustExist(caseId);
    return await this.open.read(caseId, run);
  }

  private async write<T>(caseId: string, run: (kase: Case) => Promise<T>): Promise<T> {
    await this.mustExist(caseId);
    try {
      return await this.open.write(caseId, run);
    } catch (error) {
      if (error instanceof MarkerError) throw new EngineError('bad-marker', error.message);
      if (error instanceof ApprovalError || error instanceof PulledError)
        throw new EngineError('bad-request', error.message);
      throw error;
    }
  }

  private async mustExist(id: string): Promise<void> {
    const record = CASE_ID.test(id) ? await orBadCase(id, readRecord(join(this.casesFolder, id))) : null;
    if (record === null || this.deleting.has(id)) throw noSuchCase();
  }

  private async discard(id: string): Promise<void> {
    this.names.delete(id);
    await this.open.close(id);
    await rm(join(this.casesFolder, id), { recursive: true, force: true });
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function noSuchCase(): EngineError {
  return new EngineError('no-such-case', 'There is no such case. "cases" lists those there are.');
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Where the case lies is for the log; in the chat its id is enough. */
async function orBadCase<T>(id: string, opening: Promise<T>): Promise<T> {
  return await opening.catch((error: unknown) => {
    if (!(error instanceof CaseError)) throw error;
    process.stderr.write(`${error.message}\n`);
    throw new EngineError('bad-case', `The case ${id} cannot be opened: its files are damaged or in use`);
  });
}

const NOTHING_KEPT = 'The analysis was cancelled; nothing of it was kept.';
const PARTS_KEPT = 'The analysis was cancelled. Files that had been read whole by then stay in the case.';

function newCaseId(): string {
  return `${new Date().toISOString().slice(0, 10)}-${randomUUID().slice(0, 8)}`;
}

function nothingUsable(problems: InputProblem[]): string {
  const told = problems
    .slice(0, 5)
    .map(({ name, member, problem }) => `${member === null ? name : `${name}/${member}`} ${problem}.`);
  const more = problems.length > 5 ? ` And ${problems.length - 5} more.` : '';
  return `${told.join(' ')}${more}`;
}

function sparingly(onProgress?: (progress: Progress) => void): (progress: Progress) => void {
  let last = 0;
  let stage = '';
  return (progress) => {
    const now = Date.now();
    if (progress.stage === stage && now - last < PROGRESS_MS) return;
    last = now;
    stage = progress.stage;
    onProgress?.(progress);
  };
}
