/**
 * Every query is paged twice: the same completed query was seen to give different records each time (graph.md B4). What
 * both passes gave is united.
 */
import { auditRecordPages } from '../../graph/audit-queries.ts';
import { GraphError } from '../../graph/graph.ts';
import { isObject } from './record.ts';
import type { HuntQuery } from './state.ts';
import { isOver, isRefused, type Run } from './tools.ts';
import type { PassNumber, Union } from './union.ts';

/** Beside the repetitions of the Graph client, each with a longer pause. */
const MOST_TRIES = 2;

export interface ReadQuery {
  name: string;
  /** of the pass that gave more */
  records: number;
  /** why neither pass came to the end, for people; null when one did */
  why: string | null;
}

/**
 * @param saw told of each record
 * @throws GraphError when Microsoft refuses for good; the signal's reason
 */
export async function readTwice(
  run: Run,
  queries: readonly HuntQuery[],
  union: Union,
  saw: (record: unknown) => void,
): Promise<ReadQuery[]> {
  const found = new Map<string, ReadQuery>();
  for (const pass of [0, 1] as const) {
    for (const query of queries) {
      const { records, why } = await readOnce(run, query, pass, union, saw);
      const before = found.get(query.name);
      found.set(query.name, {
        name: query.name,
        records: Math.max(records, before?.records ?? 0),
        why: before === undefined ? why : before.why === null ? null : why,
      });
    }
  }
  return [...found.values()];
}

async function readOnce(
  run: Run,
  query: HuntQuery,
  pass: PassNumber,
  union: Union,
  saw: (record: unknown) => void,
): Promise<{ records: number; why: string | null }> {
  const { tools, signal } = run;
  let records = 0;
  let next: string | undefined;
  for (let tries = 0; ; ) {
    try {
      for await (const page of pagesOf(run, query, next)) {
        signal.throwIfAborted();
        const { items, requestId } = page;
        if (!items.every(isObject)) throw broken(requestId);
        await union.add(pass, items, { query: query.name, requestId, more: page.next !== null });
        items.forEach(saw);
        records += items.length;
        tries = 0;
        if (page.next === null) break;
        next = page.next;
        if (isOver(run)) return { records, why: 'the time of the hunt was over before all pages were read' };
        run.onChange();
      }
      return { records, why: null };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof GraphError) || isRefused(error)) throw error;
      if (error.code === 'foreign-page' || ++tries >= MOST_TRIES) {
        return { records, why: `a page of the records could not be read: ${error.message}` };
      }
      await tools.wait(tools.limits.pause * 2 ** tries, signal);
      if (isOver(run)) return { records, why: 'the time of the hunt was over before all pages were read' };
    }
  }
}

function pagesOf({ tools, signal }: Run, { id, version }: HuntQuery, from: string | undefined) {
  if (id === null || version === null) throw new Error('A query that was never made has no records');
  const { within } = tools.limits;
  return auditRecordPages(tools.tenant.graph, id, { version, signal, within }, from);
}

function broken(requestId: string | null): GraphError {
  return new GraphError('A page holds what is no record', 200, 'malformed', requestId, 'audit-queries');
}
