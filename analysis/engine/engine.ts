/**
 * The engine as others see it. The bot talks to it across a process border (`startEngine`), tests may hold it
 * in their own process; both give this. One engine serves one data folder: DuckDB files have one writer.
 */
import type { Approval, ApprovedSet } from '../baseline/approvals.ts';
import type { Learnt } from '../baseline/learnt.ts';
import type { CaseIdentity } from '../report.ts';
import type {
  AnalyzeRequest,
  AnalyzeResult,
  Comparison,
  ExportedFile,
  ExportRequest,
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

export interface CaseListing extends CaseIdentity {
  createdAt: string;
  inputs: number;
  records: number;
}

/** Errors whose message is meant for the person who asked; anything else is a fault of ours. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
  constructor(code: EngineErrorCode, message: string) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
  }
}
export type EngineErrorCode =
  | 'no-such-case'
  | 'bad-case'
  | 'nothing-usable'
  | 'cancelled'
  | 'bad-marker'
  | 'bad-request'
  | 'engine-stopped'
  | 'internal';

export interface Engine {
  /**
   * Reads files into a case and analyses it. Progress comes at most four times a second.
   * @throws EngineError nothing-usable (its message names each file and what was wrong), cancelled, no-such-case
   */
  analyze(
    request: AnalyzeRequest,
    onProgress?: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<AnalyzeResult>;
  cases(): Promise<CaseListing[]>;
  section<N extends SectionName>(
    caseId: string,
    name: N,
    query: Sections[N]['query'],
  ): Promise<Sections[N]['result']>;
  /** `marker` as typed: 'ip:203.0.113.9', 'session:…', 'app:…', 'user:…', joined by '+', with 'from:' and 'to:' */
  previewMarker(caseId: string, marker: string, verdict: 'hostile' | 'trusted'): Promise<MarkerPreview>;
  /** @throws EngineError bad-marker when the preview carries a refusal */
  mark(caseId: string, marker: string, verdict: 'hostile' | 'trusted', by: string): Promise<MarkerPreview>;
  unmark(caseId: string, marker: string): Promise<void>;
  /**
   * Approves an application for a network and a mailbox together, each of them '*' for any.
   * @throws EngineError bad-request
   */
  approveApp(caseId: string, set: ApprovedSet, by: string, reason: string): Promise<Approval[]>;
  /** @throws EngineError bad-request when nothing of the kind is approved */
  revokeApproval(caseId: string, set: ApprovedSet): Promise<void>;
  /** What responders approved, and what was learnt from earlier cases. */
  baseline(caseId: string): Promise<{ approvals: Approval[]; learnt: Learnt[] }>;
  /** Takes over the settled habits of another case, without anything of its open findings. @returns how many */
  learnBaseline(caseId: string, fromCaseId: string, by: string): Promise<number>;
  /**
   * Declares what was asked of the log, for all inputs of the case that do not say it themselves.
   * @returns what the records say against it, in sentences; none where they agree
   * @throws EngineError bad-request for a time of acquisition before the last record
   */
  declareScope(caseId: string, acquired: Partial<import('../report.ts').Acquired>): Promise<string[]>;
  /** What the case shows that another does not. @throws EngineError no-such-case, bad-request for itself */
  compareCases(caseId: string, otherId: string): Promise<Comparison>;
  /** The name people call it by, at most 80 characters; its id stays. @throws EngineError bad-request */
  renameCase(caseId: string, name: string): Promise<void>;
  /** Says wherever the case is named that it is under legal privilege (`case.privileged`), or no longer. */
  setPrivileged(caseId: string, privileged: boolean): Promise<void>;
  /**
   * Deletes a case with everything it received, for good, once what changes it has ended. Whether it may be deleted
   * is for the caller to know.
   * @throws EngineError no-such-case
   */
  deleteCase(caseId: string): Promise<void>;
  /**
   * Writes an export into the case's folder and says where; the same kind again replaces it.
   * @throws EngineError bad-request for a kind there is not, cancelled, no-such-case
   */
  exportCase(
    caseId: string,
    request: ExportRequest,
    onProgress?: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<ExportedFile>;
  /** Reads a reviewed notification list back. @throws EngineError bad-request when the file is none */
  importReview(caseId: string, path: string, by: string): Promise<ReviewImport>;
  /**
   * Keeps how a pull from the tenant went; one of the same id is replaced. What it is missing becomes gaps.
   * @throws EngineError bad-request
   */
  notePull(caseId: string, pull: Pull): Promise<void>;
  /**
   * Adds sign-ins and says for which periods they are complete; those of a known id add nothing. Findings are worked out
   * anew each time: give them all at once. @throws EngineError bad-request
   */
  addSignIns(caseId: string, given: SignInsGiven): Promise<{ added: number; known: number }>;
  /** Keeps what messages are called; a later name replaces an earlier one. @throws EngineError bad-request */
  nameMessages(caseId: string, names: MessageName[], by: string): Promise<void>;
  /** Our own reads: their records are kept out of findings and listed in the evidence. @throws EngineError bad-request */
  noteOwnReads(caseId: string, own: OwnReads): Promise<void>;
  /** Nothing was collected for a while: a proven gap, until a pull obtains that time. @throws EngineError bad-request */
  noteOutage(caseId: string, outage: Outage): Promise<void>;
  /** One record as it was received; null when the case holds none of that id. */
  showRecord(caseId: string, recordId: string): Promise<RawRecord | null>;
  close(): Promise<void>;
}
