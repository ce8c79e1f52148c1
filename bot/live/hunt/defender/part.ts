/** One window of a hunt in Defender XDR: asked twice, like everything that is pulled; no pages, at most 100,000 rows. */
import { GraphError } from '../../../graph/graph.ts';
import { MOST_HUNTING_ROWS, runHuntingQuery } from '../../../graph/hunting-query.ts';
import { type Fate, fileOf } from '../audit-part.ts';
import { isObject, parsed } from '../record.ts';
import type { Missing, Part } from '../state.ts';
import { huntOf, isFinal, isOver, missingOf, notePart, type Run } from '../tools.ts';
import { Union } from '../union.ts';
import { halves, LEAST } from '../windows.ts';
import { questionFor } from './questions.ts';

const MOST_TRIES = 5;

/** @throws GraphError when Microsoft refuses for good; the signal's reason */
export async function askDefender(run: Run, part: Part): Promise<Fate> {
  const kql = questionFor(huntOf(run).target);
  const missing: Missing[] = [];
  const unanswered: string[] = [];
  const union = await Union.begin(fileOf(run, part), recordId);
  const [query] = part.queries;
  if (query === undefined) throw new Error(`The window ${part.id} asks nothing`);
  const most = Math.min(MOST_HUNTING_ROWS, run.tools.limits.mostRecords);
  let records = 0;
  let truncated = false;
  try {
    for (const pass of [0, 1] as const) {
      const answer = await asked(run, part, kql);
      if (typeof answer === 'string') {
        unanswered.push(answer);
        continue;
      }
      const events = answer.rows.map(rawEvent).filter(isObject);
      if (events.length < answer.rows.length) {
        missing.push(missingOf(part, 'Defender gave rows without the record they were made from'));
      }
      truncated ||= answer.rows.length >= most;
      if (truncated && halves(part, LEAST.cap) !== null) return { state: 'split' };
      await union.add(pass, events, { query: query.name, requestId: answer.requestId, more: false });
      records = Math.max(records, events.length);
    }
    if (truncated) missing.push(missingOf(part, 'Defender returns no more rows, and there may be more'));
    // One answer has everything; two show whether it is the same each time.
    const [why] = unanswered.length === 2 ? unanswered : [];
    if (why !== undefined) missing.push(missingOf(part, why));
    const counted = await union.finish(null);
    const outcome = truncated ? 'over-the-cap' : why === undefined ? 'succeeded' : 'failed';
    await notePart(run, part.id, (one) => {
      Object.assign(one, { counted, missing: distinct(missing), state: 'written' });
      Object.assign(one.queries[0] ?? {}, { sent: true, outcome, records });
    });
  } finally {
    await union.close();
  }
  return { state: 'written' };
}

async function asked(run: Run, { from, to }: Part, kql: string) {
  const { tools, signal } = run;
  for (let tries = 1; ; tries++) {
    if (isOver(run)) return 'the time of the hunt was over before Defender was asked';
    try {
      return await tools.defender.add(
        () =>
          runHuntingQuery(tools.tenant.graph, kql, `${from}/${to}`, { signal, within: tools.limits.within }),
        { throwOnTimeout: true },
      );
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof GraphError) || isFinal(error) || error.status === 404) throw error;
      if (tries >= MOST_TRIES) return `Defender did not answer: ${error.message}`;
      await tools.wait(tools.limits.pause * 2 ** tries, signal);
    }
  }
}

/** An object, or text that holds one. */
function rawEvent(row: Record<string, unknown>): unknown {
  const raw = row.RawEventData;
  return typeof raw === 'string' ? parsed(raw) : raw;
}

function recordId(item: unknown): string | null {
  const id = isObject(item) ? item.Id : null;
  return typeof id === 'string' && id !== '' ? id : null;
}

function distinct(missing: Missing[]): Missing[] {
  return [...new Map(missing.map((one) => [JSON.stringify(one), one])).values()];
}
