/** The door of trust: where the log cannot show access, as rows of the table `gap`. */
import type { ReportInput } from '../report.ts';
import type { Database } from '../store/database.ts';
import { findUncollected } from './collection.ts';
import { findEdiscovery } from './ediscovery.ts';
import { findEmptyDays } from './empty-days.ts';
import { GAP_TABLES } from './gaps.ts';
import { findNotObtained } from './not-obtained.ts';
import { findElsewhere, nameOrganizations } from './organizations.ts';
import { findOutages } from './outage.ts';
import { findSwitchedOff } from './settings.ts';
import { findSilence } from './silence.ts';
import { findThrottling } from './throttling.ts';
import { findUncovered } from './uncovered.ts';

/**
 * Builds `gap` and `gap_record` anew from the records and from what was asked of the log. What was inferred from
 * silence comes last: only what nothing else accounts for is told.
 */
export async function findGaps(db: Database, inputs: readonly ReportInput[]): Promise<void> {
  await db.run(GAP_TABLES);
  await nameOrganizations(db);
  await findThrottling(db);
  await findSwitchedOff(db);
  await findEdiscovery(db);
  await findElsewhere(db);
  await findUncollected(db, inputs);
  await findNotObtained(db);
  await findUncovered(db);
  await findOutages(db);
  await findEmptyDays(db, inputs);
  await findSilence(db);
}
