/** The door of the engine: exports in, report out. Knows no Teams, no Graph, no HTTP. */
import { Case, type OpenCase } from './case/case.ts';

export { ApprovalError } from './baseline/approvals.ts';
export type { Case, OpenCase } from './case/case.ts';
export { CaseError, type CaseRecord, readRecord } from './case/folder.ts';
export {
  ExportError,
  type ExportHooks,
  exportShapes,
  ReceivedFileGone,
  ReviewError,
} from './exports/index.ts';
export { MarkerError, parseMarker } from './exposure/markers.ts';
export type { Ingested, IngestHooks, ReceivedFile } from './ingest/index.ts';
export { PulledError } from './pulled/given.ts';

/** Opens a case folder, or makes one. One process at a time may hold it. */
export async function openCase(options: OpenCase): Promise<Case> {
  return await Case.open(options);
}
