/** Runs the detections and keeps their findings: tables `finding`, `finding_record`, `finding_entity`. */
import { createHash } from 'node:crypto';
import { type Judgement, severityRank } from '../detections/detection.ts';
import { type LoadedDetection, loadDetections } from '../detections/index.ts';
import { groupBy } from '../group-by.ts';
import type { Confidence, Finding } from '../report.ts';
import { type Database, values } from '../store/database.ts';
import { count } from '../words.ts';
import { gatherEvidence, type Incident, incidentFacts } from './evidence.ts';
import { foldCovered } from './fold.ts';
import { tellMixed } from './mixed.ts';

/** Fewer days than this before the first evidence: what was normal is hardly known. */
const LITTLE_HISTORY = 5;

interface Draft extends Incident, Judgement {
  id: string;
  ordinal: number;
  first_s: number;
  last_s: number;
  messages: number;
  historyDays: number;
  /** of the log's mail access before it, where they are few and it matters; else null */
  hoursBefore: number | null;
}

interface Earlier {
  finding_id: string;
  detection: string;
  group_key: string;
  ordinal: number;
  first_s: number;
  last_s: number;
}

/** Needs the tables of the baseline. Findings found before keep their ids. */
export async function findFindings(db: Database): Promise<void> {
  const detections = await loadDetections();
  // A case that was just made: planning every detection's query for nothing takes half a second.
  const { records, first_s } = await db.one<{ records: number; first_s: number | null }>(
    'SELECT count(*) AS records, (SELECT min(at_s) FROM mail_access) AS first_s FROM record',
  );
  if (records === 0) return;
  const evidence = await gatherEvidence(db, detections);
  // Planning what follows takes longer than doing it, and mostly there is nothing to do.
  if (evidence === 0) return await removeFindings(db);
  const byName = new Map(detections.map((detection) => [detection.name, detection]));
  const earlier = await db.rows<Earlier>(
    'SELECT finding_id, detection, group_key, ordinal, first_s, last_s FROM finding ORDER BY first_s',
  );
  const drafts: Draft[] = [];
  for await (const batch of incidentFacts(db)) {
    for (const { incident, facts } of batch) {
      const judgement = byName.get(incident.detection)?.judge(facts) ?? null;
      if (judgement === null) continue;
      const little = judgement.needsHistory !== false && facts.historyDays < LITTLE_HISTORY;
      drafts.push({
        ...judgement,
        ...incident,
        id: '',
        ordinal: 0,
        first_s: facts.firstS,
        last_s: facts.lastS,
        messages: facts.messages,
        historyDays: facts.historyDays,
        hoursBefore: little ? Math.max(0, facts.firstS - (first_s ?? facts.firstS)) / 3_600 : null,
      });
    }
  }
  giveIds(drafts, earlier, byName);
  await store(db, drafts, byName);
  await tellMixed(db);
  if (drafts.length > 1) await foldCovered(db);
}

async function removeFindings(db: Database): Promise<void> {
  await db.run('DELETE FROM finding; DELETE FROM finding_record; DELETE FROM finding_entity');
}

/**
 * The same incident keeps its id when more data arrives, earlier or later: it is told by detection, key and time. A new
 * one takes the next number of its key, so that no id names two things.
 */
function giveIds(
  drafts: Draft[],
  earlier: Earlier[],
  detections: ReadonlyMap<string, LoadedDetection>,
): void {
  const taken = new Set<string>();
  const highest = new Map<string, number>();
  const key = (row: { detection: string; group_key: string }) =>
    JSON.stringify([row.detection, row.group_key]);
  const known = groupBy(earlier, key);
  for (const row of earlier) {
    highest.set(key(row), Math.max(highest.get(key(row)) ?? 0, row.ordinal));
  }
  for (const draft of drafts) {
    const pause = (detections.get(draft.detection)?.pauseHours ?? 0) * 3600;
    const same = known
      .get(key(draft))
      ?.find(
        (row) =>
          !taken.has(row.finding_id) &&
          row.first_s - pause <= draft.last_s &&
          row.last_s + pause >= draft.first_s,
      );
    draft.ordinal = same?.ordinal ?? (highest.get(key(draft)) ?? 0) + 1;
    if (same === undefined) highest.set(key(draft), draft.ordinal);
    draft.id = findingId(draft.detection, draft.group_key, draft.ordinal);
    taken.add(draft.id);
  }
}

