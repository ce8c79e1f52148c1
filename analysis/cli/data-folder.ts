import { resolve } from 'node:path';

/** Where the bot keeps its cases and what was read in: as named, else as the settings have it. */
export function dataFolder(named: string | undefined): string {
  return resolve(named ?? process.env.MAILTRAIL_DATA ?? 'data');
}
