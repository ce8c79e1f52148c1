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
      'day with a gap': { '14 May (gap)': 5, '15 May (gap)': 1 },
    });
  });

  it('draws days without records, so that silence is seen', () => {
    const chart = accessChart([day(12, 5), day(16, 9)], [], window);
    const [first] = drawn(chart);
    expect(first?.values.map(({ x }) => x)).toEqual(['12 May', '13 May', '14 May', '15 May', '16 May']);
    expect(chart.words).toBe(
      '12 May to 16 May: most on 16 May, 9 records; none on 3 days. No gap falls on these days.',
    );
  });

  it('names a gap on a day on which nothing was recorded', () => {
    const { words, element } = accessChart(
      [day(12, 5), day(16, 9)],
      [gap('2026-05-14T01:00:00Z', '2026-05-14T09:00:00Z')],
      window,
    );
    expect(words).toContain('gaps on 14 May:');
    expect(JSON.stringify(element)).toContain('14 May (gap)');
  });

  it('ends a gap on the day before midnight, and clips open ones to the records', () => {
    const series = [day(12, 1), day(13, 1), day(14, 1), day(15, 1), day(16, 1)];
    const words = (gaps: Gap[]) => accessChart(series, gaps, window).words;
    expect(words([gap('2026-05-13T00:00:00Z', '2026-05-14T00:00:00Z')])).toContain('gaps on 13 May:');
    expect(words([gap(null, '2026-05-13T10:00:00Z')])).toContain('gaps on 12 May to 13 May:');
    expect(words([gap('2026-05-15T10:00:00Z', null)])).toContain('gaps on 15 May to 16 May:');
  });

  it('labels many days by their number, while that tells them apart', () => {
    const labels = (from: string, days: number, gaps: Gap[] = []) => {
      const start = Date.parse(from);
      const series = Array.from({ length: days }, (_, i) => ({
        ...day(12, 1),
        day: new Date(start + i * 86_400_000).toISOString().slice(0, 10),
      }));
      return drawn(accessChart(series, gaps, window))[0]?.values.map(({ x }) => x);
    };
    expect(labels('2026-05-09', 8, [gap('2026-05-10T01:00:00Z', '2026-05-10T02:00:00Z')])).toEqual([
      '9',
      '10*',
      '11',
      '12',
      '13',
      '14',
      '15',
      '16',
    ]);
    expect(labels('2026-04-20', 30)?.slice(10, 13)).toEqual(['30', '1', '2']);
    expect(labels('2026-04-20', 32)?.slice(10, 13)).toEqual(['30 Apr', '1 May', '2 May']);
  });

  it('has nothing to draw for one day or none', () => {
    expect(accessChart([], [], window)).toEqual({ element: null, words: 'No access is on record.' });
    expect(accessChart([day(12, 1)], [], window).element).toBeNull();
  });

  it('does not draw centuries', () => {
    const [first] = drawn(accessChart([{ ...day(12, 1), day: '0001-01-01' }, day(16, 1)], [], window));
    expect(first?.values).toHaveLength(62);
  });
});
