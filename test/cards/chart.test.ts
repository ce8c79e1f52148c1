import { describe, expect, it } from 'vitest';
import type { Gap, SeriesDay } from '../../analysis/report.ts';
import { accessChart } from '../../cards/_shared/chart.ts';
import type { JsonObject } from '../../cards/_shared/literal.ts';

const window = { from: '2026-05-12T08:00:00Z', to: '2026-05-16T16:00:00Z' };
const day = (of: number, bind: number, sync = 0): SeriesDay => ({
  day: `2026-05-${of}`,
  bind,
  sync,
  service: 1,
});
const gap = (from: string | null, to: string | null): Gap => ({
  id: 'g',
  kind: 'throttled',
  certainty: 'proven',
  mailbox: 'a@contoso.com',
  actor: null,
  accessTypes: ['bind'],
  from,
  to,
  statement: '',
  recordIds: [],
});

interface Series {
  legend: string;
  values: { x: string; y: number }[];
}

function drawn({ element }: { element: JsonObject | null }): Series[] {
  return (element?.data ?? []) as unknown as Series[];
}

/** legend → label → value, zeros left out */
function bars(series: SeriesDay[], gaps: Gap[]): Record<string, Record<string, number>> {
  const data = drawn(accessChart(series, gaps, window));
  return Object.fromEntries(
    data.map(({ legend, values }) => [
      legend,
      Object.fromEntries(values.filter(({ y }) => y > 0).map(({ x, y }) => [x, y])),
    ]),
  );
}

describe('the chart of accesses', () => {
  it('draws days, and days with a gap apart', () => {
    const series = [day(12, 5, 1), day(13, 7), day(14, 3, 2), day(15, 1), day(16, 9)];
    expect(bars(series, [gap('2026-05-14T17:41:00Z', '2026-05-15T17:42:00Z')])).toEqual({
      messages: { '12 May': 5, '13 May': 7, '16 May': 9 },
      'folder syncs': { '12 May': 1 },
      'day with a gap': { '14 May*': 5, '15 May*': 1 },
    });
  });

  it('draws days without records, so that silence is seen', () => {
    const chart = accessChart([day(12, 5), day(16, 9)], [], window);
    const [first] = drawn(chart);
    expect(first?.values.map(({ x }) => x)).toEqual(['12 May', '13 May', '14 May', '15 May', '16 May']);
    expect(chart.words).toBe(
      "12 May to 16 May: most on 16 May, 9 records; none on 3 days. Left out: 2 records of Microsoft's own services. No gap falls on these days.",
    );
  });

  it('names a gap on a day on which nothing was recorded', () => {
    const { words, element } = accessChart(
      [day(12, 5), day(16, 9)],
      [gap('2026-05-14T01:00:00Z', '2026-05-14T09:00:00Z')],
      window,
    );
    expect(words).toContain('gaps on 14 May:');
    expect(JSON.stringify(element)).toContain('14 May*');
  });

  it('ends a gap on the day before midnight, and clips open ones to the records', () => {
    const series = [day(12, 1), day(13, 1), day(14, 1), day(15, 1), day(16, 1)];
    const words = (gaps: Gap[]) => accessChart(series, gaps, window).words;
    expect(words([gap('2026-05-13T00:00:00Z', '2026-05-14T00:00:00Z')])).toContain('gaps on 13 May:');
    expect(words([gap(null, '2026-05-13T10:00:00Z')])).toContain('gaps on 12 May to 13 May:');
    expect(words([gap('2026-05-15T10:00:00Z', null)])).toContain('gaps on 15 May to 16 May:');
  });

  describe('with many days', () => {
    const chartOf = (from: string, days: number, gaps: Gap[] = []) => {
      const start = Date.parse(from);
      const series = Array.from({ length: days }, (_, i) => ({
        ...day(12, 1),
        day: new Date(start + i * 86_400_000).toISOString().slice(0, 10),
      }));
      return accessChart(series, gaps, window);
    };
    const labels = (chart: { element: JsonObject | null }) => drawn(chart)[0]?.values.map(({ x }) => x);

    it('labels bars by the number of their day, since clients cut what is wider', () => {
      const fortnight = chartOf('2026-04-25', 14);
      expect(fortnight.element?.type).toBe('Chart.VerticalBar.Grouped');
      expect(labels(fortnight)?.slice(4, 8)).toEqual(['29', '30', '1', '2']);
      expect(fortnight.element?.xAxisTitle).toBe('25 Apr to 8 May, UTC');
      expect(labels(chartOf('2026-04-28', 5))?.slice(2, 4)).toEqual(['30 Apr', '1 May']);
    });

    it('draws lines over an axis of time where bars would be too thin for their labels', () => {
      const chart = chartOf('2026-04-20', 32, [
        gap('2026-05-01T01:00:00Z', '2026-05-02T02:00:00Z'),
        gap('2026-05-10T01:00:00Z', '2026-05-10T02:00:00Z'),
      ]);
      expect(chart.element?.type).toBe('Chart.Line');
      expect(labels(chart)?.slice(10, 12)).toEqual(['2026-04-30', '2026-05-01']);
      expect(chart.element?.yMax).toBe(4);
      // A line of its own for each gap, to the days beside it: at zero there, it would deny their accesses.
      const [, first, second] = drawn(chart);
      expect([first?.legend, second?.legend]).toEqual(['gap, 1 May to 2 May', 'gap, 10 May']);
      expect(first?.values).toEqual([
        { x: '2026-04-30', y: 1 },
        { x: '2026-05-01', y: 1 },
        { x: '2026-05-02', y: 1 },
        { x: '2026-05-03', y: 1 },
      ]);
      expect(second?.values).toHaveLength(3);
    });
  });

  it('calls no day the busiest where nothing is on record', () => {
    expect(accessChart([day(12, 0), day(13, 0)], [], window).words).toBe(
      "12 May to 13 May: no access on record. Left out: 2 records of Microsoft's own services. No gap falls on these days.",
    );
  });

  it('has nothing to draw for one day or none', () => {
    expect(accessChart([], [], window)).toEqual({ element: null, words: 'No access is on record.' });
    expect(accessChart([day(12, 1)], [], window).element).toBeNull();
  });

  it('says of one day how much there is, and what of it is not drawn', () => {
    const words = (one: SeriesDay) => accessChart([one], [], window).words;
    expect(words(day(12, 2))).toBe(
      "12 May: 2 records. Left out: 1 record of Microsoft's own services. No gap falls on this day.",
    );
    expect(words({ ...day(12, 1), service: 0 })).toBe('12 May: 1 record. No gap falls on this day.');
  });

  it('does not draw centuries', () => {
    const [first] = drawn(accessChart([{ ...day(12, 1), day: '0001-01-01' }, day(16, 1)], [], window));
    expect(first?.values).toHaveLength(62);
  });
});
