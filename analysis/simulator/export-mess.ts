/** What exports do to a log: rows that come twice or four times, and rows that come late. */
import { Random } from './random.ts';
import type { AuditRecord } from './record.ts';

export interface ExportMess {
  seed: string;
  /** share of records that occur 2 to 4 times */
  duplicates: number;
  /** share of records that come up to 2,000 rows after their time */
  late: number;
}

/** The records as an export gives them: none missing, some again, some out of order; the same for the same seed. */
export function* asExported(
  records: Iterable<AuditRecord>,
  { seed, duplicates, late }: ExportMess,
): Generator<AuditRecord> {
  const random = new Random(`export ${seed}`);
  const held = new Map<number, AuditRecord[]>();
  let row = 0;
  const hold = (record: AuditRecord, rows: number) => {
    const due = row + rows;
    held.set(due, [...(held.get(due) ?? []), record]);
  };
  for (const record of records) {
    yield* held.get(row) ?? [];
    held.delete(row);
    if (random.chance(late)) hold(record, random.int(1, 2000));
    else yield record;
    if (random.chance(duplicates)) {
      for (let n = random.int(1, 3); n > 0; n--) hold(record, random.int(1, 300));
    }
    row++;
  }
  for (const due of [...held.keys()].sort((a, b) => a - b)) yield* held.get(due) ?? [];
}
