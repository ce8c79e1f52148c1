/** Sections of the report, read by page from the tables of a case. */
import { contextsById, countContexts, pageContexts, pageGroups } from '../contexts/contexts.ts';
import { loadDetections } from '../detections/index.ts';
import { storedMarkers } from '../exposure/marking.ts';
import { countMailboxes, foldersOf, pageMailboxes, pageMessages, windowsOf } from '../exposure/read.ts';
import { removedByTrust } from '../exposure/removed.ts';
import { countFindingItems, pageFindingItems } from '../findings/messages.ts';
import { countFindings, filesOf, pageFindings } from '../findings/read.ts';
import { findingsBySeverity } from '../findings/run.ts';
import { suggestedMarkers } from '../findings/suggested-markers.ts';
import { nextSteps, stepsFor } from '../guidance/index.ts';
import { namesOf } from '../pulled/message-names.ts';
import type { CaseIdentity, Gap, SeriesDay } from '../report.ts';
import type {
  ExposureCounts,
  ExposureScope,
  LedgerMessage,
  PageQuery,
  SectionName,
  Sections,
} from '../sections.ts';
import { type Database, literal } from '../store/database.ts';
import { countBlind, pageCoverage } from '../trust/coverage.ts';
import { pageGaps } from '../trust/gaps.ts';
import { canConclude, cannotConclude, trustVerdict } from '../trust/statements.ts';
import { readAppSection, readTimeline, readWhoReadSection } from './answers.ts';
import { caseFacts, organizations } from './facts.ts';
import { type HeadlineFacts, headlineOf, verdictOf } from './headline.ts';
import { countInputs, countRejected, pageInputs, pageRejected } from './inputs.ts';
import { bounds, LARGEST_PAGE, page } from './pages.ts';
import { readMatchesSection, readPullsSection, readUnnamedSection } from './pulled.ts';
import { readSeries, readTotals } from './totals.ts';
import { trustFacts } from './trust-facts.ts';

const SERIES_DAYS = 62;
/** How many of each list the summary carries; its card shows fewer. */
const SUMMARY_ITEMS = 10;
const SUMMARY_RECORDS = 20;

type Reader<N extends SectionName> = (
  db: Database,
  identity: CaseIdentity,
  query: Sections[N]['query'],
) => Promise<Sections[N]['result']>;

const READERS: { [N in SectionName]: Reader<N> } = {
  summary: readSummary,
  gaps: readGaps,
  contexts: readContexts,
  messages: readMessages,
  'mailbox-messages': readMailboxMessages,
  findings: readFindings,
  finding: readFinding,
  'finding-messages': readFindingMessages,
  'next-steps': readNextSteps,
  inputs: readInputs,
  app: readAppSection,
  timeline: readTimeline,
  'who-read': readWhoReadSection,
  pulls: readPullsSection,
  unnamed: readUnnamedSection,
  'sign-in-matches': readMatchesSection,
};

export async function readSection<N extends SectionName>(
  db: Database,
  identity: CaseIdentity,
  name: N,
  query: Sections[N]['query'],
): Promise<Sections[N]['result']> {
  return await READERS[name](db, identity, query);
}

/** What the headline says and rests on; also for the command line. */
export async function headlineFacts(db: Database): Promise<HeadlineFacts> {
  const { totals, window } = await readTotals(db);
  const reached = await db.rows<{ scope: string; n: number }>(
    "SELECT scope, count(*) AS n FROM exposed_mailbox WHERE verdict NOT IN ('unknown', 'no-evidence') GROUP BY scope",
  );
  const trust = await trustFacts(db);
  const mailboxes = (scope: string) => reached.find((row) => row.scope === scope)?.n ?? 0;
  return {
    totals,
    confirmedMailboxes: mailboxes('confirmed'),
    suspectedMailboxes: mailboxes('suspected'),
    findings: await findingsBySeverity(db),
    mailboxesWithGaps: trust.mailboxesWithGaps,
    rejected: trust.rejected,
    mailboxesBlind: await countBlind(db),
    detections: (await loadDetections()).length,
    hours:
      window.from === null || window.to === null
        ? null
        : (Date.parse(window.to) - Date.parse(window.from)) / 3_600_000,
  };
}

