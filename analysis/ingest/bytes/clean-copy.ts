import { closeSync, openSync, writeSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { borrowBuffer, returnBuffer } from './buffers.ts';
import { MAX_ROW_BYTES } from './csv-record.ts';
import { NO_DELIMITER } from './row-scan.ts';
import { judgeRows, type Surveyed } from './survey.ts';

const BLOCK = 2 * MAX_ROW_BYTES;

/**
 * Copies the good rows of a file, each behind its number and the delimiter, one `\n` after each; the bad ones go to
 * `<table>_rejected`.
 */
export async function writeCleanCopy(
  connection: DuckDBConnection,
  source: Surveyed,
  copy: string,
): Promise<void> {
  const delimiter = source.grammar.kind === 'csv' ? source.grammar.delimiter : NO_DELIMITER;
  const block = borrowBuffer(BLOCK);
  let used = 0;
  let file = openSync(copy, 'w');
  const flush = () => {
    for (let done = 0; done < used; ) done += writeSync(file, block, done, used - done);
    used = 0;
  };
  try {
    await judgeRows(connection, source, {
      async restart() {
        closeSync(file);
        file = openSync(copy, 'w');
        used = 0;
      },
      good(buffer, start, stop, _offset, ordinal) {
        if (used + stop - start + 40 > BLOCK) flush();
        used += block.write(`${ordinal}${delimiter}`, used, 'latin1');
        const from = used;
        used += buffer.copy(block, used, start, stop);
        if (source.grammar.kind === 'lines') blankCarriageReturns(block.subarray(from, used));
        block[used++] = 0x0a;
      },
    });
    flush();
    returnBuffer(block);
  } finally {
    closeSync(file);
  }
}

/** A carriage return within a line is a blank to JSON, and to DuckDB the end of the line: it would give up the whole file. */
function blankCarriageReturns(line: Buffer): void {
  for (let at = line.indexOf(0x0d); at >= 0; at = line.indexOf(0x0d, at + 1)) line[at] = 0x20;
}
