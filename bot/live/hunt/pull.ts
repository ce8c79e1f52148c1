/** What a hunt attests to the case: how often everything was read, how the readings agreed, and what was not obtained. */
import { readFile } from 'node:fs/promises';
import type { Pull } from '../../../analysis/sections.ts';
import { fileOf } from './audit-part.ts';
import { operationsOf } from './ingest.ts';
import { isObject, parsed } from './record.ts';
import type { Hunt, Missing } from './state.ts';
import { limitOf, wordsFor } from './target.ts';
import type { HuntTools } from './tools.ts';

/** Of one pull; all of them stand in the log of its pages. */
const MOST_REQUEST_IDS = 20_000;

export interface Sums {
  passes: { pages: number; records: number }[];
  distinct: number;
  duplicates: number;
  onlyFirst: number;
  onlySecond: number;
  differing: number;
  unrelated: number;
  missing: Missing[];
}

/** Over the windows that count: those that were split are counted by their halves. */
export function sumsOf({ parts, end }: Pick<Hunt, 'parts' | 'end'>): Sums {
  const sums: Sums = {
    passes: [
      { pages: 0, records: 0 },
      { pages: 0, records: 0 },
    ],
    ...{ distinct: 0, duplicates: 0, onlyFirst: 0, onlySecond: 0, differing: 0, unrelated: 0 },
    missing: [],
  };
  for (const { from, to, state, counted, missing } of parts) {
    if (state === 'split') continue;
    sums.missing.push(...missing);
    if (end !== null && state !== 'done') sums.missing.push({ from, to, why: WHY[end] });
    if (counted === null) continue;
    for (const key of COUNTS) sums[key] += counted[key];
    for (const i of [0, 1] as const) {
      const pass = sums.passes[i];
      if (pass === undefined) continue;
      pass.pages += counted.passes[i].pages;
      pass.records += counted.passes[i].records;
    }
  }
  return sums;
}

const COUNTS = ['distinct', 'duplicates', 'onlyFirst', 'onlySecond', 'differing', 'unrelated'] as const;
const WHY = {
  done: 'it was not reached',
  cancelled: 'the hunt was cancelled before its records were in the case',
  failed: 'the hunt stopped before its records were in the case',
};

export async function pullOf(hunt: Hunt, tools: Pick<HuntTools, 'folder'>): Promise<Pull> {
  const { unrelated: _, ...sums } = sumsOf(hunt);
  const only = limitOf(hunt);
  return {
    id: hunt.id,
    source: hunt.engine === 'audit' ? 'audit-query' : 'defender',
    what: `hunt: ${wordsFor(hunt)}`,
    ...(only === null ? {} : { only }),
    by: hunt.by.name,
    begun: hunt.begun,
    ended: hunt.ended,
    from: hunt.from,
    to: hunt.to,
    queries: hunt.parts.flatMap(({ queries, from, to }) =>
      queries
        .filter(({ sent }) => sent)
        .map(({ id, name, outcome, records }) => ({
          id: id ?? name,
          from,
          to,
          operations: operationsOf(hunt),
          outcome: outcome ?? 'gave-up',
          records,
        })),
    ),
    ...sums,
    requestIds: await requestIdsOf(hunt, tools),
  };
}

async function requestIdsOf(hunt: Hunt, tools: Pick<HuntTools, 'folder'>): Promise<string[]> {
  const ids: string[] = [];
  for (const part of hunt.parts.filter(({ counted }) => counted !== null)) {
    const path = `${fileOf({ tools: tools as HuntTools, huntId: hunt.id }, part)}.pages`;
    for (const line of (await readFile(path, 'utf8').catch(() => '')).split('\n')) {
      const entry = parsed(line);
      if (isObject(entry) && typeof entry.requestId === 'string') ids.push(entry.requestId);
    }
  }
  return ids.slice(0, MOST_REQUEST_IDS);
}
