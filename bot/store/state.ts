/** Everything the bot keeps between two starts. A new part gets a default, so that older files are still read. */
import { z } from 'zod';
import { audiences, inbox, noInbox } from '../alerts/state.ts';
import { coverageState } from '../live/coverage/state.ts';
import { hunts, noHunts } from '../live/hunt/state.ts';
import { lookups } from '../live/names/state.ts';
import { noWatch, watchState } from '../live/watch/state.ts';
import { caseWork, confirmRequest } from '../work/state.ts';
import { place } from './shapes.ts';

export const state = z.object({
  version: z.literal(1),
  conversations: z.record(
    z.string(),
    z.object({ place, greeted: z.boolean(), caseId: z.string().nullable() }),
  ),
  /** what people have done about each case, by case id */
  cases: z.record(z.string(), caseWork).default({}),
  /** what waits for a second person, by its id */
  requests: z.record(z.string(), confirmRequest).default({}),
  /** what conversations asked to be told, by conversation without threads */
  audiences: audiences.default({}),
  /** the watched folder */
  inbox: inbox.default(noInbox),
  /** the watch of the tenant's activity feed */
  watch: watchState.default(noWatch),
  /** who is told once a week which mailboxes are recorded, by conversation without threads */
  coverage: coverageState.default({}),
  /** analyses and exports that run, by job: what a crash leaves is said to have been stopped */
  jobs: z
    .record(
      z.string(),
      z.object({
        place,
        messageId: z.string(),
        files: z.array(z.string()),
        what: z.string().nullable(),
        adds: z.boolean().optional(),
      }),
    )
    .default({}),
  /** audit queries and hunts of Defender under way */
  hunt: hunts.default(noHunts),
  /** look-ups of names and sign-ins under way, by id */
  lookups: lookups.default({}),
  /** makes the names that viewers see instead of addresses; the same after a restart */
  redactionKey: z.string().default(''),
});
export type State = z.infer<typeof state>;
