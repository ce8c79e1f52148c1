/** Accesses per day with the gaps of the log in them, as a chart and in words. */
import type { Gap, SeriesDay, Window } from '../../analysis/report.ts';
import type { JsonObject } from './literal.ts';
import { count, dayLabel, plural } from './words.ts';

const DAY_MS = 86_400_000;
/** More days than the engine ever sends; a malformed series must not make a chart of a century. */
const MOST_DAYS = 62;
/** So many bars have room for the number of their day below them, and so many for its month too. */
const MOST_BARS = 14;
const MOST_NAMED_BARS = 5;

export interface ChartDay extends SeriesDay {
  hasGap: boolean;
}

export interface AccessChart {
  /** null when there is nothing to draw */
  element: JsonObject | null;
  /** the same in a sentence or two */
  words: string;
}

export function accessChart(series: SeriesDay[], gaps: Gap[], window: Window): AccessChart {
  const days = chartDays(series, gaps, window);
  if (days.length === 0) return { element: null, words: 'No access is on record.' };
  const words = inWords(days);
  return { element: days.length > 1 ? chartElement(days) : null, words };
}

/** The days of the chart in order, at most 62, each with whether the log has a gap on it. */
export function chartDays(series: SeriesDay[], gaps: Gap[], window: Window): ChartDay[] {
  return everyDay(series).map((day) => ({ ...day, hasGap: touchesGap(day.day, gaps, window) }));
}

/** Days without records are days too. */
function everyDay(series: SeriesDay[]): SeriesDay[] {
  const byDay = new Map(series.map((day) => [day.day, day]));
  const known = [...byDay.keys()].filter((day) => !Number.isNaN(Date.parse(day))).sort();
  const [first, last] = [known[0], known[known.length - 1]];
  if (first === undefined || last === undefined) return [];
  const days: SeriesDay[] = [];
  const end = Date.parse(last);
  for (let at = Math.max(Date.parse(first), end - (MOST_DAYS - 1) * DAY_MS); at <= end; at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    days.push(byDay.get(day) ?? { day, bind: 0, sync: 0, service: 0 });
  }
  return days;
}

function touchesGap(day: string, gaps: Gap[], window: Window): boolean {
  const start = Date.parse(day);
  return gaps.some((gap) => {
    const from = Date.parse(gap.from ?? window.from ?? day);
    const to = Date.parse(gap.to ?? window.to ?? day);
    return from < start + DAY_MS && to > start;
  });
}

function chartElement(days: ChartDay[]): JsonObject {
  const drawn = days.length > MOST_BARS ? lines(days) : bars(days);
  return {
    ...drawn,
    title: 'Accesses per day (UTC)',
    fallback: { type: 'TextBlock', text: busiestDays(days), wrap: true, isSubtle: true },
  };
}

function bars(days: ChartDay[]): JsonObject {
  const { axisTitle, axisLabel } = axis(days);
  /** The first series names every day, so that days stay in order; the others only what they have. */
  const values = (pick: (day: ChartDay) => number, all = false) =>
    days.map((day) => ({ x: axisLabel(day), y: pick(day) })).filter(({ y }) => all || y > 0);
  const withoutGap = (of: 'bind' | 'sync') => (day: ChartDay) => (day.hasGap ? 0 : day[of]);
  return {
    type: 'Chart.VerticalBar.Grouped',
    xAxisTitle: axisTitle,
    yAxisTitle: 'records',
    stacked: true,
    data: series([
      { legend: 'messages', color: 'categoricalBlue', values: values(withoutGap('bind'), true) },
      { legend: 'folder syncs', color: 'categoricalTeal', values: values(withoutGap('sync')) },
      {
        legend: 'day with a gap',
        color: 'attention',
        values: values((day) => (day.hasGap ? total(day) : 0)),
      },
    ]),
  };
}

/** A line has an axis of time, on which clients choose as many labels as there is room for. */
function lines(days: ChartDay[]): JsonObject {
  const runs = gapRuns(days);
  return {
    type: 'Chart.Line',
    xAxisTitle: `${periodOf(days)}, UTC`,
    yMin: 0,
    yMax: topOf(Math.max(...days.map(total))),
    data: series([
      { legend: 'accesses', color: 'categoricalBlue', values: points(days) },
      ...runs.slice(0, MOST_RUNS).map((run) => ({
        legend: `gap, ${runLabel(run)}`,
        color: 'attention',
        values: points(around(days, run)),
      })),
    ]),
  };
}

const points = (days: ChartDay[]) => days.map((day) => ({ x: day.day, y: total(day) }));

