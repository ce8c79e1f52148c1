/** A bad row: where its line begins, and how many good rows stand between the bad row before it and itself. */
export interface BadRow {
  offset: number;
  goodBefore: number;
}

/** What DuckDB reports of one row it could not read: its line (every row and empty line counts one) and a byte in it. */
export interface Reject {
  line: number;
  byte: number;
}

/**
 * Finds the good rows that DuckDB lost in the wake of damage. After an unterminated quote it swallows rows until
 * quotes happen to match again, or to the end of the block one of its threads reads; from there on it is in step
 * until the next bad row. So of each stretch of good rows it kept the last ones, none, or all, and the numbers of
 * its rejects say how many.
 *
 * @param bad the bad rows in order; @param tail good rows after the last of them
 * @param rejects DuckDB's rejects in order of line; @param rows how many rows DuckDB read; @param skip header lines
 * @returns for each stretch (one before each bad row, one after the last) how many of its last rows DuckDB has, or
 *   null where the accounts do not meet and the file must be read by hand.
 */
export function keptByDuckDb(
  bad: BadRow[],
  tail: number,
  rejects: Reject[],
  rows: number,
  skip: number,
): number[] | null {
  const stretches = [...bad.map((row) => row.goodBefore), tail];
  const kept = stretches.map(() => 0);
  let next = 0;
  let before = 0;
  for (const [index, reject] of rejects.entries()) {
    const rowsBefore = reject.line - 1 - skip - index;
    const read = rowsBefore - before;
    before = rowsBefore;
    if (read < 0) return null;
    if (read > 0) {
      next = firstWithRows(stretches, next);
      if ((bad[next]?.offset ?? Number.POSITIVE_INFINITY) > reject.byte || read > (stretches[next] ?? 0))
        return null;
      kept[next] = read;
    }
    // Whatever stands before this reject is settled: read until now, or lost.
    while ((bad[next]?.offset ?? Number.POSITIVE_INFINITY) <= reject.byte) next++;
  }
  const last = rows - before;
  next = firstWithRows(stretches, next);
  // A quote that is still open where the file ends may come without a reject: then this is not the tail.
  if (last < 0 || last > tail || (last > 0 && next !== bad.length)) return null;
  kept[bad.length] = last;
  // Nothing can be lost before the first damage.
  return kept[0] === stretches[0] ? kept : null;
}

function firstWithRows(stretches: number[], from: number): number {
  let index = from;
  while (index < stretches.length - 1 && stretches[index] === 0) index++;
  return index;
}