async function readSummary(db: Database, identity: CaseIdentity): Promise<Sections['summary']['result']> {
  const { totals, window } = await readTotals(db);
  const headline = await headlineFacts(db);
  const markers = await storedMarkers(db);
  const marked = (verdict: string) =>
    markers.filter((marker) => marker.verdict === verdict).map(({ marker }) => marker);
  const days = await readSeries(db);
  const steps = nextSteps(await caseFacts(db));
  const trust = await trustFacts(db);
  return {
    case: identity,
    organizations: await organizations(db),
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

async function readGaps(
  db: Database,
  identity: CaseIdentity,
  query: PageQuery,
): Promise<Sections['gaps']['result']> {
  const { offset, limit } = bounds(query);
  const { window } = await readTotals(db);
  const facts = await trustFacts(db);
  const { incomplete } = await db.one<{ incomplete: number }>(
    'SELECT count(*) AS incomplete FROM coverage WHERE covered_share < 1',
  );
  return {
    case: identity,
    window,
    verdict: trustVerdict(facts),
    gaps: page(await pageGaps(db, offset, limit), facts.gaps, offset),
    mailboxes: page(await pageCoverage(db, 0, limit, true), incomplete, 0),
    canConclude: canConclude(facts),
    cannotConclude: cannotConclude(facts),
  };
}

async function readContexts(
  db: Database,
  identity: CaseIdentity,
  query: PageQuery,
): Promise<Sections['contexts']['result']> {
  const { offset, limit } = bounds(query);
  const mailbox = query.mailbox ?? null;
  const counts = await countContexts(db, mailbox);
  return {
    case: identity,
    mailbox,
    groups: page(await pageGroups(db, mailbox, offset, limit), counts.groups, offset),
    contexts: page(await pageContexts(db, mailbox, offset, limit), counts.contexts, offset),
  };
}

async function readMessages(
  db: Database,
  identity: CaseIdentity,
  query: Sections['messages']['query'],
): Promise<Sections['messages']['result']> {
  const { offset, limit } = bounds(query);
  const scope = query.scope ?? (await worstScope(db));
  return {
    case: identity,
    scope,
    mailboxes: page(await pageMailboxes(db, scope, offset, limit), await countMailboxes(db, scope), offset),
  };
}

async function readMailboxMessages(
  db: Database,
  identity: CaseIdentity,
  query: Sections['mailbox-messages']['query'],
): Promise<Sections['mailbox-messages']['result']> {
  const { offset, limit } = bounds(query);
  const mailbox = query.mailbox.toLowerCase();
  const scope = query.scope ?? (await worstScope(db));
  const [exposure] = await pageMailboxes(db, scope, 0, 1, mailbox);
  const messages = exposure === undefined ? [] : await pageMessages(db, scope, mailbox, offset, limit);
  const folders = await foldersOf(db, scope, mailbox);
  const shown = folders.slice(0, limit);
  const cited = new Set([...messages, ...shown].flatMap(({ contexts }) => contexts));
  return {
    case: identity,
    exposure: exposure ?? {
      mailbox,
      scope,
      verdict: scope === 'recorded' ? null : 'no-evidence',
      messages: 0,
      folders: 0,
      windows: 0,
      firstAccess: null,
      lastAccess: null,
    },
    messages: page(await withNames(db, mailbox, messages), exposure?.messages ?? 0, offset),
    folders: page(shown, folders.length, 0),
    windows: (await windowsOf(db, scope, mailbox)).slice(0, limit),
    contexts: await contextsById(db, [...cited].slice(0, LARGEST_PAGE)),
  };
}

/** Messages whose mailbox was asked what they are called say it. */
async function withNames(db: Database, mailbox: string, messages: LedgerMessage[]): Promise<LedgerMessage[]> {
  const idOf = ({ internetMessageId, itemId }: LedgerMessage) => internetMessageId ?? itemId ?? null;
  const names = await namesOf(
    db,
    messages.map((message) => ({ mailbox, messageId: idOf(message) })),
  );
  return messages.map((message) => {
    const called = names.of(mailbox, idOf(message));
    return called === undefined ? message : { ...message, called };
  });
}

/** What a person asking for messages means: what is confirmed, else suspected, else everything on record. */
async function worstScope(db: Database): Promise<ExposureScope> {
  const scopes = await db.rows<{ scope: ExposureScope }>(
    'SELECT DISTINCT scope FROM exposed_record ORDER BY scope',
  );
  return scopes[0]?.scope ?? 'recorded';
}

async function readFindings(
  db: Database,
  identity: CaseIdentity,
  query: Sections['findings']['query'],
): Promise<Sections['findings']['result']> {
  const { offset, limit } = bounds(query);
  const filter = { severity: query.severity, mailbox: query.mailbox };
  return {
    case: identity,
    detections: (await loadDetections()).length,
    bySeverity: await findingsBySeverity(db),
    findings: page(
      await pageFindings(db, filter, offset, limit, SUMMARY_RECORDS),
      await countFindings(db, filter),
      offset,
    ),
  };
}

async function readFinding(
  db: Database,
  identity: CaseIdentity,
  { id }: Sections['finding']['query'],
): Promise<Sections['finding']['result']> {
  const [finding] = await pageFindings(db, { id }, 0, 1);
  if (finding === undefined) {
    return {
      case: identity,
      finding: null,
      severityRule: null,
      records: 0,
      files: [],
      markers: [],
      steps: [],
    };
  }
  const files = await filesOf(db, finding.id);
  const detection = (await loadDetections()).find(({ name }) => name === finding.detection);
  const steps = stepsFor(finding, nextSteps(await caseFacts(db)));
  return {
    case: identity,
    finding: { ...finding, nextSteps: steps.map((step) => step.id) },
    severityRule: detection?.severityRule ?? null,
    records: files.reduce((sum, file) => sum + file.records, 0),
    files: files.slice(0, SUMMARY_ITEMS),
    markers: suggestedMarkers(finding),
    steps: steps.map((step) => ({ id: step.id, title: step.title })),
  };
}

async function readFindingMessages(
  db: Database,
  identity: CaseIdentity,
  query: Sections['finding-messages']['query'],
): Promise<Sections['finding-messages']['result']> {
  const { offset, limit } = bounds(query);
  const [finding] = await pageFindings(db, { id: query.id }, 0, 1, 1);
  if (finding === undefined) {
    return { case: identity, finding: null, items: page([], 0, offset), messages: 0, folders: 0 };
  }
  const { id, title, severity } = finding;
  const { messages, folders } = await countFindingItems(db, id);
  return {
    case: identity,
    finding: { id, title, severity },
    items: page(await pageFindingItems(db, id, offset, limit), messages + folders, offset),
    messages,
    folders,
  };
}

async function readNextSteps(
  db: Database,
  identity: CaseIdentity,
  query: PageQuery,
): Promise<Sections['next-steps']['result']> {
  const { offset, limit } = bounds(query);
  const steps = nextSteps(await caseFacts(db));
  return { case: identity, steps: page(steps.slice(offset, offset + limit), steps.length, offset) };
}

async function readInputs(
  db: Database,
  identity: CaseIdentity,
  query: PageQuery,
): Promise<Sections['inputs']['result']> {
  const { offset, limit } = bounds(query);
  return {
    case: identity,
    inputs: page(await pageInputs(db, offset, limit), await countInputs(db), offset),
    rejected: page(await pageRejected(db, offset, limit), await countRejected(db), offset),
  };
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
