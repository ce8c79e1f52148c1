/** What came of one tenant: plain data, so that it can cross from a worker process. */
import type { Severity } from '../../analysis/report.ts';

export interface AttackOutcome {
  name: string;
  /** least severity at which it deserves to be found */
  label: Severity;
  /** null: no finding names it */
  severity: Severity | null;
  /** detections whose findings name it */
  detections: string[];
  /** minutes of log from the attack's first record to the finding's third piece of evidence (its last if fewer) */
  minutes: number | null;
  /** with --replay: the least of REPLAY_MINUTES after which the log so far gives a finding of the label's severity */
  replayed: number | null;
  /** records that findings of this attack name */
  named: number;
  /** of those, records of an attacker */
  hostile: number;
  /** the attack's records of mail access (its others where it has none), and how many of them findings name */
  records: number;
  recalled: number;
  /** whether the log begins with it: less than three days before its first record */
  early: boolean;
  /** messages and folders that markers should give and do not */
  exposureMissing: number;
}

export interface Alarm {
  detection: string;
  severity: Severity;
  title: string;
  records: number;
  /** one line for whoever mends the detection */
  example: string;
}

export interface GapDifference {
  kind: string;
  what: 'missing' | 'extra' | 'off';
  text: string;
}

export interface PeerOutcome {
  id: string;
  source: string;
  found: string[];
  alerts: number;
  falseAlarms: number;
}

export interface TenantOutcome {
  seed: number;
  tenant: number;
  mailboxes: number;
  days: number;
  records: number;
  seconds: { simulate: number; analyse: number };
  detections: number;
  attacks: AttackOutcome[];
  alarms: Alarm[];
  gaps: { exact: number; differences: GapDifference[]; notSimulated: Record<string, number> };
  /** messages, folders and windows that the ledger has beyond the truth, and windows that it lacks */
  exposure: { extra: number; windowsMissing: number; windowsExtra: number; notes: string[] };
  peers: PeerOutcome[];
}
