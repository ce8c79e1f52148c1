/** How much of a context or visit hostile markers hit: one that names a time, or a token, may hit a part of it. */
import type { Context } from '../report.ts';
import type { ContextsSection } from '../sections.ts';
import { type Database, literal } from '../store/database.ts';

/** Hostile records of contexts, by the id of the context; those without any are left out. */
async function hostileRecords(
  db: Database,
  ids: readonly string[],
  key: string,
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db.rows<{ id: string; n: number }>(`
    SELECT c.${key} AS id, count(*) AS n FROM exposed_record e JOIN mail_access m ON m.record_no = e.record_no
    JOIN context c ON c.context_id = m.context_id
    WHERE e.scope = 'confirmed' AND c.${key} IN (${ids.map(literal).join(', ')}) GROUP BY c.${key}`);
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** The same contexts, those called hostile with how many of their records are. */
export async function withHostileRecords<T extends Pick<Context, 'id' | 'verdict'>>(
  db: Database,
  contexts: readonly T[],
): Promise<(T & { hostileRecords?: number })[]> {
  const hostile = contexts.filter(({ verdict }) => verdict === 'hostile').map(({ id }) => id);
  const counts = await hostileRecords(db, hostile, 'context_id');
  return contexts.map((one) => ({ ...one, ...shareOf(counts, one.id) }));
}

/** A page of visits and contexts, those called hostile with how many of their records are. */
export async function withHostileShare(db: Database, section: ContextsSection): Promise<ContextsSection> {
  const { groups, contexts } = section;
  const hostile = groups.items.filter(({ verdict }) => verdict === 'hostile').map(({ groupId }) => groupId);
  const counts = await hostileRecords(db, hostile, 'group_id');
  return {
    ...section,
    groups: { ...groups, items: groups.items.map((one) => ({ ...one, ...shareOf(counts, one.groupId) })) },
    contexts: { ...contexts, items: await withHostileRecords(db, contexts.items) },
  };
}

function shareOf(counts: ReadonlyMap<string, number>, id: string): { hostileRecords?: number } {
  const hostile = counts.get(id);
  return hostile === undefined ? {} : { hostileRecords: hostile };
}
