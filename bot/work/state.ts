/** How the work state is kept, and checked when it is read back. Its meaning is in cards/_shared/work.ts. */
import { z } from 'zod';
import type { CaseWork, ConfirmRequest, FindingWork } from '../../cards/index.ts';
import { person } from '../store/shapes.ts';

const deed = z.object({ by: person, at: z.string() });
const note = deed.extend({ text: z.string() });

const finding = z.object({
  owner: person.nullable(),
  acknowledged: deed.nullable(),
  suppressed: deed.extend({ until: z.string(), reason: z.string() }).nullable(),
  notes: z.array(note),
}) satisfies z.ZodType<FindingWork>;

const counts = z.object({ messages: z.number(), mailboxes: z.number() });

export const caseWork = z.object({
  members: z.array(person.extend({ lead: z.boolean(), invited: deed.nullable() })),
  hold: deed.extend({ reason: z.string() }).nullable(),
  retention: deed.extend({ days: z.number() }).nullable(),
  overrides: z.record(z.string(), deed.extend({ reason: z.string(), confirmedBy: person })),
  findings: z.record(z.string(), finding),
  notes: z.array(note),
  ticks: z.record(z.string(), deed.extend({ title: z.string().default('') })),
  clocks: z.array(
    deed.extend({
      id: z.string(),
      regime: z.string(),
      awareSince: z.string(),
      hours: z.number(),
      zone: z.string(),
    }),
  ),
  days: z
    .array(z.object({ day: z.string(), findings: z.number(), confirmed: counts, suspected: counts }))
    .default([]),
  purging: z.boolean(),
}) satisfies z.ZodType<CaseWork>;

export const confirmRequest = z.object({
  id: z.string(),
  kind: z.enum(['purge', 'lift-hold', 'override']),
  caseId: z.string(),
  person: person.nullable(),
  reason: z.string(),
  by: person,
  at: z.string(),
  expiresAt: z.string(),
}) satisfies z.ZodType<ConfirmRequest>;

export function noWork(): CaseWork {
  return {
    members: [],
    hold: null,
    retention: null,
    overrides: {},
    findings: {},
    notes: [],
    ticks: {},
    clocks: [],
    days: [],
    purging: false,
  };
}
