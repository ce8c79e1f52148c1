/** The parts under names and sign-ins: stopping, pace, tokens, addresses. */
import { expect, test, vi } from 'vitest';
import { addressOf, odataString, pathPart } from '../../../bot/graph/odata.ts';
import { createPace } from '../../../bot/graph/pace.ts';
import { tokenIdOf } from '../../../bot/graph/sign-ins.ts';
import { createLookups } from '../../../bot/live/names/lookups.ts';
import type { Place, Sender } from '../../../bot/turn.ts';
import { memoryStore } from '../helpers/memory-store.ts';
import { turnedClock } from './clock.ts';

const PLACE = { scope: 'personal', conversationId: 'chat' } as Place;
const ANA = { objectId: '11111111-1111-4111-8111-111111111111', name: 'Ana' };

test('a look-up can be cancelled where it was begun, runs once at a time, and says who stopped it', async () => {
  const store = memoryStore();
  const shown: string[] = [];
  const post = async (_place: Place, ...rest: unknown[]) => {
    shown.push(JSON.stringify(rest.at(-1)));
    return 'm1';
  };
  const sender = { post, update: post } as unknown as Sender;
  const lookups = createLookups({ store, sender, onFault: () => undefined, cardPause: 0 });
  const order = {
    ...{ caseId: 'c-1', key: 'k', what: 'the names of x', again: 'resolve x', place: PLACE, by: ANA },
    run: (_onProgress: unknown, signal: AbortSignal) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  };
  await lookups.begin(order);
  await expect(lookups.begin(order)).rejects.toThrow(/already/);
  const [id = ''] = Object.keys(store.read().lookups);
  expect(lookups.cancel(id, { ...PLACE, conversationId: 'elsewhere' }, ANA)).toBe(false);
  expect(lookups.cancel(id, PLACE, ANA)).toBe(true);
  await vi.waitFor(() => expect(store.read().lookups).toEqual({}));
  expect(shown.at(-1)).toMatch(/cancelled by Ana.*resolve x/);
  expect(lookups.cancel(id, PLACE, ANA)).toBe(false);
  await lookups.begin(order);
  await lookups.close();
  expect(shown.at(-1)).toMatch(/Mailtrail itself was stopped/);
});

test('five requests in any ten seconds, whoever asks', async () => {
  const clock = turnedClock(0);
  const pace = createPace(5, 10_000, clock);
  const times: number[] = [];
  for (let n = 0; n < 17; n++) {
    await pace.turn();
    times.push(clock.now());
    clock.turn(100);
  }
  for (const [n, at] of times.entries()) {
    const fifthBefore = times[n - 5];
    if (fifthBefore !== undefined) expect(at - fifthBefore).toBeGreaterThanOrEqual(10_000);
  }
  expect(times.at(-1)).toBeLessThan(31_000);
});

test.each([
  ['AbCdEfGhIjKlMnOpQrStAA', 'x', 'AbCdEfGhIjKlMnOpQrStAA'],
  // Microsoft's example: base64 of the text of a GUID; and the id of the sign-in where nothing is told
  [Buffer.from('00112233-4455-6677-8899-aabbccddeeff').toString('base64'), 'x', 'MyIRAFVEd2aImaq7zN3u_w'],
  [null, '00112233-4455-6677-8899-aabbccddeeff', 'MyIRAFVEd2aImaq7zN3u_w'],
  [null, 'no-guid', null],
])('token %s of sign-in %s is %s', (unique, id, token) => {
  expect(tokenIdOf(unique, id)).toBe(token);
});

test('what is asked stays one value', () => {
  expect(odataString("o'b''c")).toBe("'o''b''''c'");
  expect(pathPart("a/b?c#d'e@f")).toBe('a%2Fb%3Fc%23d%27e%40f');
  expect(() => pathPart('..')).toThrow(RangeError);
  expect(addressOf('/users', { $filter: "a eq 'x+y&z'" })).toBe("/users?$filter=a%20eq%20'x%2By%26z'");
});
