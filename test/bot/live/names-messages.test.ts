/** Names of messages, asked of the demo tenant by the real client over real HTTP. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DemoTenant, makeWorld, startDemoTenant } from '../../../bot/demo/index.ts';
import { IN_BATCH } from '../../../bot/demo/services/batch.ts';
import { type MessageAsked, readMessages } from '../../../bot/graph/messages.ts';
import { checkContract } from '../demo/contract.ts';
import { turnedClock } from './clock.ts';

let demo: DemoTenant;
let mailbox = '';
let recorded: { messageId: string; itemId: string }[] = [];
const clock = turnedClock();

beforeAll(async () => {
  const world = await makeWorld({ seed: 'names', people: 3, days: 2 });
  demo = await startDemoTenant({ world, graph: { clock } });
  for (const { record } of world.records) {
    const items = itemsOf(record);
    if (items.length === 0) continue;
    mailbox ||= String(record.MailboxOwnerUPN);
    if (record.MailboxOwnerUPN === mailbox) recorded.push(...items);
  }
  recorded = [...new Map(recorded.map((one) => [one.itemId, one])).values()];
});
afterAll(() => demo.close());
afterEach(() => checkContract(demo.requests));
beforeEach(() => {
  demo.world.faults.clear();
  demo.requests.length = 0;
});

function itemsOf(record: Record<string, unknown>): { messageId: string; itemId: string }[] {
  const folders = (record.Folders ?? []) as { FolderItems: Record<string, string>[] }[];
  return folders.flatMap(({ FolderItems }) =>
    FolderItems.flatMap(({ InternetMessageId, ImmutableId }) =>
      InternetMessageId === undefined || ImmutableId === undefined
        ? []
        : [{ messageId: InternetMessageId, itemId: ImmutableId }],
    ),
  );
}

const read = (asked: MessageAsked[], user = mailbox) =>
  readMessages(demo.tenant.graph, user, asked, { clock });
const sent = () => demo.requests.filter(({ headers }) => headers[IN_BATCH] === undefined);
const found = (all: { state: string }[]) => all.filter(({ state }) => state === 'found');

describe('messages of a mailbox', () => {
  test('are all found, twenty in a request, with what people ask of a message', async () => {
    const asked = recorded.slice(0, 57);
    const { answers, requestIds, closed } = await read(asked);
    expect(answers.map(({ state }) => state)).toEqual(asked.map(() => 'found'));
    for (const one of answers) {
      expect(one).toMatchObject({ why: null, sender: expect.stringContaining('@') });
      expect(one.subject).not.toBe('');
      expect(Date.parse(one.receivedAt ?? '')).toBeGreaterThan(0);
    }
    expect(new Set(answers.map(({ sensitivity }) => sensitivity))).toContain('Company-Confidential');
    expect(closed).toBeNull();
    console.log(`${asked.length} messages named in ${sent().length} requests`);
    expect(sent()).toHaveLength(3);
    // Those of the batches, and ours of every call in them: the records of our reads carry one or the other.
    expect(requestIds).toHaveLength(3 + 57);
  });

  test('whose ids hold what addresses are made of are asked for exactly', async () => {
    const ids = ["<o'brien+a&b=c#d%20e?f/g@example.net>", '<ünï@example.net>', '<a b@example.net>'];
    const { answers } = await read(ids.map((messageId) => ({ messageId, itemId: null })));
    expect(answers.map(({ state }) => state)).toEqual(ids.map(() => 'not-found'));
    const filters = demo.requests
      .filter(({ headers }) => headers[IN_BATCH] !== undefined)
      .map(({ url }) => new URL(url, 'http://x').searchParams.get('$filter'));
    expect(filters.sort()).toEqual(
      ids.map((id) => `internetMessageId eq '${id.replaceAll("'", "''")}'`).sort(),
    );
  });

  test('are asked for with the brackets that an export lost', async () => {
    const [one] = recorded;
    const { answers } = await read([{ messageId: one?.messageId.slice(1, -1) ?? '', itemId: null }]);
    expect(answers[0]?.state).toBe('found');
  });

  test('that several carry one id: said, and only what all of them say is told', async () => {
    demo.world.faults.set('messages/several');
    const [one] = recorded;
    const [several] = (await read([{ messageId: one?.messageId ?? '', itemId: null }])).answers;
    expect(several).toMatchObject({ state: 'several', why: expect.stringMatching(/^2 messages/) });
    // The record knows which one it was.
    const [known] = (await read([one ?? { messageId: null, itemId: null }])).answers;
    expect(known).toMatchObject({ state: 'found', why: null });
  });

  test('that were deleted are not there, which is not said to be more', async () => {
    demo.world.faults.set('messages/deleted');
    const [one] = recorded;
    const [answer] = (await read([{ messageId: one?.messageId ?? '', itemId: null }])).answers;
    expect(answer?.state).toBe('not-found');
    expect(answer?.why).toMatch(/deleted, moved to an archive or purged/);
  });

  test('whose id Exchange rewrote are found by their item id', async () => {
    demo.world.faults.set('messages/rewritten');
    const { answers } = await read(recorded.slice(0, 2));
    expect(answers.map(({ state }) => state)).toEqual(['found', 'found']);
    expect(answers[0]?.why).toMatch(/found by its item id/);
  });

  test('without a Message-ID are asked for by item id; what is no id is not asked for', async () => {
    const [one] = recorded;
    const asked: MessageAsked[] = [
      { messageId: null, itemId: one?.itemId ?? '' },
      { messageId: null, itemId: 'RgAAAAB9CVoVuG9rQ7rC5Kx3J6dXAQCk0p3yQk5r' },
      { messageId: `<${'a'.repeat(5_000)}@example.net>`, itemId: null },
      { messageId: null, itemId: '../../users' },
      { messageId: '', itemId: null },
      { messageId: null, itemId: null },
    ];
    const { answers } = await read(asked);
    expect(answers.map(({ state }) => state)).toEqual([
      'found',
      'not-found',
      'failed',
      'failed',
      'failed',
      'failed',
    ]);
    expect(answers[2]?.why).toMatch(/longer than one can be/);
    expect(demo.requests.filter(({ headers }) => headers[IN_BATCH] !== undefined)).toHaveLength(2);
  });

  test('of a mailbox that is not here, or is closed to us: said once, not asked twice', async () => {
    const elsewhere = await read(recorded.slice(0, 3), 'ana@elsewhere.example');
    expect(elsewhere.closed).toMatch(/no such mailbox/);
    expect(demo.requests).toHaveLength(4);
    demo.world.faults.set('messages/refused');
    expect((await read(recorded.slice(0, 3))).closed).toMatch(/access policy/);
  });
});

describe('throttling', () => {
  test('of single calls is waited out as each asks', async () => {
    demo.world.faults.set('messages/throttled', 37);
    const before = clock.now();
    const { answers } = await read(recorded.slice(0, 40));
    expect(found(answers)).toHaveLength(40);
    expect(clock.now() - before).toBeGreaterThanOrEqual(1_000);
    console.log(`40 messages, 37 refusals: ${sent().length} requests, ${clock.now() - before} ms waited`);
  });

  test('of a storm, with whole requests refused and faults between, ends in success', async () => {
    demo.world.faults.set('messages/throttled', 200);
    demo.world.faults.set('http/429', 10, { path: '$batch', after: '7' });
    demo.world.faults.set('http/503', 3, { path: '/messages' });
    const { answers } = await read(recorded.slice(0, 60));
    expect(found(answers)).toHaveLength(60);
    console.log(`60 messages in a storm: ${sent().length} requests`);
  });

  test('or not: a call that a batch forgot is asked again', async () => {
    demo.world.faults.set('batch/lost', 2);
    expect(found((await read(recorded.slice(0, 25))).answers)).toHaveLength(25);
    // No document knows such an answer, so the contract does not either.
    demo.requests.length = 0;
  });

  test('that does not end leaves what was not answered unread, in the time given', async () => {
    demo.world.faults.set('messages/throttled');
    const { answers } = await readMessages(demo.tenant.graph, mailbox, recorded.slice(0, 3), {
      clock,
      within: 30_000,
    });
    expect(answers.map(({ state, why }) => [state, why])).toEqual(
      Array(3).fill(['failed', 'the mailbox was throttled until the time was over']),
    );
  });
});
