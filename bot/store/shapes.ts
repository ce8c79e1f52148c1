/** Who and where, as all parts of the state keep them. */
import { z } from 'zod';

export const person = z.object({ objectId: z.string(), name: z.string() });

export const place = z.object({
  scope: z.enum(['personal', 'groupChat', 'channel']),
  conversationId: z.string(),
  serviceUrl: z.string(),
  tenantId: z.string().nullable(),
  bot: z.object({ id: z.string(), name: z.string() }),
});
