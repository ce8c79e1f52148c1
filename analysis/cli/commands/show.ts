import { ReceivedFileGone } from '../../index.ts';
import type { RawRecord } from '../../sections.ts';
import { type CliCommand, parsed, UsageError } from '../command.ts';
import { withKeptCase } from '../kept-case.ts';
import { printable, tell } from '../progress-bar.ts';

const usage = `mailtrail show RECORD-ID --case DIR [--raw]      prints a record as it was received, with file, digest and row
  --raw               only the row, byte for byte as it stands in the file (unpacked, in UTF-8)`;

export const command: CliCommand = { name: 'show', usage, run };

/** The record was not found, or not as it was read. */
const NOT_AS_RECEIVED = 2;

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parsed(args, { case: { type: 'string' }, raw: { type: 'boolean' } });
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw new UsageError('name one record by its id.');
  return await withKeptCase(values.case, async (kase) => {
    const record = await kase.showRecord(id).catch((error: unknown) => {
      throw error instanceof ReceivedFileGone ? new UsageError(error.message) : error;
    });
    if (record === null) throw new UsageError(`the case holds no record ${id.slice(0, 80)}.`);
    const problem = problemOf(record);
    if (problem !== null) tell(`mailtrail show: ${problem}`);
    if (values.raw) writeRaw(record);
    else process.stdout.write(`${described(record).map(printable).join('\n')}\n`);
    return problem === null ? 0 : NOT_AS_RECEIVED;
  });
}

function problemOf({ sha256, sha256Now, found, row, input }: RawRecord): string | null {
  if (sha256 !== sha256Now) {
    return `${input} is not the file that was received: its SHA-256 was ${sha256} and is ${sha256Now} now. What is shown proves nothing.`;
  }
  return found ? null : `row ${row} of ${input} does not hold this record any more as it is read now.`;
}

/** To a terminal without what could rewrite it; into a file or a pipe as it is. */
function writeRaw({ text }: RawRecord): void {
  if (text === null) return;
  process.stdout.write(`${process.stdout.isTTY ? text.split('\n').map(printable).join('\n') : text}\n`);
}

function described(record: RawRecord): string[] {
  const { input, member, sha256, sha256Now, row } = record;
  return [
    `record  ${record.recordId}`,
    `        ${record.operation}, ${record.time}`,
    `input   ${input}${member === null ? '' : `, member ${member}`} (${record.format})`,
    `sha256  ${sha256} ${sha256 === sha256Now ? '(verified again just now)' : `(NOT as received: ${sha256Now} now)`}`,
    `row     ${row}`,
    '',
    'Laid out for reading; --raw prints the row as it stands in the file.',
    '',
    ...(record.text === null ? ['The file has no such row.'] : content(record)),
  ];
}

/** Laid out for reading: JSON indented, also where a cell or a field holds JSON as text. */
function content({ text, cells }: RawRecord): string[] {
  if (cells === null) return laidOut(text ?? '');
  return cells
    .filter(({ value }) => value !== null)
    .flatMap(({ name, value }) => {
      const [first = '', ...rest] = laidOut(value ?? '');
      return [`${name.replace(/^\uFEFF/, '')}: ${first}`, ...rest];
    });
}

function laidOut(text: string): string[] {
  let shown = text;
  try {
    const value = unfolded(text);
    if (typeof value !== 'string') shown = JSON.stringify(value, null, 2);
  } catch (error) {
    // Nested so deep that it cannot be laid out: as it stands, then.
    if (!(error instanceof RangeError)) throw error;
  }
  return shown.split(/\r?\n/);
}

/** Text that is a JSON object or list becomes it; so does text within. */
function unfolded(value: unknown): unknown {
  if (typeof value === 'string') {
    if (!/^\s*[[{]/.test(value)) return value;
    try {
      return unfolded(JSON.parse(value));
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map(unfolded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, unfolded(field)]));
}
