/**
 * Accounts that must not see a case: they own a mailbox the attacker may be reading, or are marked hostile. Whoever
 * sits in a mailbox reads that person's Teams too.
 */
import type { Engine } from '../../analysis/engine/engine.ts';
import type { ExposureScope } from '../../analysis/sections.ts';
import type { Member } from './people.ts';

export interface UnsafeAccounts {
  /** owners of mailboxes that must be assumed read, confirmed or suspected; lower-case addresses */
  exposed: ReadonlySet<string>;
  /** accounts named by a hostile marker; lower-case addresses */
  hostile: ReadonlySet<string>;
}

export interface UnsafeMember {
  member: Member;
  why: 'exposed' | 'hostile' | 'unknown account';
}

export interface Accounts {
  /** @throws EngineError when the case cannot be read: then nobody is let in */
  of(caseId: string): Promise<UnsafeAccounts>;
  /**
   * Members of a conversation who must not see a case, for `alerts here` and `case new`. Those a lead let in are
   * left out.
   */
  unsafeMembers(members: readonly Member[], caseId: string): Promise<UnsafeMember[]>;
}

/** What to recommend when `unsafeMembers` finds somebody. */
export const OUT_OF_BAND =
  'Work this case out of band: in a chat of accounts that are not in it, better in another tenant, or by phone.';

/** Fresh enough for a chat; a changed marker or new records count at once (`watching`). */
const KEEP_MS = 60_000;
const PAGE = 1_000;
const ASSUMED_READ = new Set(['entire-mailbox', 'folders', 'messages']);

export interface AccountsOptions {
  engine: Engine;
  /** object ids that were let in all the same */
  letIn(caseId: string): Readonly<Record<string, unknown>>;
  now?: () => number;
}

/** @returns the accounts, and the engine to use from here on: what changes a case through it is seen here at once */
export function watchAccounts({ engine, letIn, now = Date.now }: AccountsOptions): {
  accounts: Accounts;
  engine: Engine;
} {
  const kept = new Map<string, { accounts: Promise<UnsafeAccounts>; at: number }>();

  function of(caseId: string): Promise<UnsafeAccounts> {
    const known = kept.get(caseId);
    if (known && now() - known.at < KEEP_MS) return known.accounts;
    const accounts = readAccounts(engine, caseId);
    kept.set(caseId, { accounts, at: now() });
    accounts.catch(() => kept.delete(caseId));
    return accounts;
  }

  async function changing<T>(caseId: string | undefined, change: Promise<T>): Promise<T> {
    try {
      return await change;
    } finally {
      if (caseId !== undefined) kept.delete(caseId);
    }
  }

  return {
    accounts: {
      of,
      async unsafeMembers(members, caseId) {
        const accounts = await of(caseId);
        return members.flatMap((member) => {
          const why = Object.hasOwn(letIn(caseId), member.objectId) ? null : whyUnsafe(member, accounts);
          return why === null ? [] : [{ member, why }];
        });
      },
    },
    engine: {
      ...engine,
      analyze: (request, onProgress, signal) =>
        changing(request.caseId, engine.analyze(request, onProgress, signal)),
      mark: (caseId, ...rest) => changing(caseId, engine.mark(caseId, ...rest)),
      unmark: (caseId, ...rest) => changing(caseId, engine.unmark(caseId, ...rest)),
      notePull: (caseId, ...rest) => changing(caseId, engine.notePull(caseId, ...rest)),
      addSignIns: (caseId, ...rest) => changing(caseId, engine.addSignIns(caseId, ...rest)),
      noteOwnReads: (caseId, ...rest) => changing(caseId, engine.noteOwnReads(caseId, ...rest)),
      noteOutage: (caseId, ...rest) => changing(caseId, engine.noteOutage(caseId, ...rest)),
      deleteCase: (caseId) => changing(caseId, engine.deleteCase(caseId)),
    },
  };
}

export function whyUnsafe({ addresses }: Member, accounts: UnsafeAccounts): UnsafeMember['why'] | null {
  if (addresses.length === 0) return 'unknown account';
  if (addresses.some((one) => accounts.hostile.has(one))) return 'hostile';
  return addresses.some((one) => accounts.exposed.has(one)) ? 'exposed' : null;
}

async function readAccounts(engine: Engine, caseId: string): Promise<UnsafeAccounts> {
  const { exposure } = await engine.section(caseId, 'summary', { limit: 1 });
  const exposed = new Set<string>();
  for (const scope of ['confirmed', 'suspected'] satisfies ExposureScope[]) {
    for (let offset = 0; ; offset += PAGE) {
      const { mailboxes } = await engine.section(caseId, 'messages', { scope, offset, limit: PAGE });
      for (const { mailbox, verdict } of mailboxes.items) {
        if (verdict !== null && ASSUMED_READ.has(verdict)) exposed.add(mailbox.toLowerCase());
      }
      if (offset + PAGE >= mailboxes.total) break;
    }
  }
  return { exposed, hostile: new Set(exposure.markers.flatMap(usersIn)) };
}

/** 'ip:203.0.113.9+user:ana+news@contoso.com+to:…' -> ['ana+news@contoso.com'] */
function usersIn(marker: string): string[] {
  const user = /(?:^|\+)user:(.+?)(?=\+(?:from|to):|$)/i.exec(marker)?.[1];
  return user === undefined ? [] : [user.toLowerCase()];
}
