/** Sections about findings, read from the tables of a case. */
import { loadDetections } from '../detections/index.ts';
import { countFindingItems, pageFindingItems } from '../findings/messages.ts';
import { countFindings, filesOf, pageFindings } from '../findings/read.ts';
import { findingsBySeverity } from '../findings/run.ts';
import { suggestedMarkers } from '../findings/suggested-markers.ts';
import { nextSteps, stepsFor } from '../guidance/index.ts';
import type { CaseIdentity } from '../report.ts';
import type { Sections } from '../sections.ts';
import type { Database } from '../store/database.ts';
import { caseFacts } from './facts.ts';
import { bounds, page } from './pages.ts';

const RECORDS_SHOWN = 20;
const FILES_SHOWN = 10;

export async function readFindings(
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
      await pageFindings(db, filter, offset, limit, RECORDS_SHOWN),
      await countFindings(db, filter),
      offset,
    ),
  };
}

export async function readFinding(
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
    files: files.slice(0, FILES_SHOWN),
    markers: suggestedMarkers(finding),
    steps: steps.map((step) => ({ id: step.id, title: step.title })),
  };
}

export async function readFindingMessages(
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
