/** peers.md 2 C: more than usual. */
import { day, GRAPH, groups, type PeerAccess, type PeerAlert, type PeerRule } from '../rule.ts';

const HOUR = 3600;
/** series_decompose_anomalies(Total, 1.5, …): Tukey's fence of 1.5 over the 10th and 90th percentile. */
const FENCE = 1.5;

/**
 * Hours in which the tenant's count stands out of its season and trend. Kusto finds the season itself; here it is a
 * week, its mean by hour. That is what its own choice comes to on working people's mail, not the same to the digit.
 */
function anomalousHours(accesses: readonly PeerAccess[]): Set<number> {
  const counts = groups(accesses, ({ at }) => String(Math.floor(at / HOUR)));
  const hours = [...counts.keys()].map(Number);
  const [from, to] = [Math.min(...hours), Math.max(...hours)];
  const series: number[] = [];
  for (let hour = from; hour <= to; hour++) series.push(counts.get(String(hour))?.length ?? 0);
  const season = Array.from({ length: 168 }, (_, phase) =>
    mean(series.filter((_, n) => (from + n) % 168 === phase)),
  );
  const residuals = series.map((value, n) => value - (season[(from + n) % 168] ?? 0));
  const sorted = [...residuals].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const limit = at(0.9) + FENCE * (at(0.9) - at(0.1));
  return new Set(residuals.flatMap((value, n) => (value > limit ? [from + n] : [])));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

const MOST_OF_THE_HOUR = 0.5;
const HOURLY_COUNT = 25;
const DEVIATIONS = 2.5;

export const rules: PeerRule[] = [
  {
    id: 'C1',
    source: 'Sentinel, MailItemsAccessedTimeSeries',
    alerts({ accesses }) {
      const odd = anomalousHours(accesses);
      const hours = groups(accesses, ({ at }) => String(Math.floor(at / HOUR)));
      return [...odd].flatMap((hour) => {
        const all = hours.get(String(hour)) ?? [];
        const each = groups(all, (row) => `${row.mailbox} ${row.logonType} ${row.userType}`);
        return [...each.values()]
          .filter((rows) => rows.length > HOURLY_COUNT && rows.length / all.length > MOST_OF_THE_HOUR)
          .map((rows) => rows.map(({ id }) => id));
      });
    },
  },
  {
    id: 'C2',
    source: 'XDR twin of C1, without its filters',
    alerts({ accesses }) {
      const hours = groups(accesses, ({ at }) => String(Math.floor(at / HOUR)));
      return [...anomalousHours(accesses)].map((hour) => (hours.get(String(hour)) ?? []).map(({ id }) => id));
    },
  },
  {
    id: 'C3',
    source: 'Sentinel, anomaly by GraphAPI [Nobelium]',
    alerts({ accesses }) {
      const graph = accesses.filter((row) => row.appId === GRAPH && row.clientAppId !== '');
      return [...groups(graph, (row) => row.clientAppId).values()].flatMap((rows): PeerAlert[] => {
        const days = [...groups(rows, ({ at }) => String(day(at))).values()];
        const sums = days.map((ofDay) => ofDay.reduce((sum, row) => sum + row.count, 0));
        const average = mean(sums);
        const squares = sums.reduce((sum, value) => sum + (value - average) ** 2, 0);
        const deviation = Math.sqrt(squares / Math.max(1, sums.length - 1));
        return days.flatMap((ofDay, n) =>
          deviation > 0 && (sums[n] ?? 0) > average + DEVIATIONS * deviation
            ? [ofDay.map(({ id }) => id)]
            : [],
        );
      });
    },
  },
];
