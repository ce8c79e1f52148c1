/**
 * Names for the exposed messages of one mailbox. Reading leaves records in the victim's mailbox, so what we asked with
 * is noted in the case before anything else is done with the answers.
 */
import type { Engine } from '../../../analysis/engine/engine.ts';
import type { MessageName, UnnamedMessage } from '../../../analysis/sections.ts';
import type { CardInputs } from '../../../cards/index.ts';
import { type MessageAnswer, readMessages } from '../../graph/messages.ts';
import type { Clock } from '../../graph/patience.ts';
import type { Tenant } from '../tenant.ts';
import type { Counted } from './lookups.ts';

export interface ResolveTools {
  tenant: Tenant;
  engine: Engine;
  now(): Date;
  clock?: Clock;
}

export type Resolved = Omit<CardInputs['names'], 'case'>;

/** Named and noted together: what a crash can lose. */
const AT_ONCE = 100;
/** A mailbox with more is one to be exported whole. */
const MOST_MESSAGES = 20_000;
const PAGE = 1_000;

/**
 * @param by for the case: who asked
 * @throws GraphError; EngineError; the signal's reason. What was named before stays named
 */
export async function resolveMailbox(
  { caseId, mailbox, by }: { caseId: string; mailbox: string; by: string },
  { tenant, engine, now, clock }: ResolveTools,
  onProgress: (counted: Counted) => void,
  signal: AbortSignal,
): Promise<Resolved> {
  const { asked, total } = await unnamed(engine, caseId, mailbox);
  const result: Resolved = {
    mailbox,
    asked: asked.length,
    states: { found: 0, several: 0, 'not-found': 0, failed: 0 },
    left: total - asked.length,
    closed: null,
    requests: 0,
  };
  for (let start = 0; start < asked.length; start += AT_ONCE) {
    const part = asked.slice(start, start + AT_ONCE);
    const from = now();
    const sentBefore = tenant.graph.sent;
    const requestIds: string[] = [];
    const ids = part.map(({ messageId, itemId, immutableId }) => ({
      messageId,
      itemId: immutableId ?? itemId,
    }));
    const read = await readMessages(tenant.graph, mailbox, ids, { signal, clock, requestIds }).finally(() =>
      // Also when it broke off: what was asked until then may be on record.
      engine.noteOwnReads(caseId, {
        appId: tenant.appId,
        requestIds,
        from: from.toISOString(),
        to: now().toISOString(),
      }),
    );
    result.requests += tenant.graph.sent - sentBefore;
    const names = part.flatMap((one, index) => nameOf(one, read.answers[index]));
    for (const { state } of names) result.states[state] += 1;
    await engine.nameMessages(caseId, names, by);
    const done = Math.min(asked.length, start + AT_ONCE);
    onProgress({ done, of: asked.length, unit: 'message' });
    if (read.closed !== null) return { ...result, closed: read.closed, left: total - done };
  }
  return result;
}

/** Exposed messages of the mailbox that have no name yet, those that failed last time among them. */
async function unnamed(engine: Engine, caseId: string, mailbox: string) {
  const asked: UnnamedMessage[] = [];
  let total = 0;
  for (let offset = 0; offset < MOST_MESSAGES; offset += PAGE) {
    const query = { mailbox, offset, limit: PAGE, failed: true };
    const { messages } = await engine.section(caseId, 'unnamed', query);
    asked.push(...messages.items);
    total = messages.total;
    if (asked.length >= total || messages.items.length === 0) break;
  }
  return { asked, total };
}

function nameOf(one: UnnamedMessage, answer: MessageAnswer | undefined): MessageName[] {
  const messageId = one.messageId ?? one.itemId;
  return answer === undefined || messageId === null ? [] : [{ mailbox: one.mailbox, messageId, ...answer }];
}
