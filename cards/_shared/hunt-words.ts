/** Hunts as the cards about them are told of them, and what they say of them. */
import type { CaseIdentity } from '../../analysis/report.ts';
import type { MissingStretch, Pull } from '../../analysis/sections.ts';
import { count, name, plural } from './words.ts';

export interface ShownHunt {
  id: string;
  engine: 'audit' | 'defender';
  target: { kind: 'mailbox' | 'app' | 'ip' | 'tenant'; value: string };
  /** Microsoft chose by operation alone */
  unfiltered: boolean;
  from: string;
  to: string;
  /** when it is given up */
  deadline: string;
  end: 'done' | 'cancelled' | 'failed' | null;
  stoppedBy: string | null;
  /** why it failed */
  why: string | null;
  windows: { all: number; done: number };
  /** queries that were submitted and have not ended */
  inFlight: number;
  read: Pick<Pull, 'passes' | 'distinct' | 'duplicates' | 'onlyFirst' | 'onlySecond' | 'differing'> & {
    /** returned by Microsoft, and about something else */
    unrelated: number;
  };
  missing: MissingStretch[];
  case: CaseIdentity | null;
}

export interface AuditAllowance {
  used: number;
  most: number;
  /** when the next audit query may be submitted; null = now */
  nextAt: string | null;
  /** queries at once */
  inFlight: number;
}

export function targetWords({ target: { kind, value } }: Pick<ShownHunt, 'target'>): string {
  if (kind === 'tenant') return 'the whole tenant';
  return kind === 'mailbox' ? name(value) : `${kind === 'app' ? 'application' : 'IP address'} ${name(value)}`;
}

export function huntHeadline(hunt: ShownHunt): string {
  const { end, stoppedBy, windows, read, missing } = hunt;
  const what = `Hunt for ${targetWords(hunt)}`;
  const records = plural(read.distinct, 'record');
  if (end === null)
    return `${what}: ${count(windows.done)} of ${plural(windows.all, 'window')} done, ${records}`;
  if (end === 'cancelled') {
    return `${what} was cancelled${stoppedBy === null ? '' : ` by ${name(stoppedBy)}`}: ${records}`;
  }
  if (end === 'failed') return `${what} stopped: ${records}`;
  if (missing.length > 0) return `${what}: ${records}, and parts were not obtained`;
  return read.distinct === 0 ? `${what}: no records, so nothing is shown` : `${what}: ${records}`;
}
