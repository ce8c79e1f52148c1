/** From a plain text part to the temp table `stage`: one row per audit record, its AuditData as a struct. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { InputFormat } from '../report.ts';
import { type Database, literal } from '../store/database.ts';
import { splitJson } from './bytes/split-json.ts';
import { type Staged, stageCsv, stageLines } from './bytes/stage.ts';
import type { UnpackedPart } from './bytes/unpack.ts';
import { type Flattening, flat, STAGED_VIEW } from './flat.ts';
import type { Format, JsonSample, Sample } from './format.ts';
import { lookAtFile, recognise, sampleLines } from './recognise.ts';

export interface StagedPart {
  format: InputFormat;
  /** rows in `stage`; the others are in `stage_rejected` */
  rows: number;
  rejected: number;
  resultCount: number | null;
  warnings: string[];
  /** why nothing could be staged, else null */
  problem: string | null;
}

export interface StageOptions extends Flattening {
  /** when DuckDB has read the file, and not everything is done */
  onRead?: () => void;
}

const UNKNOWN_SHAPE =
  'is not an audit-log export Mailtrail knows. It reads Search-UnifiedAuditLog and Purview CSV, AuditData and Extractor-Suite JSON, Management API, Graph, OfficeActivity, CloudAppEvents, Splunk, Elastic and Wazuh exports';

export async function stagePart(
  db: Database,
  part: UnpackedPart,
  workFolder: string,
  options: StageOptions,
): Promise<StagedPart> {
  const look = await lookAtFile(part.path);
  if (look.kind === 'nothing') return nothing(look.problem);
  if (look.kind === 'csv') {
    const format = await recognise(look.sample);
    if (format === null) return nothing(UNKNOWN_SHAPE);
    const staged = await stageCsv(db.connection, {
      path: part.path,
      skip: look.sample.skip + 1,
      columns: look.sample.header.map((_, index) => `c${index}`),
      delimiter: look.sample.delimiter,
      select: selectList(format, look.sample),
      keep: (query) => flat(query, options),
      table: 'stage',
      workFolder,
      onRead: options.onRead,
    });
    return await finished(db, format, look.sample, staged);
  }
  if (look.kind === 'json-lines') return await stageJson(db, part.path, look.sample, workFolder, options);
  const lines = join(workFolder, 'elements.jsonl');
  try {
    const split = await splitJson(part.path, lines);
    if (split.elements === 0) return nothing('holds no audit records: its list is empty');
    const sample = await sampleLines(lines, look.layout);
    const staged = await stageJson(db, lines, sample, workFolder, options);
    if (staged.problem !== null || split.rejectedCount === 0) return staged;
    await putBackRejected(db, split.rejectedFile);
    return { ...staged, rejected: staged.rejected + split.rejectedCount };
  } finally {
    await rm(lines, { force: true });
    await rm(`${lines}.rejected`, { force: true });
  }
}

async function stageJson(
  db: Database,
  path: string,
  sample: JsonSample,
  workFolder: string,
  options: StageOptions,
): Promise<StagedPart> {
  const format = await recognise(sample);
  if (format === null) return nothing(UNKNOWN_SHAPE);
  const staged = await stageLines(db.connection, {
    path,
    select: selectList(format, sample),
    keep: (query) => flat(query, options),
    table: 'stage',
    workFolder,
    onRead: options.onRead,
  });
  return await finished(db, format, sample, staged);
}

/** What `flat` reads, and the query's result count. */
function selectList(format: Format, sample: Sample): string {
  return `${format.auditData(sample)} AS audit, ${format.resultCount?.(sample) ?? 'NULL'} AS result_count`;
}

async function finished(db: Database, format: Format, sample: Sample, staged: Staged): Promise<StagedPart> {
  await db.run(STAGED_VIEW);
  const { most } = await db.one<{ most: number | null }>(
    'SELECT max(try_cast(result_count AS BIGINT)) AS most FROM stage',
  );
  return {
    format: format.format,
    rows: staged.rows,
    rejected: staged.rejectedRows,
    resultCount: most,
    warnings: format.warnings?.(sample) ?? [],
    problem: null,
  };
}

function nothing(problem: string): StagedPart {
  return { format: 'unknown', rows: 0, rejected: 0, resultCount: null, warnings: [], problem };
}

/**
 * Elements the splitter had to reject stand between the lines it wrote. Gives every row its number among all
 * elements offered, and puts the rejected ones beside the others.
 * @param file JSON lines `{ordinal, reason, excerpt}` in order
 */
async function putBackRejected(db: Database, file: string): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE split_rejected AS
    SELECT ordinal, reason, excerpt, ordinal - row_number() OVER (ORDER BY ordinal) AS good_before
    FROM read_json(${literal(file)}, format = 'newline_delimited', columns = {'ordinal': 'BIGINT', 'reason': 'VARCHAR', 'excerpt': 'VARCHAR'})`);
  for (const table of ['stage', 'stage_rejected']) {
    await db.run(`
      UPDATE ${table} SET ordinal = ordinal + (SELECT count(*) FROM split_rejected r WHERE r.good_before < ${table}.ordinal)`);
  }
  await db.run(
    'INSERT INTO stage_rejected SELECT ordinal, reason, excerpt FROM split_rejected; DROP TABLE split_rejected',
  );
}
