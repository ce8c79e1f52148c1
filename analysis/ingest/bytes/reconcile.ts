/** Rows looked at behind each bad row: damage makes DuckDB lose one or two, seldom more. */
export const PROBES = 16;

/** Fingerprints of the first rows of a stretch, at most PROBES, and of its last row. */
export interface Probes {
  first: string[];
  last: string | null;
}

/**
 * Finds the good rows that DuckDB lost in the wake of damage. After an unterminated quote it swallows rows until
 * quotes happen to match again; from there on it is in step until the next bad row. So of each stretch of good rows
 * between two bad ones it kept the last ones, none, or all. (What it reports of its rejects is no help: seen were
 * wrong line numbers, and rows dropped at the end of a file without any reject.)
 *
 * @param stretches how many good rows there are before the first bad row, between each two, after the last
 * @param probes of each stretch
 * @param fingerprintAt the fingerprint of DuckDB's n-th row, from 0; @param rows how many rows DuckDB has
 * @returns how many of its last rows DuckDB has of each stretch, or null where rows do not fit together and DuckDB's
 *   reading cannot be used
 */
export async function keptByDuckDb(
  stretches: number[],
  probes: Probes[],
  fingerprintAt: (row: number) => Promise<string>,
  rows: number,
): Promise<number[] | null> {
  const kept: number[] = [];
  let row = 0;
  for (const [index, good] of stretches.entries()) {
    const { first, last } = probes[index] ?? { first: [], last: null };
    let has = 0;
    if (row < rows && good > 0) {
      const lost = first.indexOf(await fingerprintAt(row));
      if (lost < 0 && good > PROBES) return null;
      if (lost >= 0) has = good - lost;
      if (row + has > rows || (has > 0 && (await fingerprintAt(row + has - 1)) !== last)) return null;
    }
    kept.push(has);
    row += has;
  }
  // Nothing can be lost before the first damage.
  return row === rows && kept[0] === stretches[0] ? kept : null;
}
