/** Whether a file may be cut short by a row limit, its query's own count, or the end of its stream. */
import type { ReportInput } from './report.ts';

export type FileOrder = 'newest-first' | 'oldest-first' | 'mixed';

/** @param up, down rows that are later or earlier than the one before. One in a hundred out of order is a late record. */
export function sortedAs(up: number, down: number): FileOrder {
  if (up * 100 <= down) return down === 0 ? 'mixed' : 'newest-first';
  return down * 100 <= up ? 'oldest-first' : 'mixed';
}

/**
 * Proven where the file itself says so; a round number of rows is only suspicious, and so is a wrong checksum: nobody can
 * tell what the bytes were.
 */
export function truncated({ warnings }: Pick<ReportInput, 'warnings'>): 'proven' | 'suspected' | null {
  if (['result-count-exceeds-rows', 'gzip-cut', 'file-cut'].some((code) => warnings.includes(code)))
    return 'proven';
  const suspicious = (code: string) => code === 'gzip-damaged' || /^possibly-truncated-\d+$/.test(code);
  return warnings.some(suspicious) ? 'suspected' : null;
}
