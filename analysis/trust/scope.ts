/** What was asked of the log, over all inputs: nothing negative is said outside it. */
import type { ReportInput } from '../report.ts';

export interface Period {
  from: number;
  to: number;
}

export function usable(inputs: readonly ReportInput[]): ReportInput[] {
  return inputs.filter(({ records, duplicates }) => records + duplicates > 0);
}

/** NaN where it is no time. */
export function seconds(time: string | null): number {
  return time === null ? Number.NaN : Math.floor(Date.parse(time) / 1000);
}

/** The periods searched, overlapping ones as one, in order; null as soon as one usable input does not say. */
export function searchedPeriods(inputs: readonly ReportInput[]): Period[] | null {
  const periods = usable(inputs).map(({ acquired: { from, to } }) => ({
    from: seconds(from),
    to: seconds(to),
  }));
  if (periods.length === 0 || periods.some(({ from, to }) => Number.isNaN(from + to))) return null;
  return merge(periods);
}

/** Empty periods are left out; those that touch are one. */
export function merge(periods: readonly Period[]): Period[] {
  const merged: Period[] = [];
  for (const { from, to } of periods.filter((one) => one.from < one.to).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}
