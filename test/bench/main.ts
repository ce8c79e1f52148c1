/**
 * npm run bench [-- --records N] [-- --rounds N]: the whole analysis of a big export beside the bare DuckDB parse of the
 * same file and a plain csv-parse loop, each in a process of its own, all in one run on one machine.
 */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BigExport, bigExport } from './big-export.ts';
import { type Measured, measure } from './measure.ts';

const RATIO_TARGET = 2.5;
const MEMORY_TARGET = 1e9;
const LOOP_ROWS = 50_000;
const CLI = 'analysis/cli/main.ts';
/** Unset, the engine tells DuckDB how to allocate memory (store/database.ts); empty, DuckDB allocates as it comes. */
const AS_IT_COMES = { DUCKDB_JE_MALLOC_CONF: '' };

interface Line {
  what: string;
  /** seconds that count for the ratio */
  seconds: number;
  peakBytes: number;
  cpuSeconds: number;
  rows: number;
}

/** Yardstick and analysis in turns: a machine that others use as well changes its speed by half within minutes. */
interface Round {
  parse: Line;
  allocating: Line;
  temporary: Line;
  analysis: Line;
}

type Yardstick = Exclude<keyof Round, 'analysis'>;

const { values } = parseArgs({
  options: { records: { type: 'string', default: '500000' }, rounds: { type: 'string', default: '5' } },
});
const records = wholeNumber('--records', values.records);
const roundsAsked = wholeNumber('--rounds', values.rounds);

const file = await bigExport(records, (written) => {
  if (process.stderr.isTTY) process.stderr.write(`\rwriting the export: ${written} of ${records} records`);
});
console.log(describeFile(file));

try {
  const kept = { what: 'the same, with a case that is kept', ...(await wholeAnalysis(file, true)) };
  const once = [
    { what: 'bare count, nothing kept', ...(await yardstick(file, 'count')) },
    {
      what: `csv-parse + JSON.parse, first ${Math.min(records, LOOP_ROWS).toLocaleString('en')} rows`,
      ...(await plainLoop(file)),
    },
  ];
  const rounds: Round[] = [];
  while (rounds.length < roundsAsked) rounds.push(await round());
  const middleOf = (name: keyof Round) => middle(rounds.map((one) => one[name]));
  printTable(file, [
    middleOf('analysis'),
    kept,
    middleOf('parse'),
    middleOf('allocating'),
    middleOf('temporary'),
    ...once,
  ]);
  printVerdict(rounds, kept);
} catch (error) {
  console.error(`\nIt could not be measured. ${String(error)}`);
  process.exitCode = 1;
}

async function round(): Promise<Round> {
  return {
    temporary: { what: 'bare parse into a temporary table', ...(await yardstick(file, 'temporary')) },
    parse: { what: 'bare parse into a database file', ...(await yardstick(file, 'file')) },
    allocating: { what: 'the same, allocating as the engine does', ...(await yardstick(file, 'file', {})) },
    analysis: { what: 'whole analysis (mailtrail analyze --json)', ...(await wholeAnalysis(file)) },
  };
}

/** The line in the middle by seconds; memory is the highest seen. */
function middle(lines: Line[]): Line {
  const line = lines.toSorted((a, b) => a.seconds - b.seconds)[Math.floor((lines.length - 1) / 2)] as Line;
  return { ...line, peakBytes: Math.max(...lines.map(({ peakBytes }) => peakBytes)) };
}

/** @param allocation as DuckDB comes: what the engine makes of it beyond that is not bare */
async function yardstick(
  file: BigExport,
  keep: 'count' | 'temporary' | 'file',
  allocation: Record<string, string> = AS_IT_COMES,
): Promise<Omit<Line, 'what'>> {
  const measured = await measure('test/bench/bare-parse.ts', [file.path, keep], undefined, allocation);
  const { seconds, rows } = answerOf(measured, 'The bare parse');
  if (rows !== file.records) throw new Error(`The bare parse found ${rows} rows, not ${file.records}.`);
  return { ...measured, seconds, rows };
}

async function plainLoop(file: BigExport): Promise<Omit<Line, 'what'>> {
  const measured = await measure('test/bench/csv-loop.ts', [file.path, String(LOOP_ROWS)]);
  return { ...measured, ...answerOf(measured, 'The csv-parse loop') };
}

/**
 * Start of the program included: that is what a person waits for.
 * @param kept as a chat keeps every case: file copied, tables on disk, each step whole or not at all
 */
