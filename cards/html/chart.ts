/** Where the bars of the printed chart stand. Numbers only: the template draws them. */
import { scaleBand, scaleLinear } from 'd3-scale';
import type { ChartDay } from '../_shared/chart.ts';
import { count, dayLabel } from '../_shared/words.ts';

const WIDTH = 720;
const HEIGHT = 220;
const LEFT = 56;
const BOTTOM = 34;
const TOP = 10;
/** More labels than this would run into each other. */
const MOST_LABELS = 9;

export function bars(days: readonly ChartDay[]) {
  const floor = HEIGHT - BOTTOM;
  const most = Math.max(1, ...days.map(({ bind, sync }) => bind + sync));
  const y = scaleLinear().domain([0, most]).nice(4).range([floor, TOP]);
  const x = scaleBand<string>()
    .domain(days.map(({ day }) => day))
    .range([LEFT, WIDTH])
    .padding(0.2);
  const every = Math.ceil(days.length / MOST_LABELS);
  return {
    width: WIDTH,
    height: HEIGHT,
    left: LEFT,
    labelX: LEFT - 6,
    gapY: floor + 2,
    dayY: HEIGHT - 8,
    ticks: y
      .ticks(4)
      .filter(Number.isInteger)
      .map((value) => ({ y: round(y(value)), label: count(value) })),
    bars: days.map(({ day, bind, sync, hasGap }, i) => ({
      x: round(x(day) ?? LEFT),
      width: round(x.bandwidth()),
      middle: round((x(day) ?? LEFT) + x.bandwidth() / 2),
      bindY: round(y(bind)),
      bindHeight: round(floor - y(bind)),
      syncY: round(y(bind + sync)),
      syncHeight: round(y(bind) - y(bind + sync)),
      gap: hasGap,
      label: i % every === 0 ? dayLabel(day) : '',
    })),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
