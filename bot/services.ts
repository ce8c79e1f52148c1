/** What commands and buttons work with. */
import type { Engine } from '../analysis/engine/engine.ts';
import type { Accounts, Confirmations, Roster } from './access/index.ts';
import type { Alerts } from './alerts/index.ts';
import type { Asked } from './asked.ts';
import type { AuditTrail } from './audit/index.ts';
import type { WhoReadQuestion } from './commands/_who-read.ts';
import type { Commands } from './commands/index.ts';
import type { Jobs, OfferedExport } from './jobs/index.ts';
import type { Live } from './live/index.ts';
import type { Store } from './store/index.ts';
import type { Uploads } from './uploads.ts';
import type { Work } from './work/index.ts';

export interface Services {
  engine: Engine;
  store: Store;
  jobs: Jobs;
  work: Work;
  audit: AuditTrail;
  confirmations: Confirmations;
  /** accounts that must not see a case */
  accounts: Accounts;
  /** who is in a conversation */
  roster: Roster;
  /** what conversations are told without asking */
  alerts: Alerts;
  commands: Commands;
  /** files that come with a command */
  uploads: Uploads;
  /** questions whose answers have pages */
  asked: Asked<WhoReadQuestion>;
  /** files somebody was asked whether they want */
  offers: Asked<OfferedExport>;
  /** the tenant Mailtrail is connected to, and the work under way on it */
  live: Live;
  /** no app id: one person on this computer, who may also name files by their path */
  local: boolean;
  /** folders below which `analyze <path>` may read */
  readableFolders: string[];
  version: string;
  /** holds the cases, each in a folder of its own */
  dataFolder: string;
}
