/**
 * Every button of every card: what it is called when it comes back, and what it carries. Buttons carry ids only;
 * what they show is read again from the case. The bot parses what comes back with these and handles exactly these.
 */
import { z } from 'zod';

/** The longest an e-mail address may be; cases, jobs and markers are shorter. Longer ids would fill the card. */
const LONGEST_ID = 320;

const id = z.string().min(1).max(LONGEST_ID);
const offset = z.number().int().min(0).optional();
/** set on the buttons of a channel's alert: the alert itself is redrawn, not turned into another card */
const alert = z.boolean().optional();
const scope = z.enum(['confirmed', 'suspected', 'recorded']).optional();

export const verbs = {
  'show-summary': z.object({ caseId: id }),
  'show-manager-summary': z.object({ caseId: id }),
  'show-gaps': z.object({ caseId: id, offset }),
  'show-contexts': z.object({ caseId: id, mailbox: id.optional(), offset }),
  'show-messages': z.object({ caseId: id, scope, offset }),
  'show-mailbox-messages': z.object({ caseId: id, mailbox: id, scope, offset }),
  'show-findings': z.object({ caseId: id, offset }),
  'show-finding': z.object({ caseId: id, id }),
  'show-finding-messages': z.object({ caseId: id, id, offset }),
  'show-next-steps': z.object({ caseId: id, offset }),
  'show-inputs': z.object({ caseId: id, offset }),
  'analyze-sample': z.object({}),
  'cancel-job': z.object({ jobId: id }),
  'cancel-hunt': z.object({ huntId: id }),
  'preview-mark': z.object({ caseId: id, marker: id, verdict: z.enum(['hostile', 'trusted']) }),
  'confirm-mark': z.object({ caseId: id, marker: id, verdict: z.enum(['hostile', 'trusted']) }),
  'ack-finding': z.object({ caseId: id, id, alert }),
  /** to whoever presses; `from` = object id of the owner the card showed, absent when it showed none */
  'assign-finding': z.object({ caseId: id, id, from: id.optional(), alert }),
  /** without `until` and `reason` it opens the form that asks for them (Input.Date 'until', Input.Text 'reason') */
  'suppress-finding': z.object({
    caseId: id,
    id,
    until: z.string().max(40).optional(),
    reason: z.string().max(2_000).optional(),
    alert,
  }),
  /** without `kind` it shows what there is to choose from */
  'export-case': z.object({ caseId: id, kind: z.enum(['notification', 'timeline', 'evidence']).optional() }),
  /** the answer to a file consent card; where the file goes is not among what is kept of it */
  'hand-over': z.object({ caseId: id, offer: id, accepted: z.boolean() }),
  'show-app': z.object({ caseId: id, app: id, offset }),
  'show-timeline': z.object({ caseId: id, mailbox: id.optional(), offset }),
  'show-compare': z.object({ caseId: id, other: id, offset }),
  /** `offset` of the page it is on */
  'tick-step': z.object({ caseId: id, step: id, done: z.boolean(), offset }),
  'show-baseline': z.object({ caseId: id, offset }),
  /** the application of that finding; without `reason` it opens the form that asks for it */
  'approve-app': z.object({ caseId: id, id, reason: z.string().max(2_000).optional() }),
  'show-who-read': z.object({ caseId: id, question: id, offset }),
  'show-audit': z.object({ caseId: id, offset }),
  'show-whole-audit': z.object({ offset }),
  /** without `verdict` all of them */
  'show-coverage': z.object({
    verdict: z.enum(['recorded', 'partly', 'not-recorded', 'unknown']).optional(),
    offset,
  }),
  'export-coverage': z.object({}),
  'show-custody': z.object({ caseId: id }),
  'confirm-request': z.object({ caseId: id, requestId: id }),
  'refuse-request': z.object({ caseId: id, requestId: id }),
  /** asks the mailbox what its exposed messages are called; presses say that the log was preserved */
  'resolve-mailbox': z.object({ caseId: id, mailbox: id }),
  'cancel-lookup': z.object({ lookupId: id }),
  dismiss: z.object({}),
  help: z.object({}),
} as const;

export type Verb = keyof typeof verbs;
export type VerbData<V extends Verb> = z.infer<(typeof verbs)[V]>;
