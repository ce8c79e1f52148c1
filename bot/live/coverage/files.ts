/** What is kept of coverage besides the bot's small state: settings as they were given, and what was told. */
import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AtomicFile } from '../../store/file.ts';
import { exchangeSettings } from '../exchange/settings.ts';
import type { Snapshot } from './survey.ts';
import { VERDICTS } from './verdict.ts';

const given = z.object({
  /** ISO time */
  at: z.string(),
  by: z.string(),
  settings: exchangeSettings,
});
export type Given = z.infer<typeof given>;

const told = z.object({
  at: z.string(),
  snapshot: z.record(
    z.string(),
    z.object({
      address: z.string(),
      verdict: z.enum(VERDICTS),
      codes: z.array(z.string()),
      keptDays: z.number().nullable(),
    }),
  ),
});
export interface Told {
  /** ISO time of the look */
  at: string;
  snapshot: Snapshot;
}

export interface CoverageFiles {
  /** null when nothing was given, or what was is damaged: then it is given anew */
  given(): Promise<Given | null>;
  give(given: Given): Promise<void>;
  /** what a conversation was told last; null = nothing to compare with */
  told(key: string): Promise<Told | null>;
  tell(key: string, told: Told): Promise<void>;
  forget(key: string): Promise<void>;
}

export function coverageFiles(folder: string): CoverageFiles {
  const toldPath = (key: string) =>
    join(folder, `told-${createHash('sha256').update(key).digest('hex').slice(0, 24)}.json`);
  async function write(path: string, content: unknown): Promise<void> {
    await mkdir(folder, { recursive: true });
    await new AtomicFile(path).write(content);
  }
  async function read<T>(path: string, shape: z.ZodType<T>): Promise<T | null> {
    return shape.safeParse(await new AtomicFile(path).read()).data ?? null;
  }
  const givenPath = join(folder, 'settings.json');
  return {
    given: () => read(givenPath, given),
    give: (one) => write(givenPath, one),
    told: (key) => read(toldPath(key), told),
    tell: (key, one) => write(toldPath(key), one),
    forget: (key) => rm(toldPath(key), { force: true }),
  };
}
