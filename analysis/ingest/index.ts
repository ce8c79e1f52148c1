/** The door of ingest: a received file in, its rows in the tables of the case, every one accounted for. */
import { rm } from 'node:fs/promises';
import { isBeforeLastRecord } from '../input-warnings.ts';
import type { Acquired, InputFormat } from '../report.ts';
import type { InputProblem, Progress } from '../sections.ts';
import { type Database, literal } from '../store/database.ts';
import { type FileOrder, truncated } from '../truncation.ts';
import { readableSize } from './bytes/readable.ts';
import { sha256OfFile } from './bytes/sha256.ts';
import { type UnpackedPart, unpack } from './bytes/unpack.ts';
import { fillAddresses, fillClientStrings } from './dimensions.ts';
import { tickReading, unpackProgress } from './progress.ts';
import { type StagedPart, stagePart } from './stage.ts';
import { chooseVersions, countVersions } from './versions.ts';
import { endsInside, rowOrder, warningsOf, whatWasSeen } from './whole-part.ts';
import { writeRecords } from './write.ts';

export interface ReceivedFile {
  /** where it lies now; it is read there, and found again there by `show` */
  path: string;
  /** what the sender called it */
  name: string;
  acquired?: Partial<Acquired>;
  /** the case is thrown away, so that no later rule will read its records again */
  temporary?: boolean;
}

