import type { CaseIdentity, Generator } from '../report.ts';
import type { ExportRequest } from '../sections.ts';
import type { Database } from '../store/database.ts';

/** What a shape may use. It reads one snapshot of the case, on a connection of its own. */
export interface Exporting {
  db: Database;
  /** a second connection, for what is noted while the first one streams */
  notes: Database;
  identity: CaseIdentity;
  generator: Generator;
  request: ExportRequest;
  /** may be filled; it is removed afterwards */
  workFolder: string;
  /** what is being done, for people; may be called for every row */
  onStep: (step: string) => void;
  /** what the person should know before it is written, a sentence at a time */
  onWarning: (words: string) => void;
  /** @throws the signal's reason when somebody cancelled */
  checkpoint: () => void;
}

/** One kind of export, one file in `shapes/`. */
export interface ExportShape {
  kind: string;
  /** ending of the file's name, without the dot */
  ending: 'csv' | 'zip';
  /** one line for help */
  about: string;
  /** Writes the whole file at `path`. */
  write(exporting: Exporting, path: string): Promise<void>;
}
