/** What the readers of settings share. */
import { z } from 'zod';

/** A setting that is missing or wrong; its message names the setting and what to write. */
export class ConfigError extends Error {}

export const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Lower-case. */
export const guid = z
  .string()
  .regex(GUID, 'must be an id such as 00000000-0000-0000-0000-000000000000')
  .transform((id) => id.toLowerCase());

/** Parts of a list that is separated by spaces, commas or semicolons. */
export function listOf(text: string | undefined): string[] {
  return (text ?? '').split(/[\s,;]+/).filter((one) => one !== '');
}
