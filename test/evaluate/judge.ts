/** Holds findings and alerts against the truth. */
import type { Severity } from '../../analysis/report.ts';
import type { AttackLabel, Truth } from '../../analysis/simulator/index.ts';
import type { Alarm, AttackOutcome, PeerOutcome } from './outcome.ts';
import type { PeerLog, PeerRule } from './peers/index.ts';

export interface JudgedFinding {
  detection: string;
  severity: Severity;
  title: string;
  observed: string;
  mailboxes: string[];
  /** seconds since 1970, in order of time */
  records: { id: string; at: number }[];
}

/**
 * A finding or alert speaks of an attack when it names a record of it and at least this share of its records are
 * attackers'; below, whoever reads it is led to the wrong records, and it is a false alarm.
 */
const HOSTILE_SHARE = 0.25;
/** The earliest finding is taken to exist from this piece of its evidence on. */
const NTH_EVIDENCE = 3;
const EARLY_DAYS = 3;

const RANKS: Severity[] = ['info', 'low', 'medium', 'high', 'critical'];
export const rank = (severity: Severity): number => RANKS.indexOf(severity);

/** Name of the attack by record id. */
export function hostileRecords(truth: Truth): Map<string, string> {
  return new Map(
    truth.attacks.flatMap(({ name, recordIds, otherRecordIds }) =>
      [...recordIds, ...otherRecordIds].map((id): [string, string] => [id, name]),
    ),
  );
}

/** Names of the attacks that these records speak of. */
export function attacksNamed(ids: readonly string[], hostile: ReadonlyMap<string, string>): Set<string> {
  const names = ids.flatMap((id) => hostile.get(id) ?? []);
  return new Set(names.length > 0 && names.length >= ids.length * HOSTILE_SHARE ? names : []);
}

export function judgeAttack(
  label: AttackLabel,
  findings: readonly JudgedFinding[],
  hostile: ReadonlyMap<string, string>,
  truth: Truth,
): AttackOutcome {
  const mine = findings.filter(({ records }) =>
    attacksNamed(
      records.map(({ id }) => id),
      hostile,
    ).has(label.name),
  );
  const named = new Set(mine.flatMap(({ records }) => records.map(({ id }) => id)));
  const evidence = label.recordIds.length > 0 ? label.recordIds : label.otherRecordIds;
  const worst = mine.reduce<Severity | null>(
    (worst, { severity }) => (worst === null || rank(severity) > rank(worst) ? severity : worst),
    null,
  );
  const began = Date.parse(label.from) / 1000;
  return {
    name: label.name,
    label: label.severity,
    severity: worst,
    detections: [...new Set(mine.map(({ detection }) => detection))].sort(),
    minutes: minutesNeeded(mine, label, hostile, began),
    replayed: null,
    named: named.size,
    hostile: [...named].filter((id) => hostile.has(id)).length,
    records: evidence.length,
    recalled: evidence.filter((id) => named.has(id)).length,
    early: began - Date.parse(truth.from) / 1000 < EARLY_DAYS * 86_400,
    exposureMissing: 0,
  };
}

function minutesNeeded(
  findings: readonly JudgedFinding[],
  { name, severity }: AttackLabel,
  hostile: ReadonlyMap<string, string>,
  began: number,
): number | null {
  const graveEnough = findings.filter((finding) => rank(finding.severity) >= rank(severity));
  const times = (graveEnough.length > 0 ? graveEnough : findings).flatMap(({ records }) => {
    const its = records.filter(({ id }) => hostile.get(id) === name);
    return its[Math.min(NTH_EVIDENCE, its.length) - 1]?.at ?? [];
  });
  return times.length === 0 ? null : Math.max(0, (Math.min(...times) - began) / 60);
}

/** Findings of severity medium and above that speak of no attack. */
export function falseAlarms(
  findings: readonly JudgedFinding[],
  hostile: ReadonlyMap<string, string>,
  truth: Truth,
): Alarm[] {
  return findings
    .filter(({ severity }) => rank(severity) >= rank('medium'))
    .filter(
      ({ records }) =>
        attacksNamed(
          records.map(({ id }) => id),
          hostile,
        ).size === 0,
    )
    .map((finding) => ({
      detection: finding.detection,
      severity: finding.severity,
      title: finding.title,
      records: finding.records.length,
      example: exampleOf(finding, truth),
    }));
}

function exampleOf({ title, observed, mailboxes, records }: JudgedFinding, truth: Truth): string {
  const time = (at: number | undefined) =>
    at === undefined ? '?' : new Date(at * 1000).toISOString().slice(0, 16);
  const [first, last] = [records[0]?.at, records.at(-1)?.at];
  const notes = truth.harmless
    .filter(({ mailbox }) => mailbox !== null && mailboxes.includes(mailbox.toLowerCase()))
    .map(({ what, from, to }) => `${what} ${from.slice(0, 10)} to ${to.slice(0, 10)}`);
  const truly = mailboxes.length === 1 && notes.length > 0 ? ` [truth: ${notes.join('; ')}]` : '';
  const whose = `${mailboxes.slice(0, 2).join(', ')}${mailboxes.length > 2 ? ` and ${mailboxes.length - 2} more` : ''}`;
  return `${title} | ${whose} | ${time(first)} to ${time(last)} | ${observed.slice(0, 260)}${truly}`;
}

export function judgePeers(
  rules: readonly PeerRule[],
  log: PeerLog,
  hostile: ReadonlyMap<string, string>,
): PeerOutcome[] {
  return rules.map(({ id, source, alerts }) => {
    const found = new Set<string>();
    const raised = alerts(log);
    let wrong = 0;
    for (const alert of raised) {
      const names = attacksNamed(alert, hostile);
      if (names.size === 0) wrong += 1;
      for (const name of names) found.add(name);
    }
    return { id, source, found: [...found].sort(), alerts: raised.length, falseAlarms: wrong };
  });
}
