/** What someone did to the log: from when, whose accesses, of which mailbox leave no record. */
import type { GapKind } from '../report.ts';
import { isoTime } from './time.ts';
import type { TruthGap } from './truth.ts';

export interface Blindness {
  kind: Extract<
    GapKind,
    'audit-bypass' | 'ingestion-disabled' | 'audit-disabled' | 'audit-actions-removed' | 'audit-plan-removed'
  >;
  from: number;
  /** Infinity: nobody undid it */
  to: number;
  /** null: every mailbox */
  mailbox: string | null;
  /** null: everyone */
  actor: string | null;
  logonTypes?: number[];
  /** accesses it hid */
  hidden: number;
}

export function gapOf(blind: Blindness): TruthGap {
  return {
    kind: blind.kind,
    mailbox: blind.mailbox,
    actor: blind.actor,
    from: isoTime(blind.from),
    to: Number.isFinite(blind.to) ? isoTime(blind.to) : null,
    hiddenAccesses: blind.hidden,
  };
}
