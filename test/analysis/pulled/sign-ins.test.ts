/** Sign-ins come twice and in pieces; what is held of them is the same. */
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PulledError } from '../../../analysis/pulled/given.ts';
import { readMatches } from '../../../analysis/pulled/matches.ts';
import { addSignIns } from '../../../analysis/pulled/sign-ins.ts';
import type { SignIn, SignInCoverage, SignInKind } from '../../../analysis/sections.ts';
import { Database, literal } from '../../../analysis/store/database.ts';
import { TABLES } from '../../../analysis/store/tables.ts';
import { hour, signIn } from './told.ts';

const KINDS: SignInKind[] = ['interactive', 'non-interactive', 'service-principal', 'managed-identity'];

let db: Database;
beforeAll(async () => {
  db = await Database.open(':memory:', tmpdir());
  await db.run(TABLES);
});
beforeEach(async () => {
  await db.run(
    'DELETE FROM sign_in; DELETE FROM known_sign_in; DELETE FROM sign_in_coverage; DELETE FROM mail_access',
  );
});
afterAll(() => db.close());

const add = (signIns: SignIn[], covered: SignInCoverage[] = []) =>
  addSignIns(db, { signIns, covered, by: 'lead@contoso.com' });
const all = (from: number, to: number, userId?: string): SignInCoverage[] =>
  KINDS.map((kind) => ({ kind, from: hour(from), to: hour(to), userId }));

test('one of a known id adds nothing, in the same batch or another', async () => {
  const one = signIn();
  expect(await add([one, one, signIn()])).toEqual({ added: 2, known: 1 });
  expect(await add([one])).toEqual({ added: 0, known: 1 });
  expect(await db.one('SELECT count(*) AS n FROM sign_in')).toEqual({ n: 2 });
});

test('as other tables write them: lower-case but for tokens, addresses in one form', async () => {
  const told = signIn({
    userId: 'Ana@Contoso.com',
    ip: '[2001:DB8::5]:443',
    sessionId: 'AAAA-1',
    tokenId: 'aBc_-D',
    userAgent: "'; DROP TABLE sign_in; --",
    succeeded: false,
  });
  await add([told]);
  expect(
    await db.one(
      'SELECT at_s, kind, user_id, ip, network, session_id, token_id, user_agent, succeeded FROM sign_in',
    ),
  ).toEqual({
    at_s: Date.parse(hour(8)) / 1000,
    kind: 'interactive',
    user_id: 'ana@contoso.com',
    ip: '2001:db8::5',
    network: '2001:db8::/64',
    session_id: 'aaaa-1',
    token_id: 'aBc_-D',
    user_agent: "'; DROP TABLE sign_in; --",
    succeeded: false,
  });
});

test.each([
  ['no time', [signIn({ at: 'today' })], []],
  ['no kind', [signIn({ kind: 'guess' as SignInKind })], []],
  ['a period the wrong way round', [], all(3, 2)],
])('not with %s', async (_what, signIns, covered) => {
  await expect(add(signIns, covered)).rejects.toThrow(PulledError);
});

test('however they are cut into batches, the same is held', async () => {
  const ids = fc.array(fc.array(fc.nat(9), { maxLength: 5 }), { maxLength: 5 });
  const periods = fc.array(
    fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 6 }), fc.constantFrom(undefined, 'Ana@x', 'ben@x')),
    { maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(ids, periods, async (batches, told) => {
      await db.run('DELETE FROM sign_in; DELETE FROM known_sign_in; DELETE FROM sign_in_coverage');
      let added = 0;
      for (const batch of batches) {
        added += (await add(batch.map((id) => signIn({ id: `s${id}` })))).added;
      }
      expect(added).toBe(new Set(batches.flat()).size);
      for (const [from, length, userId] of told)
        await add([], [{ kind: 'interactive', from: hour(from), to: hour(from + length), userId }]);
      const held = await db.rows<{ user_id: string | null; from_s: number; to_s: number }>(
        'SELECT user_id, from_s, to_s FROM sign_in_coverage',
      );
      for (let at = 0; at < 30; at += 1) {
        for (const user of [undefined, 'ana@x', 'ben@x']) {
          const wanted = told.some(
            ([from, length, userId]) => userId?.toLowerCase() === user && from <= at && at < from + length,
          );
          const second = Date.parse(hour(at)) / 1000;
          const found = held.filter(
            ({ user_id, from_s, to_s }) =>
              (user_id ?? undefined) === user && from_s <= second && second < to_s,
          );
          expect(found.length).toBe(wanted ? 1 : 0);
        }
      }
    }),
    { numRuns: 25 },
  );
});

/** One record of mail access at an hour. */
async function read(
  no: number,
  at: number,
  told: { session?: string; token?: string; user?: string; service?: boolean },
) {
  const { session = null, token = null, user = 'ana@contoso.com', service = false } = told;
  const cells = [no, Date.parse(hour(at)) / 1000, user, 0, service, session, token];
  await db.run(`
    INSERT INTO mail_access (record_no, at_s, user_id, user_type, is_service, session_id, token_id)
    VALUES (${cells.map(literal).join(', ')})`);
}

test('reads are matched, unmatched, or nothing can be said of them', async () => {
  await add([
    signIn({ sessionId: 'ONE' }),
    signIn({ tokenId: 'Tok' }),
    signIn({ sessionId: 'failed', succeeded: false }),
  ]);
  await read(1, 50, { session: 'one' });
  await read(2, 50, { session: 'other', token: 'Tok' });
  await read(3, 50, { session: 'failed' });
  await read(4, 50, { token: 'tok' });
  await read(5, 50, {});
  await read(6, 50, { session: 'unseen', service: true });
  await read(7, 80, { session: 'unseen' });
  const counts = async () => {
    const { matched, unmatched, unmatchable } = await readMatches(db);
    return { matched, unmatched, unmatchable };
  };
  expect(await counts()).toEqual({ matched: 2, unmatched: 0, unmatchable: 4 });
  await add([], all(0, 60).slice(0, 3));
  expect(await counts()).toEqual({ matched: 2, unmatched: 0, unmatchable: 4 });
  await add([], [...all(0, 60).slice(3), ...all(60, 90)]);
  expect(await counts()).toEqual({ matched: 2, unmatched: 2, unmatchable: 2 });
  // The last hours of what is held may still be incomplete; those of one user need his own two kinds alone.
  await add([], all(0, 120, 'ana@contoso.com').slice(0, 2));
  expect(await counts()).toEqual({ matched: 2, unmatched: 3, unmatchable: 1 });
  expect((await readMatches(db)).covered).toContainEqual({
    kind: 'interactive',
    userId: 'ana@contoso.com',
    from: hour(0),
    to: hour(120),
  });
});
