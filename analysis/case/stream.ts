/** The whole report as one JSON document, written piece by piece: no list of it is ever whole in memory. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { streamContexts } from '../contexts/contexts.ts';
import { exposingFindings } from '../exposure/ledger.ts';
import { storedMarkers } from '../exposure/marking.ts';
import { streamExposure } from '../exposure/stream.ts';
import { pageFindings, pagesOf, recordsCited } from '../findings/read.ts';
import { nextSteps, stepsFor } from '../guidance/index.ts';
import type { CaseIdentity, EvidenceRow, Finding, Generator, NextStep } from '../report.ts';
import type { Database } from '../store/database.ts';
import { pageCoverage } from '../trust/coverage.ts';
import { pageGaps } from '../trust/gaps.ts';
import { canConclude, cannotConclude, trustVerdict } from '../trust/statements.ts';
import { caseFacts } from './facts.ts';
import { headlineOf, verdictOf } from './headline.ts';
import { pageInputs, pageRejected } from './inputs.ts';
import { headlineFacts } from './summary.ts';
import { readSeries, readTotals } from './totals.ts';
import { trustFacts } from './trust-facts.ts';

const BATCH = 1_000;
/** Findings carry all their record ids: so many of those at a time. */
const CITED = 50_000;
/** The schema's bound: the report lists the first 1,000 rejected rows. */
const REJECTED = 1_000;

/**
 * Writes the report; waits whenever the reader is slower. The stream is left open.
 * @throws the stream's error, such as EPIPE when the reader has left
 */
export async function writeReport(
  db: Database,
  identity: CaseIdentity,
  generator: Generator,
  out: Writable,
): Promise<void> {
  for await (const piece of reportPieces(db, identity, generator)) {
    if (out.errored) throw out.errored;
    if (!out.write(piece)) await once(out, 'drain');
  }
}

async function* reportPieces(
  db: Database,
  identity: CaseIdentity,
  generator: Generator,
): AsyncGenerator<string> {
  const { totals, window } = await readTotals(db);
  const trust = await trustFacts(db);
  const headline = await headlineFacts(db, trust);
  const facts = await caseFacts(db);
  const steps = nextSteps(facts);
  const hostile = (await storedMarkers(db))
    .filter(({ verdict }) => verdict === 'hostile')
    .map(({ marker }) => marker);
  const field = (name: string, value: unknown) => `,\n"${name}":${JSON.stringify(value)}`;
  yield '{"schemaVersion":"1"';
  yield field('generator', generator);
  yield field('case', identity);
  yield field('organizations', facts.organisations);
  yield field('summary', { verdict: verdictOf(headline), headline: headlineOf(headline) });
  yield ',\n"inputs":';
  yield* list(pages((offset) => pageInputs(db, offset, BATCH)));
  yield field('rejected', await pageRejected(db, 0, REJECTED));
  yield field('totals', totals);
  yield field('window', window);
  yield field('series', await readSeries(db));
  yield `,\n"logTrust":{"verdict":${JSON.stringify(trustVerdict(trust))},\n"gaps":`;
  yield* list(pages((offset) => pageGaps(db, offset, BATCH)));
  yield ',\n"mailboxes":';
  yield* list(pages((offset) => pageCoverage(db, offset, BATCH, false)));
  yield field('canConclude', canConclude(trust));
  yield `${field('cannotConclude', cannotConclude(trust))}},\n"contexts":`;
  yield* jsonList(streamContexts(db));
  yield ',\n"findings":';
  yield* list(findings(db, steps));
  yield `,\n"exposure":{"confirmed":{"markers":${JSON.stringify(hostile)},"mailboxes":`;
  yield* exposure(db, 'confirmed');
  yield `},\n"suspected":{"findings":${JSON.stringify(await exposingFindings(db))},"mailboxes":`;
  yield* exposure(db, 'suspected');
  yield '}},\n"evidence":';
  yield* list(evidence(db));
  yield `${field('nextSteps', steps)}}\n`;
}

/** A finding names only steps that the report lists. */
async function* findings(db: Database, steps: NextStep[]): AsyncGenerator<Finding[]> {
  for (const { offset, limit } of pagesOf(await recordsCited(db), { findings: BATCH, records: CITED })) {
    const found = await pageFindings(db, {}, offset, limit, Number.MAX_SAFE_INTEGER);
    yield found.map((finding) => ({
      ...finding,
      nextSteps: stepsFor(finding, steps).map(({ id }) => id),
    }));
  }
}

async function* list(batches: AsyncIterable<unknown[]>): AsyncGenerator<string> {
  yield* jsonList(texts(batches));
}

async function* texts(batches: AsyncIterable<unknown[]>): AsyncGenerator<string[]> {
  for await (const items of batches) yield items.map((item) => JSON.stringify(item));
}

/** A piece for each batch: a piece for each item would cost more than the item. */
async function* jsonList(batches: AsyncIterable<string[]>): AsyncGenerator<string> {
  let separator = '[';
  for await (const items of batches) {
    if (items.length === 0) continue;
    yield separator + items.join(',\n');
    separator = ',\n';
  }
  yield separator === '[' ? '[]' : ']';
}

async function* pages<T>(read: (offset: number) => Promise<T[]>): AsyncGenerator<T[]> {
  for (let offset = 0; ; offset += BATCH) {
    const items = await read(offset);
    yield items;
    if (items.length < BATCH) return;
  }
}

async function* exposure(db: Database, scope: 'confirmed' | 'suspected'): AsyncGenerator<string> {
  let separator = '[';
  for await (const { mailbox, messages } of streamExposure(db, scope)) {
    yield `${separator}${JSON.stringify(mailbox).slice(0, -1)},"messages":`;
    yield* list(messages);
    yield '}';
    separator = ',\n';
  }
  yield separator === '[' ? '[]' : ']';
}

/** Where each record that a gap or a finding cites stands in the files as received. */
async function* evidence(db: Database): AsyncGenerator<EvidenceRow[]> {
  const rows = db.stream<{ record_id: string; sha256: string; member: string | null; row_no: number }>(`
    SELECT DISTINCT r.record_id, i.sha256, i.member, r.row_no
    FROM (SELECT record_no FROM gap_record UNION SELECT record_no FROM finding_record) g
    JOIN record r ON r.record_no = g.record_no JOIN input i ON i.input_no = r.input_no
    ORDER BY i.sha256, i.member, r.row_no`);
  for await (const batch of rows) {
    yield batch.map((row) => ({
      recordId: row.record_id,
      input: row.sha256,
      member: row.member,
      row: row.row_no,
    }));
  }
}