async function wholeAnalysis(file: BigExport, kept = false): Promise<Omit<Line, 'what'>> {
  const folder = await mkdtemp(join(tmpdir(), 'mailtrail-bench-report-'));
  try {
    const report = join(folder, 'report.json');
    const keep = kept ? ['--case', join(folder, 'case')] : [];
    const measured = await measure(CLI, ['analyze', '--json', ...keep, file.path], report);
    if (measured.exitCode !== 0) {
      throw new Error(`The analysis ended with exit code ${measured.exitCode}:\n${measured.stderr}`);
    }
    const rows = await recordsIn(report);
    if (rows !== file.records) throw new Error(`The report counts ${rows} records, not ${file.records}.`);
    return { ...measured, seconds: measured.wallSeconds, rows };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `totals.records` of a report too long to hold in memory. */
async function recordsIn(report: string): Promise<number | undefined> {
  let carried = '';
  for await (const piece of createReadStream(report, 'utf8')) {
    const match = /"totals"\s*:\s*\{\s*"records"\s*:\s*(\d+)/.exec(carried + piece);
    if (match !== null) return Number(match[1]);
    carried = String(piece).slice(-200);
  }
  return undefined;
}

function answerOf(measured: Measured, who: string): { seconds: number; rows: number } {
  if (measured.exitCode !== 0) {
    throw new Error(`${who} ended with exit code ${measured.exitCode}:\n${measured.stderr}`);
  }
  return JSON.parse(measured.stdout) as { seconds: number; rows: number };
}

function describeFile(file: BigExport): string {
  const made = file.made === undefined ? 'made by an earlier run' : `made in ${file.made.toFixed(1)} s`;
  const size = `${(file.bytes / 1e6).toFixed(0)} MB`;
  return `\n${file.path}\n${file.records.toLocaleString('en')} records, ${size}, ${made}; Node ${process.version}, ${cpus().length} cores\n`;
}

function printTable(file: BigExport, lines: Line[]): void {
  const header = ['', 'seconds', 'CPU s', 'peak MB', 'rows/s', 'MB/s', 'all rows, s'];
  const rows = lines.map((line) => {
    const share = line.rows / file.records;
    return [
      line.what,
      line.seconds.toFixed(2),
      line.cpuSeconds.toFixed(1),
      (line.peakBytes / 1e6).toFixed(0),
      Math.round(line.rows / line.seconds).toLocaleString('en'),
      ((file.bytes * share) / 1e6 / line.seconds).toFixed(0),
      share < 1 ? `${(line.seconds / share).toFixed(1)} (extrapolated)` : line.seconds.toFixed(1),
    ];
  });
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => (row[column] ?? '').length)),
  );
  for (const row of [header, ...rows]) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(cells.join('  '));
  }
}

/**
 * The parse into a file is the target's yardstick. Harder ones beside it: with the engine's allocation, and into a
 * temporary table, which pays for no compression.
 */
function printVerdict(rounds: Round[], kept: Line): void {
  const met = (yes: boolean) => (yes ? 'met' : 'NOT met');
  const times = (of: 'seconds' | 'cpuSeconds', beside: Yardstick) =>
    rounds.map((one) => one.analysis[of] / one[beside][of]).toSorted((a, b) => a - b);
  const middleOf = (sorted: number[]) => sorted[Math.floor((sorted.length - 1) / 2)] as number;
  const ratio = (beside: Yardstick) => {
    const sorted = times('seconds', beside);
    const all = sorted.map((one) => one.toFixed(2)).join(', ');
    return `${middleOf(sorted).toFixed(2)} (rounds: ${all}), target at most ${RATIO_TARGET}: ${met(middleOf(sorted) <= RATIO_TARGET)}`;
  };
  const inCpu = (['parse', 'allocating', 'temporary'] as const).map((beside) =>
    middleOf(times('cpuSeconds', beside)).toFixed(2),
  );
  const peakBytes = Math.max(kept.peakBytes, ...rounds.map(({ analysis }) => analysis.peakBytes));
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
  console.log(`\nanalysis / bare parse into a file             ${ratio('parse')}`);
  console.log(`analysis / the same, allocating as the engine ${ratio('allocating')}`);
  console.log(`analysis / bare parse into a temporary table  ${ratio('temporary')}`);
  console.log(`the same in CPU seconds, which other work on the machine disturbs less: ${inCpu.join(', ')}`);
  console.log(
    `peak memory ${megabytes(peakBytes)} MB, target at most ${megabytes(MEMORY_TARGET)} MB: ${met(peakBytes <= MEMORY_TARGET)}`,
  );
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    console.error(`${option} must be a whole number of at least 1, not ${text}.`);
    process.exit(2);
  }
  return value;
}
