/** One window of a hunt in the audit log: its queries, their records, and what is to be done where they are too many. */
import { join } from 'node:path';
import type { AuditQueryRequest } from '../../graph/audit-queries.ts';
import { HUNT_OPERATIONS } from './operations.ts';
import { runQuery } from './queries.ts';
import { readTwice } from './read-twice.ts';
import { auditRecordId, mailboxGuid, withAuditData } from './record.ts';
import type { Hunt, HuntQuery, Missing, Part } from './state.ts';
import { filterOf, isAbout } from './target.ts';
import { huntOf, isOver, missingOf, notePart, noteQuery, type Run } from './tools.ts';
import { Union } from './union.ts';
import { halves, LEAST } from './windows.ts';

/** What is to be done with a window now. */
export interface Fate {
  /** split: its halves are to be asked for instead */
  state: 'written' | 'split';
}

const TOO_MANY = 'Microsoft found more records than one audit query may return';

/**
 * Asks for a window until its records are in its file, or says that its halves must be asked for instead.
 * @throws GraphError when Microsoft refuses for good; the signal's reason
 */
export async function askAudit(run: Run, part: Part): Promise<Fate> {
  const { tools } = run;
  const hunt = huntOf(run);
  const whys = await Promise.all(part.queries.map((query) => asked(run, hunt, part, query)));
  if (isTooMuch(partOf(run, part))) return { state: 'split' };
  const missing = whys.flatMap((why) => (why === null ? [] : [missingOf(part, why)]));
  const readable = partOf(run, part).queries.filter(
    ({ outcome }) => outcome === 'succeeded' || outcome === 'over-the-cap',
  );
  return await tools.reading.add(() => readPart(run, part, readable, missing), { throwOnTimeout: true });
}

function isTooMuch(part: Part): boolean {
  return part.queries.some(({ outcome }) => outcome === 'over-the-cap') && halves(part, LEAST.cap) !== null;
}

async function readPart(
  run: Run,
  part: Part,
  queries: readonly HuntQuery[],
  missing: Missing[],
): Promise<Fate> {
  run.signal.throwIfAborted();
  const { tools } = run;
  const { target } = huntOf(run);
  const guids = new Set<string>();
  const union = await Union.begin(fileOf(run, part), auditRecordId);
  let counted: Part['counted'];
  try {
    const reads = await readTwice(run, queries, union, (record) => {
      const guid = target.kind === 'mailbox' ? mailboxGuid(record, target.value) : null;
      if (guid !== null) guids.add(guid);
    });
    for (const { name, records, why } of reads) {
      const told = queries.some((query) => query.name === name && query.outcome === 'over-the-cap');
      // Older services do not say that there was more.
      const full = !told && records >= tools.limits.mostRecords;
      await noteQuery(run, name, full ? { records, outcome: 'over-the-cap' } : { records });
      if (full) missing.push(missingOf(part, TOO_MANY));
      if (why !== null) missing.push(missingOf(part, why));
    }
    if (isTooMuch(partOf(run, part))) return { state: 'split' };
    const broken = reads.some(({ why }) => why !== null);
    const { used, most } = tools.allowance.used();
    const affordable = used + 2 * part.queries.length <= most && !isOver(run);
    if (broken && affordable && halves(part, LEAST.broken) !== null) return { state: 'split' };
    const chosen = part.queries.some(({ filter }) => filter === 'none' || filter === 'ip');
    const about = (record: unknown) => isAbout(target, withAuditData(record), guids);
    counted = await union.finish(chosen && target.kind !== 'tenant' ? about : null);
  } finally {
    await union.close();
  }
  await notePart(run, part.id, (one) => Object.assign(one, { counted, missing, state: 'written' }));
  return { state: 'written' };
}

async function asked(run: Run, hunt: Hunt, part: Part, query: HuntQuery): Promise<string | null> {
  if (query.outcome === 'succeeded') return null;
  if (query.outcome !== null) return `the audit query ended as ${query.outcome}`;
  const { why } = await run.tools.slots.add(
    async () => {
      run.signal.throwIfAborted();
      return await runQuery(run, query, requestFor(hunt, part, query));
    },
    { throwOnTimeout: true },
  );
  return why;
}

function requestFor(hunt: Hunt, { from, to }: Part, { name, filter }: HuntQuery): AuditQueryRequest {
  return {
    displayName: name,
    filterStartDateTime: from,
    filterEndDateTime: to,
    operationFilters: [...HUNT_OPERATIONS],
    ...filterOf(filter, hunt.target),
  };
}

/** As it is written down now. */
function partOf(run: Run, { id }: Part): Part {
  const part = huntOf(run).parts.find((one) => one.id === id);
  if (part === undefined) throw new Error(`The hunt has no window ${id}`);
  return part;
}

export function fileOf({ tools, huntId }: Pick<Run, 'tools' | 'huntId'>, { id }: Pick<Part, 'id'>): string {
  return join(tools.folder, huntId, `${id}.jsonl`);
}
