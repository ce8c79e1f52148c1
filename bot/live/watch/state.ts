/** What the watch keeps between two starts. The ids of what it took are in files beside it (seen.ts). */
import { z } from 'zod';
import { person, place } from '../../store/shapes.ts';

const feed = z.object({
  /** when a start of the subscription was last asked for: 15 minutes must pass before the next */
  asked: z.string().nullable(),
  /** when the subscription was last known to be enabled */
  enabled: z.string().nullable(),
  /** when it was first known to be: since when it is, the feed does not tell, nor whether what arrived before is all (B6) */
  begun: z.string().nullable().default(null),
  /** what became available before this was listed */
  listedTo: z.string(),
  /** the same for later rounds, by their hours: content turns up late with an old time */
  again: z.record(z.string(), z.string()),
});

/** A blob that was listed and could not be had so far. */
const owed = z.object({
  contentType: z.string(),
  id: z.string(),
  uri: z.string(),
  created: z.string(),
  expires: z.string().nullable(),
  tries: z.number(),
  /** not tried before */
  next: z.string(),
  why: z.string(),
});

/** Arrival that was not listed when it should have been, or whose content could not be had. ISO times. */
const stretch = z.object({ from: z.string(), to: z.string(), why: z.string() });

/** Nothing was listed for a while. What can be listed later is; what cannot is for an audit query. */
const outage = stretch.extend({
  /** the case says so */
  noted: z.boolean(),
  /** the case was told of what was listed afterwards */
  closed: z.boolean(),
  /** the end of what can never be listed; null when all of it can */
  lostTo: z.string().nullable(),
  /** somebody was asked to get that by an audit query */
  queried: z.boolean(),
});

/** What one day brought, by the day it was taken (UTC). */
const day = z.object({
  at: z.string(),
  /** arrival that was listed for the first time */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** listed or not, and not obtained */
  missing: z.array(stretch),
  listings: z.number(),
  blobs: z.number(),
  /** listed more than once, under the same id */
  again: z.number(),
  records: z.number(),
  kept: z.number(),
  /** blobs that were broken, and what could be read of them was kept */
  broken: z.number(),
});

const trouble = z.object({
  kind: z.enum(['behind', 'late', 'silent', 'refused']),
  at: z.string(),
  words: z.string(),
  ended: z.string().nullable(),
  /** its end was told too */
  settled: z.boolean(),
});

export const watchState = z.object({
  on: z.boolean(),
  /** begun anew with every case: names the folder of what was taken */
  run: z.string(),
  /** whose feed it is; '' in files from before it was noted */
  tenantId: z.string().default(''),
  /** null = it is begun with the first records */
  caseId: z.string().nullable(),
  by: person.nullable(),
  /** where it was asked for */
  place: place.nullable(),
  /** when it was started or stopped last */
  at: z.string(),
  /** up to where it was listed when somebody stopped it */
  stopped: z.string().nullable(),
  /** the earliest arrival that was asked for */
  since: z.string(),
  feeds: z.record(z.string(), feed),
  owed: z.array(owed),
  outages: z.array(outage),
  /** by YYYY-MM-DD, the last ones */
  days: z.record(z.string(), day),
  /** seconds from a record's event to its blob, the middle of each of the last blobs */
  lags: z.array(z.number()),
  /** the newest arrival that was listed */
  newest: z.string().nullable(),
  /** how the last poll went; words = what was wrong with it */
  poll: z.object({ at: z.string(), words: z.string().nullable(), refused: z.boolean() }).nullable(),
  /** when records were last given to the case, and when the case was last told how far the watch is */
  delivered: z.string().nullable(),
  attested: z.string().nullable(),
  /** the newest last */
  troubles: z.array(trouble),
});

export type WatchState = z.infer<typeof watchState>;
export type FeedState = z.infer<typeof feed>;
export type Owed = z.infer<typeof owed>;
export type Stretch = z.infer<typeof stretch>;
export type Outage = z.infer<typeof outage>;
export type DayState = z.infer<typeof day>;
export type Trouble = z.infer<typeof trouble>;

export const noWatch = (): WatchState => ({
  on: false,
  run: '',
  tenantId: '',
  caseId: null,
  by: null,
  place: null,
  at: '',
  stopped: null,
  since: '',
  feeds: {},
  owed: [],
  outages: [],
  days: {},
  lags: [],
  newest: null,
  poll: null,
  delivered: null,
  attested: null,
  troubles: [],
});
