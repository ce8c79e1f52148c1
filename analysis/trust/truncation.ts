/** Whether a file may be cut short by a row limit, its query's own count, or the end of its stream. */
import type { ReportInput } from '../report.ts';

export type FileOrder = 'newest-first' | 'oldest-first' | 'mixed';

/** Proven where the file itself says so; a round number of rows is only suspicious. */
export function truncated({ warnings }: Pick<ReportInput, 'warnings'>): 'proven' | 'suspected' | null {
  if (['result-count-exceeds-rows', 'gzip-cut', 'file-cut'].some((code) => warnings.includes(code)))
    return 'proven';
  return warnings.some((code) => /^possibly-truncated-\d+$/.test(code)) ? 'suspected' : null;
}