/** With the day before and the day after: a line of one point is not drawn. Both are as high as they were. */
function around(days: ChartDay[], { from, to }: GapRun): ChartDay[] {
  return days.slice(Math.max(0, days.indexOf(from) - 1), days.indexOf(to) + 2);
}

/** Clients divide the axis into four: a top that gives round numbers, never much above the highest value. */
function topOf(highest: number): number {
  const quarter = Math.max(1, highest / 4);
  const power = 10 ** Math.floor(Math.log10(quarter));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => one * power >= quarter) ?? 10;
  return 4 * Math.ceil(step * power);
}

/** Only those there is something of. */
function series(all: { legend: string; color: string; values: { x: string; y: number }[] }[]): JsonObject[] {
  return all.filter(({ values }) => values.length > 0);
}

/** Clients cut a label that is wider than its bar to a character or two. */
function axis(days: ChartDay[]): { axisTitle: string; axisLabel: (day: ChartDay) => string } {
  const named = days.length <= MOST_NAMED_BARS;
  const dayOf = ({ day }: ChartDay) => (named ? dayLabel(day) : String(Number(day.slice(-2))));
  const title = named ? 'day, UTC' : `${periodOf(days)}, UTC`;
  return {
    axisTitle: days.some(({ hasGap }) => hasGap) ? `${title} (* gap)` : title,
    axisLabel: (day) => (day.hasGap ? `${dayOf(day)}*` : dayOf(day)),
  };
}

function periodOf(days: ChartDay[]): string {
  const labels = days.map((day) => dayLabel(day.day));
  return labels.length > 1 ? `${labels[0]} to ${labels.at(-1)}` : (labels[0] ?? '');
}

function label(day: ChartDay): string {
  return day.hasGap ? `${dayLabel(day.day)} (gap)` : dayLabel(day.day);
}

/** What stands in for the chart where it cannot be drawn. */
function busiestDays(days: ChartDay[]): string {
  const busiest = days.filter((day) => total(day) > 0).sort((a, b) => total(b) - total(a));
  const named = busiest.slice(0, 7).map((day) => `${label(day)} ${count(total(day))}`);
  return `Busiest days: ${named.join(' · ')}`;
}

function inWords(days: ChartDay[]): string {
  const busiest = days.reduce((most, day) => (total(day) > total(most) ? day : most));
  const rest = `${leftOut(days)}${gapDays(days)}`;
  if (total(busiest) === 0) return `${periodOf(days)}: no access on record. ${rest}`;
  if (days.length === 1) return `${periodOf(days)}: ${plural(total(busiest), 'record')}. ${rest}`;
  const quiet = days.filter((day) => total(day) === 0).length;
  const most = `${periodOf(days)}: most on ${dayLabel(busiest.day)}, ${plural(total(busiest), 'record')}`;
  const none = quiet > 0 ? `; none on ${plural(quiet, 'day')}` : '';
  return `${most}${none}. ${rest}`;
}

/** The card counts these records above the chart: without a word the sums would not fit. */
function leftOut(days: ChartDay[]): string {
  const service = days.reduce((sum, day) => sum + day.service, 0);
  return service === 0 ? '' : `Left out: ${plural(service, 'record')} of Microsoft's own services. `;
}

interface GapRun {
  from: ChartDay;
  to: ChartDay;
}

/** So many are drawn and named; more would be read by nobody. */
const MOST_RUNS = 4;

/** Stretches of days with a gap. */
function gapRuns(days: ChartDay[]): GapRun[] {
  const runs: GapRun[] = [];
  for (const [i, day] of days.entries()) {
    const run = runs[runs.length - 1];
    if (!day.hasGap) continue;
    if (run && days[i - 1] === run.to) run.to = day;
    else runs.push({ from: day, to: day });
  }
  return runs;
}

function runLabel({ from, to }: GapRun): string {
  return from === to ? dayLabel(from.day) : `${dayLabel(from.day)} to ${dayLabel(to.day)}`;
}

function gapDays(days: ChartDay[]): string {
  const runs = gapRuns(days);
  if (runs.length === 0)
    return days.length === 1 ? 'No gap falls on this day.' : 'No gap falls on these days.';
  const named = runs.slice(0, MOST_RUNS).map(runLabel);
  const rest = runs.length > MOST_RUNS ? ` and ${count(runs.length - MOST_RUNS)} more times` : '';
  return `The log has gaps on ${named.join(', ')}${rest}: what is not recorded there may still have happened.`;
}

function total(day: SeriesDay): number {
  return day.bind + day.sync;
}
