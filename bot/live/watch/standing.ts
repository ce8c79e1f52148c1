/** How the watch stands, for its card. */
import type { CardInputs } from '../../../cards/index.ts';
import { lagOf, listedTo } from './health.ts';
import type { WatchState } from './state.ts';

export type WatchStanding = Omit<NonNullable<CardInputs['watch']['watch']>, 'case'> & {
  caseId: string | null;
};

export function standingOf(
  watch: Readonly<WatchState>,
  { now, waiting, requests }: { now: Date; waiting: number; requests: number },
): WatchStanding {
  const day = watch.days[now.toISOString().slice(0, 10)];
  const trouble = watch.troubles.find(({ ended }) => ended === null);
  const subscribed = Object.entries(watch.feeds).filter(([, { enabled }]) => enabled !== null);
  return {
    caseId: watch.caseId,
    on: watch.on,
    by: watch.by,
    at: watch.at,
    subscribed: subscribed.map(([name]) => name),
    listedTo: listedTo(watch),
    newest: watch.newest,
    lag: lagOf(watch),
    poll: watch.poll && { at: watch.poll.at, words: watch.poll.words },
    today: {
      blobs: day?.blobs ?? 0,
      again: day?.again ?? 0,
      records: day?.records ?? 0,
      kept: day?.kept ?? 0,
    },
    waiting,
    owed: watch.owed.length,
    missing: Object.values(watch.days).flatMap(({ missing }) => missing).length,
    outages: watch.outages.map(({ from, to, why, lostTo, queried }) => ({ from, to, why, lostTo, queried })),
    trouble: trouble === undefined ? null : { at: trouble.at, words: trouble.words },
    requests,
  };
}
