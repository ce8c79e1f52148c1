/** Whether a file may be cut short by a row limit, its query's own count, or the end of its stream. */
import type { ReportInput } from '../report.ts';

export type FileOrder = 'newest-first' | 'oldest-first' | 'mixed';

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