export interface IngestHooks {
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

export interface Ingested {
  /** parts (the file, or members of an archive) that gave at least one record or duplicate */
  usable: number;
  problems: InputProblem[];
}

/**
 * Reads one file, or every member of an archive, into the case. A part that fails or is cancelled leaves nothing
 * behind.
 * @throws whatever `signal` carries when cancelled; an Error when the database fails. A file that cannot be used is
 * no error: it is told in `problems`, and kept as an input with its digest.
 */
export async function ingestFile(
  db: Database,
  file: ReceivedFile,
  workFolder: string,
  hooks: IngestHooks = {},
): Promise<Ingested> {
  const result: Ingested = { usable: 0, problems: [] };
  const size = await readableSize(file.path);
  if (typeof size === 'string') {
    return { usable: 0, problems: [{ name: file.name, member: null, problem: size }] };
  }
  const received = receiptOf(file, size);
  for await (const part of unpack(file.path, workFolder, {
    onProgress: unpackProgress(file, hooks),
    signal: hooks.signal,
  })) {
    const counts = await ingestPart(db, file, part, workFolder, received, hooks).finally(() =>
      part.temporary ? rm(part.path, { force: true }) : undefined,
    );
    if (counts.problem === null) result.usable += 1;
    else result.problems.push({ name: file.name, member: part.member, problem: counts.problem });
  }
  return result;
}

interface PartCounts {
  format: InputFormat;
  rows: number;
  records: number;
  duplicates: number;
  conflicts: number;
  rejected: number;
  accesses: number;
  first: number | null;
  last: number | null;
  warnings: string[];
  /** of a file that may be cut short */
  order: FileOrder | null;
  problem: string | null;
}

const NOTHING: PartCounts = {
  format: 'unknown',
  rows: 0,
  records: 0,
  duplicates: 0,
  conflicts: 0,
  rejected: 0,
  accesses: 0,
  first: null,
  last: null,
  warnings: [],
  order: null,
  problem: null,
};

interface Received {
  /** null: not known yet */
  sha256: string | null;
  bytes: number;
}

/**
 * The digest of a file that is kept is begun when it is first asked for, which is when the parse is done: that keeps every
 * core busy, and what follows does not. A temporary case has it worked out later (`digestInputs`).
 */
function receiptOf(file: ReceivedFile, bytes: number): () => Promise<Received> {
  let receipt: Promise<Received> | undefined;
  return () => {
    if (receipt === undefined) {
      const digest = file.temporary === true ? Promise.resolve(null) : sha256OfFile(file.path);
      receipt = digest.then((sha256) => ({ sha256, bytes }));
      // Awaited once the rows are written; until then a failure must not count as unhandled.
      receipt.catch(() => undefined);
    }
    return receipt;
  };
}

/**
 * Works out the digests of the files of a temporary case, while it is judged: that leaves a core idle, which reading does not.
 * @returns what puts them into the table `input`, when nothing else runs there
 * @throws Error when a file can no longer be read
 */
export async function digestInputs(db: Database): Promise<() => Promise<void>> {
  const files = await db.rows<{ file: string }>('SELECT DISTINCT file FROM input WHERE sha256 IS NULL');
  const digests: [file: string, sha256: string][] = [];
  for (const { file } of files) digests.push([file, await sha256OfFile(file)]);
  return async () => {
    for (const [file, sha256] of digests)
      await db.run(
        `UPDATE input SET sha256 = ${literal(sha256)} WHERE sha256 IS NULL AND file = ${literal(file)}`,
      );
  };
}

/** The part's rows and its line among the inputs come together, or not at all. */
async function ingestPart(
  db: Database,
  file: ReceivedFile,
  part: UnpackedPart,
  workFolder: string,
  received: () => Promise<Received>,
  hooks: IngestHooks,
): Promise<PartCounts> {
  const staged = part.problem === null ? await stage(db, file, part, workFolder, hooks) : null;
  const receipt = received();
  const problem = staged === null ? part.problem : staged.problem;
  // What is dropped in a transaction keeps its memory until the end of it, and the first part of a case can be taken back
  // without one. Not so of a case that is kept: its process may end half way.
  const inTransaction = file.temporary !== true || (await nextInputNo(db)) > 1;
  const keep = async () => {
    const inputNo = await nextInputNo(db);
    const counts =
      staged === null || problem !== null
        ? { ...NOTHING, warnings: part.warnings, problem }
        : await keepPart(db, file, part, staged, inputNo, inTransaction, hooks);
    await recordInput(db, file, part, counts, inputNo, await receipt);
    return counts;
  };
  if (inTransaction) return await db.transaction(keep);
  try {
    return await keep();
  } catch (error) {
    await takeBackAll(db);
    throw error;
  }
}

/** What the first part of a case has left behind; addresses and client strings mean the same in the next one. */
async function takeBackAll(db: Database): Promise<void> {
  for (const table of [
    'rejected_row',
    'access_item',
    'mail_access',
    'other_record',
    'change',
    'sign_in',
    'mailbox_name',
  ])
    await db.run(`DELETE FROM ${table}`);
}

/** Outside the transaction: inside one DuckDB numbers the rows of a new table anew, and one bad line end undoes all. */
async function stage(
  db: Database,
  file: ReceivedFile,
  part: UnpackedPart,
  workFolder: string,
  hooks: IngestHooks,
): Promise<StagedPart> {
  const ticking = tickReading(db, file, part, hooks);
  const staged = await db.countingProgress(() => stagePart(db, part, workFolder)).finally(ticking);
  hooks.signal?.throwIfAborted();
  return staged;
}

async function keepPart(
  db: Database,
  file: ReceivedFile,
  part: UnpackedPart,
  staged: StagedPart,
  inputNo: number,
  inTransaction: boolean,
  hooks: IngestHooks,
): Promise<PartCounts> {
  const told = (counts: { records: number; duplicates: number; rejected: number }) =>
    hooks.onProgress?.({ stage: 'records', input: file.name, ...counts });
  told({ records: staged.rows, duplicates: 0, rejected: staged.rejected });
  await fillAddresses(db);
  await fillClientStrings(db);
  await chooseVersions(db);
  const versions = await countVersions(db);
  const unusable = await moveRejected(db, inputNo);
  const rows = staged.rows + staged.rejected;
  const endWarnings = (await endsInside(db, part.path, inputNo, rows)) ? ['file-cut'] : [];
  told({ ...versions, rejected: unusable });
  hooks.signal?.throwIfAborted();
  const seen = await whatWasSeen(db);
  const warnings = [
    ...part.warnings,
    ...staged.warnings,
    ...endWarnings,
    ...warningsOf(rows, staged.resultCount, seen),
  ];
  const order = truncated({ warnings }) === null ? null : await rowOrder(db);
  await writeRecords(db, inputNo, { json: file.temporary !== true, inTransaction });
  await db.run('DROP VIEW staged; DROP TABLE stage');
  return {
    format: staged.format,
    rows,
    ...versions,
    rejected: unusable,
    accesses: seen.new_accesses,
    first: seen.first_s,
    last: seen.last_s,
    warnings,
    order,
    problem: versions.records + versions.duplicates > 0 ? null : nothingUsable(rows),
  };
}

function nothingUsable(rows: number): string {
  if (rows === 0) return 'holds no audit records: there is nothing after the header';
  return `holds no usable audit record: ${rows === 1 ? 'its one row was rejected' : `all ${rows.toLocaleString('en')} rows were rejected`}`;
}

/** Rows the reader could not read and rows without usable audit data, kept with number and reason. */
async function moveRejected(db: Database, inputNo: number): Promise<number> {
  await db.run(`
    INSERT INTO rejected_row
    SELECT ${inputNo}, ordinal, reason, excerpt FROM stage_rejected
    UNION ALL SELECT ${inputNo}, ordinal, reason, head FROM staged WHERE reason IS NOT NULL`);
  await db.run('DROP TABLE stage_rejected');
  const { rejected } = await db.one<{ rejected: number }>(
    `SELECT count(*) AS rejected FROM rejected_row WHERE input_no = ${inputNo}`,
  );
  return rejected;
}

async function nextInputNo(db: Database): Promise<number> {
  const { next } = await db.one<{ next: number }>('SELECT coalesce(max(input_no), 0) + 1 AS next FROM input');
  return next;
}

async function recordInput(
  db: Database,
  file: ReceivedFile,
  part: UnpackedPart,
  counts: PartCounts,
  inputNo: number,
  received: Received,
): Promise<void> {
  const { acquired = {} } = file;
  const impossible = isBeforeLastRecord(acquired.at, counts.last);
  const warnings = impossible ? [...counts.warnings, 'acquired-before-last-record'] : counts.warnings;
  const list = (values: string[] | null | undefined) => (values == null ? null : JSON.stringify(values));
  await db.run(
    `INSERT INTO input VALUES (${[
      inputNo,
      file.name,
      part.member,
      received.sha256,
      received.bytes,
      counts.format,
      file.path,
      counts.rows,
      counts.records,
      counts.duplicates,
      counts.conflicts,
      counts.rejected,
      counts.accesses,
      counts.first,
      counts.last,
      impossible ? null : (acquired.at ?? null),
      acquired.by ?? null,
      acquired.from ?? null,
      acquired.to ?? null,
      list(acquired.users),
      list(acquired.operations),
      JSON.stringify([...new Set(warnings)]),
      counts.problem,
      counts.order,
    ]
      .map(literal)
      .join(', ')})`,
  );
}
