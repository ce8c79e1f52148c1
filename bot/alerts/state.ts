/** What conversations asked to be told, what they were told, and what is still to be sent. Kept in bot/store/. */
import { z } from 'zod';
import { person, place } from '../store/shapes.ts';

export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
const severity = z.enum(SEVERITIES);

/** Times of day are HH:MM on the clocks of `zone` (IANA name). */
const quiet = z.object({ from: z.string(), to: z.string(), zone: z.string() });

const told = z.object({
  /** as last seen; redacted, as everything that is kept here to be shown */
  title: z.string(),
  severity,
  /** the gravest that was said so far: a rise is said once */
  said: severity,
  mailboxes: z.number(),
  messages: z.number(),
  lastSeen: z.string(),
  /** when it was first compared */
  at: z.string(),
  /** the message that tells it; null = not told yet, or known before */
  post: z.string().nullable(),
  /** it was in the case before the conversation asked to be told */
  known: z.boolean(),
  /** its own message may have arrived or not: told in a list instead, never a second time by itself */
  inDoubt: z.boolean(),
  /** not in the case any more */
  gone: z.boolean(),
  /** the newest last, at most three */
  changes: z.array(z.object({ at: z.string(), words: z.string() })),
});

const post = z.object({
  /** watch: what is wrong with the watch of the tenant since `at` */
  kind: z.enum(['alert', 'list', 'inbox', 'watch']),
  caseId: z.string(),
  at: z.string(),
  /** where it is; null until it was sent */
  message: z.object({ conversationId: z.string(), messageId: z.string() }).nullable(),
  /** hash of the card that is shown there */
  shown: z.string().nullable(),
  /** a list sent again because nobody knows whether it arrived */
  inDoubt: z.boolean(),
});

const item = z.object({
  id: z.string(),
  /** root: a message of its own. edit: what it shows. rise, added: a word below it. daily: the daily digest */
  does: z.enum(['root', 'edit', 'rise', 'added', 'daily']),
  post: z.string().nullable(),
  finding: z.string().nullable(),
  words: z.string(),
  /** 'sending' is on the disk before anything is sent: found so at start, it may have arrived */
  state: z.enum(['waiting', 'sending']),
  tries: z.number(),
  notBefore: z.string(),
});

const watch = z.object({
  /** null = the case of the inbox folder, which may not be there yet */
  caseId: z.string().nullable(),
  floor: severity,
  quiet: quiet.nullable(),
  by: person,
  at: z.string(),
  on: z.boolean(),
  /** by finding id */
  told: z.record(z.string(), told),
  /** when messages of their own were posted lately */
  recent: z.array(z.string()),
});

const digest = z.object({
  caseId: z.string().nullable(),
  at: z.string(),
  zone: z.string(),
  by: person,
  /** the day (of that zone) it was last made */
  lastDay: z.string(),
  since: z.string(),
  /** severity by finding id, as of `since` */
  known: z.record(z.string(), severity),
});

export const audience = z.object({
  place,
  watch: watch.nullable(),
  digest: digest.nullable(),
  posts: z.record(z.string(), post),
  outbox: z.array(item),
  /** why nothing is sent there any more */
  removed: z.string().nullable(),
  /** messages the service refused for good: how many, and why the last */
  refused: z.object({ count: z.number(), why: z.string() }),
});

/** By conversation, without threads. */
export const audiences = z.record(z.string(), audience);

export const inbox = z.object({
  caseId: z.string().nullable(),
  /** by file name: as it was when it was last looked at */
  files: z.record(
    z.string(),
    z.object({
      size: z.number(),
      mtimeMs: z.number(),
      at: z.string(),
      outcome: z.enum(['analysed', 'failed', 'retrying']),
      words: z.string(),
      tries: z.number(),
    }),
  ),
});

export type Audience = z.infer<typeof audience>;
export type Watch = z.infer<typeof watch>;
export type Digest = z.infer<typeof digest>;
export type Told = z.infer<typeof told>;
export type Post = z.infer<typeof post>;
export type Item = z.infer<typeof item>;
export type Quiet = z.infer<typeof quiet>;
export type InboxState = z.infer<typeof inbox>;

export const noInbox = (): InboxState => ({ caseId: null, files: {} });

/** A channel is one conversation, whichever of its threads was used (teams-platform.md 1.6). */
export function keyOf({ conversationId }: { conversationId: string }): string {
  return conversationId.replace(/;messageid=.*$/, '');
}

export function isGraver(one: Told['severity'], other: Told['severity']): boolean {
  return SEVERITIES.indexOf(one) > SEVERITIES.indexOf(other);
}
