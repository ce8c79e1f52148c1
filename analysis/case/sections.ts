/** Sections of the report, read by page from the tables of a case. */
import { contextsById, countContexts, pageContexts, pageGroups } from '../contexts/contexts.ts';
import { withHostileShare } from '../exposure/hostile-share.ts';
import { countMailboxes, foldersOf, pageMailboxes, pageMessages, windowsOf } from '../exposure/read.ts';
import { nextSteps } from '../guidance/index.ts';
import { namesOf } from '../pulled/message-names.ts';
import type { CaseIdentity } from '../report.ts';
import type { ExposureScope, LedgerMessage, PageQuery, SectionName, Sections } from '../sections.ts';
import type { Database } from '../store/database.ts';
import { currentNames } from '../store/renames.ts';
import { pageCoverage } from '../trust/coverage.ts';
import { pageGaps } from '../trust/gaps.ts';
import { canConclude, cannotConclude, trustVerdict } from '../trust/statements.ts';
import { readAppSection, readTimeline, readWhoReadSection } from './answers.ts';
import { caseFacts } from './facts.ts';
import { readFinding, readFindingMessages, readFindings } from './finding-sections.ts';
import { countInputs, countRejected, pageInputs, pageRejected } from './inputs.ts';
import { bounds, LARGEST_PAGE, page } from './pages.ts';
import { readMatchesSection, readPullsSection, readUnnamedSection } from './pulled.ts';
import { readSummary } from './summary.ts';
import { readTotals } from './totals.ts';
import { trustFacts } from './trust-facts.ts';

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
  const { mailbox } = query as { mailbox?: string };
  const asked =
    typeof mailbox === 'string' ? { ...query, mailbox: (await currentNames(db))(mailbox) } : query;
  return await READERS[name](db, identity, asked);
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
  return await withHostileShare(db, {
    case: identity,
    mailbox,
    groups: page(await pageGroups(db, mailbox, offset, limit), counts.groups, offset),
    contexts: page(await pageContexts(db, mailbox, offset, limit), counts.contexts, offset),
  });
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
