/** Whether a file may be cut short by a row limit, its query's own count, or the end of its stream. */
import type { ReportInput } from '../report.ts';

export type FileOrder = 'newest-first' | 'oldest-first' | 'mixed';

/** Proven where the file itself says so; a round number of rows is only suspicious. */
export function truncated({ warnings }: Pick<ReportInput, 'warnings'>): 'proven' | 'suspected' | null {
  if (warnings.includes('result-count-exceeds-rows') || warnings.includes('gzip-cut')) return 'proven';
  return warnings.some((code) => /^possibly-truncated-\d+$/.test(code)) ? 'suspected' : null;
}
