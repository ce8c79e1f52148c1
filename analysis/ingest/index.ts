/** The door of ingest: a received file in, its rows in the tables of the case, every one accounted for. */
import { rm, stat } from 'node:fs/promises';
import { isBeforeLastRecord } from '../input-warnings.ts';
import type { Acquired, InputFormat } from '../report.ts';
import type { InputProblem, Progress } from '../sections.ts';
import { type Database, literal } from '../store/database.ts';
import { type FileOrder, truncated } from '../truncation.ts';
import { readableSize } from './bytes/readable.ts';
import { sha256OfFile } from './bytes/sha256.ts';
import { type UnpackedPart, unpack } from './bytes/unpack.ts';
import { fillAddresses, fillClientStrings } from './dimensions.ts';
import type { KeptJson, ToldApart } from './flat.ts';
import { tickReading, unpackProgress } from './progress.ts';
import { type StagedPart, stagePart } from './stage.ts';
import { chooseVersions, countVersions, forgetOtherDigests, versionsDiffer } from './versions.ts';
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
  /** nor does it get another file, with which the records of this one would have to be compared */
  only?: boolean;
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
 * @throws whatever `signal` carries when cancelled; an Error when the database fails or the file is changed meanwhile.
 * A file that cannot be used is no error: it is told in `problems`, and kept as an input with its digest.
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
  const receipt = receiptOf(file, size, await lastChange(file.path));
  if (file.temporary !== true) await forgetOtherDigests(db);
  for await (const part of unpack(file.path, workFolder, {
    onProgress: unpackProgress(file, hooks),
    signal: hooks.signal,
  })) {
    const counts = await ingestPart(db, file, part, workFolder, receipt, hooks).finally(() =>
      part.temporary ? rm(part.path, { force: true }) : undefined,
    );
    if (counts.problem === null) result.usable += 1;
    else result.problems.push({ name: file.name, member: part.member, problem: counts.problem });
  }
  return result;
}

const keptJson = ({ temporary }: ReceivedFile): KeptJson => (temporary === true ? 'picked' : 'whole');

/** Whether nothing will ever be compared with the part: of an archive other members are. */
const isAlone = ({ temporary, only }: ReceivedFile, { member }: UnpackedPart) =>
  temporary === true && only === true && member === null;

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
  sha256: string;
  bytes: number;
}

interface Receipt {
  begin: () => void;
  received: () => Promise<Received>;
}

/**
 * The digest is begun when it is first asked for, which is when DuckDB has read the file: that keeps every core busy, and
 * what follows does not. It must be of the bytes that were read: whenever it is awaited, the file is as it was before.
 * @throws Error when the file was changed meanwhile
 */
function receiptOf(file: ReceivedFile, bytes: number, changed: number | null): Receipt {
  let digest: Promise<string> | undefined;
  const begin = () => {
    if (digest === undefined) {
      digest = sha256OfFile(file.path);
      // Awaited once the rows are written; until then a failure must not count as unhandled.
      digest.catch(() => undefined);
    }
    return digest;
  };
  const received = async () => {
    const sha256 = await begin();
    const now = await lastChange(file.path);
    if (now !== null && now !== changed)
      throw new Error(
        `${file.name} was changed while it was read, so that its digest would be of other bytes. Copy it and analyze the copy.`,
      );
    return { sha256, bytes };
  };
  return { begin: () => void begin(), received };
}

/** When the file was last written to, in milliseconds; null where it is no longer there. */
async function lastChange(path: string): Promise<number | null> {
  return await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}

/** The part's rows and its line among the inputs come together, or not at all. */
async function ingestPart(
  db: Database,
  file: ReceivedFile,
  part: UnpackedPart,
  workFolder: string,
  { begin, received }: Receipt,
  hooks: IngestHooks,
): Promise<PartCounts> {
  const staged = part.problem === null ? await stage(db, file, part, workFolder, begin, hooks) : null;
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
    await recordInput(db, file, part, counts, inputNo, await received());
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
    'renamed',
    'renamed_record',
  ])
    await db.run(`DELETE FROM ${table}`);
}

/** Outside the transaction: inside one DuckDB numbers the rows of a new table anew, and one bad line end undoes all. */
async function stage(
  db: Database,
  file: ReceivedFile,
  part: UnpackedPart,
  workFolder: string,
  onRead: () => void,
  hooks: IngestHooks,
): Promise<StagedPart> {
  const ticking = tickReading(db, file, part, hooks);
  const read = async (toldApart: ToldApart) => {
    await db.spareMemoryForReading();
    const options = { json: keptJson(file), toldApart, onRead };
    const staged = await db.countingProgress(() =>
      db.sparingMemoryIfNeeded(() => stagePart(db, part, workFolder, options)),
    );
    hooks.signal?.throwIfAborted();
    await db.giveBackMemory(staged.rows);
    if (staged.problem === null) await chooseVersions(db);
    return staged;
  };
  const work = async () => {
    if (!isAlone(file, part)) return await read('by content');
    const quickly = await read('by text');
    // Mostly none do: an export that has a record twice has its text twice.
    if (quickly.problem !== null || !(await versionsDiffer(db))) return quickly;
    await db.run('DROP VIEW staged; DROP TABLE stage');
    return await read('by content');
  };
  return await work().finally(ticking);
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
  await writeRecords(db, inputNo, { json: keptJson(file), inTransaction });
  await db.run('DROP VIEW staged; DROP TABLE stage');
  if (inTransaction) await db.giveBackMemory(rows);
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

/** Whether the case holds the very same file already, under whatever name. */
async function isKnown(db: Database, part: UnpackedPart, { sha256 }: Received): Promise<boolean> {
  const { n } = await db.one<{ n: number }>(`
    SELECT count(*) AS n FROM input
    WHERE sha256 = ${literal(sha256)} AND member IS NOT DISTINCT FROM ${literal(part.member)} AND problem IS NULL`);
  return n > 0;
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
  const warnings = [
    ...((await isKnown(db, part, received)) ? ['received-before'] : []),
    ...counts.warnings,
    ...(impossible ? ['acquired-before-last-record'] : []),
  ];
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
