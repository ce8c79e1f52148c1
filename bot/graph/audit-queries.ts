/** The audit log searched through Graph (reference/graph.md B1 to B5): queries are made, run by themselves, and are read. */
import { z } from 'zod';
import { type Graph, GraphError, type GraphPage } from './graph.ts';

export type AuditVersion = 'v1.0' | 'beta';

/** What is asked; filters that are not used are left out, as Microsoft wants it. */
export interface AuditQueryRequest {
  displayName: string;
  filterStartDateTime: string;
  filterEndDateTime: string;
  operationFilters: string[];
  keywordFilter?: string;
  userPrincipalNameFilters?: string[];
  ipAddressFilters?: string[];
}

export interface AuditQuery {
  id: string;
  displayName: string | null;
  /** lower-case; Microsoft may say what no document knows, such as 'queued' */
  status: string;
  /** the search stopped at the most records one search may have; null where the service does not say */
  overTheCap: boolean | null;
}

const query = z.looseObject({
  id: z.string().min(1).max(200),
  displayName: z.string().nullish(),
  status: z.string().nullish(),
  isRecordCountLimitExceeded: z.boolean().nullish(),
});
/** Microsoft's example wraps a single query in `value`; real answers do not. */
const single = z.union([query, z.looseObject({ value: query }).transform(({ value }) => value)]);

const QUERIES = '/security/auditLog/queries';

interface Asking {
  version: AuditVersion;
  signal: AbortSignal;
  /** milliseconds one call may take, waits included */
  within: number;
}

/**
 * Makes a query. Not repeated by itself: whether an answer that was lost had made one is seen in the list.
 * @throws GraphError
 */
export async function createAuditQuery(
  graph: Graph,
  request: AuditQueryRequest,
  { version, signal, within }: Asking,
): Promise<AuditQuery> {
  const { body, requestId } = await graph.post(QUERIES, request, {
    use: 'audit-queries',
    version,
    signal,
    within,
  });
  return auditQuery(body, requestId);
}

/** @throws GraphError */
export async function readAuditQuery(
  graph: Graph,
  id: string,
  { version, signal, within }: Asking,
): Promise<AuditQuery> {
  const path = `${QUERIES}/${encodeURIComponent(id)}`;
  const { body, requestId } = await graph.get(path, { use: 'audit-queries', version, signal, within });
  return auditQuery(body, requestId);
}

/** Enough for thirty days of the most queries a day, in pages of a hundred. */
const MOST_LIST_PAGES = 60;

/**
 * The query of that name, which must be one of a kind; null when there is none. The list is not filtered by Microsoft:
 * no document says it can be by name.
 * @throws GraphError
 */
export async function findAuditQuery(
  graph: Graph,
  displayName: string,
  { version, signal, within }: Asking,
): Promise<AuditQuery | null> {
  const call = { use: 'audit-queries', version, signal, within } as const;
  for await (const { items, number } of graph.pages(QUERIES, call)) {
    for (const item of items) {
      const read = query.safeParse(item);
      if (read.success && read.data.displayName === displayName) return asAuditQuery(read.data);
    }
    if (number >= MOST_LIST_PAGES) break;
  }
  return null;
}

/** The records of a query that ended, page by page. @throws GraphError */
export function auditRecordPages(
  graph: Graph,
  id: string,
  { version, signal, within }: Asking,
  from?: string,
): AsyncGenerator<GraphPage> {
  const path = `${QUERIES}/${encodeURIComponent(id)}/records`;
  return graph.pages(path, { use: 'audit-queries', version, signal, within }, from);
}

function auditQuery(body: unknown, requestId: string | null): AuditQuery {
  const read = single.safeParse(body);
  if (!read.success) {
    throw new GraphError(
      'Graph answered something that is no audit query',
      200,
      'malformed',
      requestId,
      'audit-queries',
    );
  }
  return asAuditQuery(read.data);
}

function asAuditQuery(read: z.infer<typeof query>): AuditQuery {
  return {
    id: read.id,
    displayName: read.displayName ?? null,
    status: (read.status ?? 'notStarted').toLowerCase(),
    overTheCap: read.isRecordCountLimitExceeded ?? null,
  };
}
