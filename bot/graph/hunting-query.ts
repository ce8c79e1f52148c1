/** KQL asked of Defender XDR through Graph (reference/graph.md B1, B3). */
import { z } from 'zod';
import { type Graph, GraphError } from './graph.ts';

/** Rows one answer may have; what is beyond is not said to be missing. */
export const MOST_HUNTING_ROWS = 100_000;

export interface HuntingAnswer {
  rows: Record<string, unknown>[];
  requestId: string | null;
}

const answer = z.object({
  results: z.array(z.record(z.string(), z.unknown())),
});

/** One of Microsoft's examples writes the names with capitals. */
function lowerKeys(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key.toLowerCase(), value]));
}

/**
 * @param timespan ISO 8601, such as `2026-09-01T00:00:00Z/2026-09-02T00:00:00Z`
 * @throws GraphError
 */
export async function runHuntingQuery(
  graph: Graph,
  kql: string,
  timespan: string,
  { signal, within }: { signal: AbortSignal; within: number },
): Promise<HuntingAnswer> {
  const { body, requestId } = await graph.post(
    '/security/runHuntingQuery',
    // Microsoft's pages write them with capitals, its metadata and its own clients without.
    { query: kql, timespan },
    { use: 'hunting', signal, within, repeat: true },
  );
  const read = answer.safeParse(lowerKeys(body));
  if (!read.success) {
    throw new GraphError(
      'Defender answered something that is no result',
      200,
      'malformed',
      requestId,
      'hunting',
    );
  }
  return { rows: read.data.results, requestId };
}
