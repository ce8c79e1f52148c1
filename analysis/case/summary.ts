/** The summary of a case: its section, and what its headline says and rests on. */
import { loadDetections } from '../detections/index.ts';
import { storedMarkers } from '../exposure/marking.ts';
import { removedByTrust } from '../exposure/removed.ts';
import { countFindings, pageFindings } from '../findings/read.ts';
import { findingsBySeverity } from '../findings/run.ts';
import { nextSteps } from '../guidance/index.ts';
import type { CaseIdentity, Gap, SeriesDay } from '../report.ts';
import type { ExposureCounts, Sections } from '../sections.ts';
import { type Database, literal } from '../store/database.ts';
import { countBlind } from '../trust/coverage.ts';
import { pageGaps } from '../trust/gaps.ts';
import { trustVerdict } from '../trust/statements.ts';
import { caseFacts } from './facts.ts';
import { type HeadlineFacts, headlineOf, verdictOf } from './headline.ts';
import { countInputs, pageInputs } from './inputs.ts';
import { page } from './pages.ts';
import { readSeries, readTotals } from './totals.ts';
import { type CaseTrust, trustFacts } from './trust-facts.ts';

const SERIES_DAYS = 62;
/** How many of each list the summary carries; its card shows fewer. */
const SUMMARY_ITEMS = 10;
const SUMMARY_RECORDS = 20;

/** What the headline says and rests on; also for the command line. */
export async function headlineFacts(db: Database, trust: CaseTrust): Promise<HeadlineFacts> {
  const { totals, window } = await readTotals(db);
  const reached = await db.rows<{ scope: string; n: number }>(
    "SELECT scope, count(*) AS n FROM exposed_mailbox WHERE verdict NOT IN ('unknown', 'no-evidence') GROUP BY scope",
  );
  const mailboxes = (scope: string) => reached.find((row) => row.scope === scope)?.n ?? 0;
  return {
    totals,
    confirmedMailboxes: mailboxes('confirmed'),
    suspectedMailboxes: mailboxes('suspected'),
    findings: await findingsBySeverity(db),
    mailboxesWithGaps: trust.mailboxesWithGaps,
    rejected: trust.rejected,
    cutOff: trust.cutOff,
    mailboxesBlind: await countBlind(db),
    detections: (await loadDetections()).length,
    hours:
      window.from === null || window.to === null
        ? null
        : (Date.parse(window.to) - Date.parse(window.from)) / 3_600_000,
  };
}

export async function readSummary(
  db: Database,
  identity: CaseIdentity,
): Promise<Sections['summary']['result']> {
  const { totals, window } = await readTotals(db);
  const trust = await trustFacts(db);
  const headline = await headlineFacts(db, trust);
  const markers = await storedMarkers(db);
  const marked = (verdict: string) =>
    markers.filter((marker) => marker.verdict === verdict).map(({ marker }) => marker);
  const days = await readSeries(db);
  const facts = await caseFacts(db);
  const steps = nextSteps(facts);
  return {
    case: identity,
    organizations: facts.organisations,
    verdict: verdictOf(headline),
    headline: headlineOf(headline),
    totals,
    window,
    series: busiest(days),
    seriesCut: days.length > SERIES_DAYS,
    inputs: page(await pageInputs(db, 0, SUMMARY_ITEMS), await countInputs(db), 0),
    exposure: {
      markers: marked('hostile'),
      trusted: marked('trusted'),
      removed: await removedByTrust(db),
      confirmed: await exposureCounts(db, 'confirmed'),
      suspected: await exposureCounts(db, 'suspected'),
    },
    trust: {
      verdict: trustVerdict(trust),
      gapsByKind: await db.rows<{
        kind: Gap['kind'];
        certainty: Gap['certainty'];
        gaps: number;
        mailboxes: number;
      }>(
        'SELECT kind, certainty, count(*) AS gaps, count(DISTINCT mailbox) AS mailboxes FROM gap GROUP BY kind, certainty ORDER BY certainty, kind',
      ),
      gaps: page(await pageGaps(db, 0, SUMMARY_ITEMS), trust.gaps, 0),
      mailboxesWithGaps: trust.mailboxesWithGaps,
      mailboxesCovered: totals.mailboxes - trust.mailboxesWithGaps,
      rejected: trust.rejected,
    },
    findings: {
      detections: headline.detections,
      bySeverity: headline.findings,
      top: page(
        await pageFindings(db, {}, 0, SUMMARY_ITEMS, SUMMARY_RECORDS),
        await countFindings(db, {}),
        0,
      ),
    },
    nextSteps: page(steps.slice(0, SUMMARY_ITEMS), steps.length, 0),
  };
}

/** The stretch of 62 days with the most access, when there are more. */
function busiest(days: SeriesDay[]): SeriesDay[] {
  const weight = ({ bind, sync }: SeriesDay) => bind + sync;
  let best = 0;
  let bestWeight = -1;
  for (let start = 0; start + SERIES_DAYS <= days.length; start += 1) {
    const total = days.slice(start, start + SERIES_DAYS).reduce((sum, day) => sum + weight(day), 0);
    if (total > bestWeight) [best, bestWeight] = [start, total];
  }
  return days.slice(best, best + SERIES_DAYS);
}

async function exposureCounts(db: Database, scope: 'confirmed' | 'suspected'): Promise<ExposureCounts> {
  return await db.one<ExposureCounts>(`
    SELECT coalesce(sum(messages), 0) AS messages,
      coalesce(sum(CASE WHEN messages > 0 THEN 1 ELSE 0 END), 0) AS "messageMailboxes",
      coalesce(sum(CASE WHEN verdict = 'entire-mailbox' THEN 1 ELSE 0 END), 0) AS "entireMailboxes",
      coalesce(sum(windows), 0) AS windows,
      coalesce(sum(CASE WHEN verdict = 'unknown' THEN 1 ELSE 0 END), 0) AS "unknownMailboxes"
    FROM exposed_mailbox WHERE scope = ${literal(scope)}`);
}