export function findingId(detection: string, groupKey: string, ordinal: number): string {
  return createHash('sha256')
    .update(JSON.stringify([detection, groupKey, ordinal]))
    .digest('hex')
    .slice(0, 16);
}

const LOWER: Record<Confidence, Confidence> = { high: 'medium', medium: 'low', low: 'low' };

/** 'only 20 hours of mail access', 'only 3 days …': how much mail access the log holds before a finding */
export function logBefore(hours: number, days: number): string {
  if (hours < 1) return hours <= 0 ? 'no mail access' : 'less than an hour of mail access';
  return `only ${hours < 48 ? count(Math.floor(hours), 'hour') : count(days, 'day')} of mail access`;
}

/** A fact first, that people can repeat; then why it weighs what it does. */
function explanation(draft: Draft, fact: string): string {
  const why = ` Rated ${draft.severity}: ${draft.because.join('; ') || 'nothing beside it speaks for more or for less'}.`;
  const little =
    draft.hoursBefore === null
      ? ''
      : ` The log holds ${logBefore(draft.hoursBefore, draft.historyDays)} before it, so what was usual is hardly known.`;
  return `${fact}.${why}${little}`;
}

async function store(
  db: Database,
  drafts: Draft[],
  detections: ReadonlyMap<string, LoadedDetection>,
): Promise<void> {
  await removeFindings(db);
  await db.run(
    'CREATE OR REPLACE TEMP TABLE found (finding_id VARCHAR, detection VARCHAR, group_key VARCHAR, incident BIGINT)',
  );
  for (let start = 0; start < drafts.length; start += 500) {
    const batch = drafts.slice(start, start + 500);
    await db.run(
      `INSERT INTO found VALUES ${values(batch.map((d) => [d.id, d.detection, d.group_key, d.incident]))}`,
    );
    await db.run(
      `INSERT INTO finding VALUES ${values(
        batch.map((draft) => {
          const detection = detections.get(draft.detection);
          return [
            draft.id,
            draft.detection,
            draft.group_key,
            draft.ordinal,
            draft.title ?? detection?.title ?? draft.detection,
            draft.severity,
            severityRank(draft.severity),
            draft.hoursBefore === null ? draft.confidence : LOWER[draft.confidence],
            draft.first_s,
            draft.last_s,
            draft.messages,
            explanation(draft, detection?.title ?? draft.detection),
            draft.observed,
            draft.expected,
            detection?.falsePositives ?? '',
            JSON.stringify(detection?.attack ?? []),
            JSON.stringify(detection?.response ?? []),
          ];
        }),
      )}`,
    );
  }
  await db.run(`
    INSERT INTO finding_record SELECT f.finding_id, i.record_no FROM found f
      JOIN incident i ON i.detection = f.detection AND i.group_key = f.group_key AND i.incident = f.incident;
    INSERT INTO finding_entity SELECT DISTINCT f.finding_id, e.kind, e.value FROM found f
      JOIN incident_entity e ON e.detection = f.detection AND e.group_key = f.group_key AND e.incident = f.incident
      WHERE e.kind IN ('mailbox', 'user', 'app', 'ip', 'session')`);
}

export async function findingsBySeverity(db: Database): Promise<Record<Finding['severity'], number>> {
  const rows = await db.rows<{ severity: Finding['severity']; n: number }>(
    'SELECT severity, count(*) AS n FROM finding GROUP BY severity',
  );
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity, n } of rows) counts[severity] = n;
  return counts;
}
