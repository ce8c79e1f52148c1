/** Which conversations are told once a week what changed, kept over restarts; by conversation without threads. */
import { z } from 'zod';

const wish = z.object({
  place: z.object({
    scope: z.enum(['personal', 'groupChat', 'channel']),
    conversationId: z.string(),
    serviceUrl: z.string(),
    tenantId: z.string().nullable(),
    bot: z.object({ id: z.string(), name: z.string() }),
  }),
  by: z.object({ objectId: z.string(), name: z.string() }),
  /** ISO time of the next look */
  next: z.string(),
  /** times in a row it could not be done or sent */
  failed: z.number(),
});
export type WeeklyWish = z.infer<typeof wish>;

export const coverageState = z.record(z.string(), wish);
