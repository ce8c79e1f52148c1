/** Names for what the log only has ids of: messages by their mailboxes, sessions by sign-ins. */
import type { Engine } from '../../../analysis/engine/engine.ts';
import { renderCard } from '../../../cards/index.ts';
import type { AuditTrail } from '../../audit/index.ts';
import { createPace } from '../../graph/pace.ts';
import { type Clock, realClock } from '../../graph/patience.ts';
import { identityOf } from '../../hand-over.ts';
import type { Store } from '../../store/index.ts';
import type { Caller, Place, Sender } from '../../turn.ts';
import type { Tenant } from '../tenant.ts';
import { fetchSignIns } from './fetch-sign-ins.ts';
import { createLookups, type Lookups, type LookupsOptions } from './lookups.ts';
import { resolveMailbox } from './resolve.ts';

export interface SignInsOrder {
  caseId: string;
  /** user principal name; null = everybody's */
  user: string | null;
  /** ISO times */
  from: string;
  to: string;
}

export interface Names extends Pick<Lookups, 'cancel' | 'close'> {
  /** Asks a mailbox what its exposed messages are called. @returns when its card is posted @throws Problem */
  resolve(order: { caseId: string; mailbox: string }, place: Place, by: Caller): Promise<void>;
  /** Fetches sign-ins into the case. @returns when its card is posted @throws Problem */
  signIns(order: SignInsOrder, place: Place, by: Caller): Promise<void>;
  start(): Promise<void>;
}

export interface NamesOptions extends LookupsOptions {
  tenant: Tenant;
  engine: Engine;
  store: Store;
  audit: Pick<AuditTrail, 'append'>;
  sender: Sender;
  now?: () => Date;
  /** for tests, which turn it */
  clock?: Clock;
}

export function createNames(options: NamesOptions): Names {
  const { tenant, engine, audit, now = () => new Date(), clock = realClock } = options;
  const lookups = createLookups(options);
  // Entra's limit for the sign-in log, per application and tenant (graph.md B3).
  const pace = createPace(5, 10_000, clock);

  /** What was asked of the tenant, and what came of it: on the disk before and after. */
  function written(what: string, caseId: string, place: Place, { objectId, name }: Caller) {
    const { scope, conversationId, tenantId } = place;
    const deed = { by: { objectId, name }, what, caseId, where: { scope, conversationId, tenantId } };
    return (words: string) => audit.append({ ...deed, words, outcome: 'allowed', why: null });
  }

  return {
    cancel: lookups.cancel,
    close: lookups.close,
    start: lookups.settle,
    resolve({ caseId, mailbox }, place, by) {
      const note = written('resolve', caseId, place, by);
      return lookups.begin({
        ...{ caseId, place, by },
        key: `resolve ${caseId} ${mailbox}`,
        what: `the names of messages of ${mailbox}`,
        again: `resolve ${mailbox}`,
        async run(onProgress, signal) {
          const { messages } = await engine.section(caseId, 'unnamed', { mailbox, failed: true, limit: 1 });
          await note(`${mailbox}: ${messages.total} messages, as application ${tenant.appId}`);
          const order = { caseId, mailbox, by: `${by.name} (${by.objectId})` };
          const result = await resolveMailbox(order, { tenant, engine, now, clock }, onProgress, signal);
          const states = Object.entries(result.states).map(([state, count]) => `${count} ${state}`);
          await note(`${mailbox}: ${states.join(', ')}, ${result.requests} requests`);
          return renderCard('names', { case: await identityOf(engine, caseId), ...result });
        },
      });
    },
    signIns({ caseId, user, from, to }, place, by) {
      const note = written('signins', caseId, place, by);
      const whose = user ?? 'the tenant';
      return lookups.begin({
        ...{ caseId, place, by },
        key: `signins ${caseId} ${whose}`,
        what: `sign-ins of ${whose}`,
        again: `signins ${user ?? 'tenant'} ${from} ${to}`,
        async run(onProgress, signal) {
          const order = { caseId, user, from, to, by: `${by.name} (${by.objectId})` };
          const fetched = await fetchSignIns(order, { tenant, engine, pace, now }, onProgress, signal);
          const kinds = fetched.kinds.map(({ kind, signIns }) => `${signIns} ${kind}`);
          await note(`${whose}, ${from} to ${to}: ${kinds.join(', ')}, ${fetched.requests} pages`);
          const {
            case: about,
            covered: _covered,
            ...matches
          } = await engine.section(caseId, 'sign-in-matches', {});
          return renderCard('sign-ins', { case: about, ...fetched, matches });
        },
      });
    },
  };
}
