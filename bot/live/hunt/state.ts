/** What is kept of hunts, so that a restart goes on where it stopped. */
import { z } from 'zod';
import { person, place } from '../../store/shapes.ts';

const missing = z.object({ from: z.string(), to: z.string(), why: z.string() });
const pass = z.object({ pages: z.number(), records: z.number() });

/** How a query was limited by Microsoft. */
const filter = z.enum(['none', 'keyword', 'user', 'ip', 'kql']);

const query = z.object({
  /** one of a kind: a query whose id was lost is found again by it */
  name: z.string(),
  filter,
  /** of the service; null until it has answered */
  id: z.string().nullable(),
  version: z.enum(['v1.0', 'beta']).nullable(),
  /** it was sent at least once, perhaps without an answer */
  sent: z.boolean(),
  outcome: z.enum(['succeeded', 'failed', 'cancelled', 'gave-up', 'over-the-cap']).nullable(),
  records: z.number(),
});

const counted = z.object({
  passes: z.tuple([pass, pass]),
  /** records that were kept, by id */
  distinct: z.number(),
  duplicates: z.number(),
  onlyFirst: z.number(),
  onlySecond: z.number(),
  differing: z.number(),
  /** records Microsoft returned that are not about what was hunted */
  unrelated: z.number(),
});

/** A window of time, with the queries that together ask for it. */
const part = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  /** written: its records are in its file, which may not be in the case yet; split: two halves stand for it */
  state: z.enum(['open', 'written', 'done', 'split']),
  queries: z.array(query),
  counted: counted.nullable(),
  missing: z.array(missing),
});

const target = z.object({ kind: z.enum(['mailbox', 'app', 'ip', 'tenant']), value: z.string() });

const hunt = z.object({
  id: z.string(),
  tenantId: z.string(),
  engine: z.enum(['audit', 'defender']),
  target,
  /** nothing is left to a filter of Microsoft's but the operations */
  unfiltered: z.boolean(),
  from: z.string(),
  to: z.string(),
  begun: z.string(),
  /** when it is given up, whatever Microsoft does */
  deadline: z.string(),
  /** null for a hunt that nobody asked for in a chat */
  place: place.nullable(),
  by: person,
  /** null until the first records made one */
  caseId: z.string().nullable(),
  messageId: z.string().nullable(),
  ended: z.string().nullable(),
  end: z.enum(['done', 'cancelled', 'failed']).nullable(),
  stoppedBy: z.string().nullable(),
  why: z.string().nullable(),
  parts: z.array(part),
});

export const hunts = z.object({
  hunts: z.record(z.string(), hunt),
  /** by tenant: when each audit query was submitted, in the last 24 hours */
  submitted: z.record(z.string(), z.array(z.string())),
  /** by tenant: the version of Graph that has audit queries there */
  versions: z.record(z.string(), z.enum(['v1.0', 'beta'])),
});

export const noHunts: z.infer<typeof hunts> = { hunts: {}, submitted: {}, versions: {} };

export type Hunt = z.infer<typeof hunt>;
export type Part = z.infer<typeof part>;
export type HuntQuery = z.infer<typeof query>;
export type Target = z.infer<typeof target>;
export type Counted = z.infer<typeof counted>;
export type Missing = z.infer<typeof missing>;
export type Filter = z.infer<typeof filter>;
