/** What cannot be undone is asked for by one person and confirmed by another. */
import { randomUUID } from 'node:crypto';
import type { ConfirmRequest, Person } from '../../cards/index.ts';
import { Problem } from '../problems.ts';
import type { Store } from '../store/index.ts';

/** Long enough to reach a colleague, short enough that the reason still holds. */
export const CONFIRM_WITHIN_HOURS = 24;
const MOST_OPEN = 200;
const LONGEST_REASON = 500;

export type Asked = Pick<ConfirmRequest, 'kind' | 'caseId' | 'person' | 'reason'>;

export interface Confirmations {
  /** Asking again for the same gives the request that is open already. @throws Problem without a reason */
  ask(asked: Asked, by: Person): Promise<ConfirmRequest>;
  /**
   * Takes a request for the person who confirms it: from here on it is theirs alone to carry out.
   * @throws Problem when it is gone, too old, of another case, or their own
   */
  take(id: string, caseId: string, by: Person): Promise<ConfirmRequest>;
  /** Anybody may say no, the person who asked too. @throws Problem when it is gone */
  withdraw(id: string, caseId: string): Promise<ConfirmRequest>;
  /** those of a case that still wait */
  open(caseId: string): ConfirmRequest[];
}

export function createConfirmations(store: Store, now: () => Date = () => new Date()): Confirmations {
  const isOpen = ({ expiresAt }: ConfirmRequest) => Date.parse(expiresAt) > now().getTime();

  function find(requests: Record<string, ConfirmRequest>, id: string, caseId: string): ConfirmRequest {
    const request = Object.hasOwn(requests, id) ? requests[id] : undefined;
    if (request?.caseId === caseId && isOpen(request)) return request;
    throw new Problem('This was answered already, or its time is over', [
      'If it is still wanted, ask for it anew.',
    ]);
  }

  return {
    async ask({ kind, caseId, person, reason }, by) {
      const words = reason.trim();
      if (words === '' || words.length > LONGEST_REASON) {
        throw new Problem(words === '' ? 'A reason is missing' : 'Please say it shorter', [
          'Say in a few words why: the second person decides by it, and it stays on the audit trail.',
        ]);
      }
      return await store.change(({ requests }) => {
        for (const [id, request] of Object.entries(requests)) if (!isOpen(request)) delete requests[id];
        const same = Object.values(requests).find(
          (one) => one.kind === kind && one.caseId === caseId && one.person?.objectId === person?.objectId,
        );
        if (same) return same;
        if (Object.keys(requests).length >= MOST_OPEN) {
          throw new Problem('Too much waits for a second person already', ['Confirm or refuse some first.']);
        }
        const at = now();
        const request: ConfirmRequest = {
          id: randomUUID(),
          kind,
          caseId,
          person,
          reason: words,
          by: { objectId: by.objectId, name: by.name },
          at: at.toISOString(),
          expiresAt: new Date(at.getTime() + CONFIRM_WITHIN_HOURS * 3_600_000).toISOString(),
        };
        requests[request.id] = request;
        return request;
      });
    },
    take: (id, caseId, by) =>
      store.change(({ requests }) => {
        const request = find(requests, id, caseId);
        if (request.by.objectId === by.objectId) {
          throw new Problem('You asked for this yourself, so somebody else must confirm it', [
            'Ask another lead to press Confirm.',
          ]);
        }
        if (request.person?.objectId === by.objectId) {
          throw new Problem('This is about you, so somebody else must confirm it', [
            'Ask another lead to press Confirm.',
          ]);
        }
        delete requests[id];
        return request;
      }),
    withdraw: (id, caseId) =>
      store.change(({ requests }) => {
        const request = find(requests, id, caseId);
        delete requests[id];
        return request;
      }),
    open: (caseId) =>
      Object.values(store.read().requests).filter((one) => one.caseId === caseId && isOpen(one)),
  };
}
