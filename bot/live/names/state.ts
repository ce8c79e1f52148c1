/** Look-ups in the tenant that run: what a crash leaves is said to have been stopped. */
import { z } from 'zod';
import { place } from '../../store/shapes.ts';

export const lookups = z.record(
  z.string(),
  z.object({
    place,
    messageId: z.string(),
    /** 'the names of messages of ana@contoso.com' */
    what: z.string(),
    /** the command that goes on with it */
    again: z.string(),
  }),
);
