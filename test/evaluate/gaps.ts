/** Holds the gaps of a case against those the log truly has, to the minute. */
import type { Truth, TruthGap } from '../../analysis/simulator/index.ts';
import type { Database } from '../../analysis/store/database.ts';
import type { GapDifference } from './outcome.ts';

export interface CaseGap {
  kind: string;
  mailbox: string | null;
  actor: string | null;
  from_s: number | null;
  to_s: number | null;
}

/** Kinds that the simulator can make; of all others, none is true and none is held against the engine. */
const SIMULATED = [
  'throttled',
  'suspected-throttle',
  'silence',
  'audit-bypass',
  'ingestion-disabled',
  'audit-disabled',
  'audit-actions-removed',
  'audit-plan-removed',
  'ediscovery-access',
];
const MINUTE = 60;
const DAY = 86_400;

export async function caseGaps(db: Database): Promise<CaseGap[]> {
  return await db.rows<CaseGap>('SELECT kind, mailbox, actor, from_s, to_s FROM gap ORDER BY from_s');
}

export function compareGaps(
  gaps: readonly CaseGap[],
  truth: Truth,
  lastRecord: number,
): { exact: number; differences: GapDifference[]; notSimulated: Record<string, number> } {
  const differences: GapDifference[] = [];
  const left = gaps.filter(({ kind }) => SIMULATED.includes(kind));
  let exact = 0;
  for (const gap of truth.gaps) {
    const alike = left.filter((one) => isAlike(one, gap));
    const match = alike.find((one) => isExact(one, gap, lastRecord)) ?? alike[0];
    if (match === undefined) {
      differences.push({ kind: gap.kind, what: 'missing', text: truthText(gap) });
      continue;
    }
    left.splice(left.indexOf(match), 1);
    if (isExact(match, gap, lastRecord)) exact += 1;
    else differences.push({ kind: gap.kind, what: 'off', text: `${caseText(match)}, not ${truthText(gap)}` });
  }
  for (const gap of left) {
    if (gap.kind === 'silence' && truth.gaps.some((one) => explains(one, gap))) continue;
    differences.push({ kind: gap.kind, what: 'extra', text: caseText(gap) });
  }
  const notSimulated: Record<string, number> = {};
  for (const { kind } of gaps) {
    if (!SIMULATED.includes(kind)) notSimulated[kind] = (notSimulated[kind] ?? 0) + 1;
  }
  return { exact, differences, notSimulated };
}

const lower = (text: string | null) => text?.toLowerCase() ?? null;
const seconds = (time: string) => Date.parse(time) / 1000;

function isAlike(one: CaseGap, gap: TruthGap): boolean {
  return (
    one.kind === gap.kind &&
    lower(one.mailbox) === lower(gap.mailbox) &&
    lower(one.actor) === lower(gap.actor)
  );
}

/** A gap that nobody ended may end nowhere, or where the log does. */
function isExact(one: CaseGap, gap: TruthGap, lastRecord: number): boolean {
  if (gap.kind === 'suspected-throttle') return isWithinReason(one, gap);
  const from = one.from_s !== null && Math.abs(one.from_s - seconds(gap.from)) <= MINUTE;
  if (gap.to === null) return from && (one.to_s === null || one.to_s >= lastRecord - MINUTE);
  return from && one.to_s !== null && Math.abs(one.to_s - seconds(gap.to)) <= MINUTE;
}

/**
 * What no record marks can only be told by the records around it: the last before, minutes earlier, and the first
 * after, whenever the mailbox is read again.
 */
export function isWithinReason(
  { from_s, to_s }: Pick<CaseGap, 'from_s' | 'to_s'>,
  { from, to }: TruthGap,
): boolean {
  if (from_s === null || to === null || Math.abs(from_s - seconds(from)) > 10 * MINUTE) return false;
  return to_s === null || (to_s >= seconds(to) - MINUTE && to_s <= seconds(to) + DAY);
}

/** Silence that follows from what truly blinded the log: it says the same once more, and is no error. */
function explains(gap: TruthGap, silence: CaseGap): boolean {
  const whose = gap.mailbox ?? gap.actor;
  const to = gap.to === null ? Number.POSITIVE_INFINITY : seconds(gap.to);
  const meets = (silence.from_s ?? 0) < to && (silence.to_s ?? Number.POSITIVE_INFINITY) > seconds(gap.from);
  return meets && (whose === null || lower(whose) === lower(silence.mailbox));
}

function truthText({ mailbox, actor, from, to }: TruthGap): string {
  return `${mailbox ?? actor ?? 'everyone'} ${from} to ${to ?? 'the end'}`;
}

function caseText({ mailbox, actor, from_s, to_s }: CaseGap): string {
  const time = (at: number | null) => (at === null ? '…' : new Date(at * 1000).toISOString().slice(0, 19));
  return `${mailbox ?? actor ?? 'everyone'} ${time(from_s)} to ${time(to_s)}`;
}
