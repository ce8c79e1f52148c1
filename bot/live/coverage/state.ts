/** Which conversations are told once a week what changed, kept over restarts; by conversation without threads. */
import { z } from 'zod';
import { person, place } from '../../store/shapes.ts';

const wish = z.object({
  place,
  by: person,
  /** ISO time of the next look */
  next: z.string(),
  /** times in a row it could not be done or sent */
  failed: z.number(),
});
export type WeeklyWish = z.infer<typeof wish>;

export const coverageState = z.record(z.string(), wish);
