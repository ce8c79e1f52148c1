/** The state on the disk: whole after any crash, changed by one at a time. */
import { fork } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../bot/store/index.ts';
import { state } from '../../bot/store/state.ts';
import type { Place } from '../../bot/turn.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const place: Place = {
  scope: 'personal',
  conversationId: 'p',
  serviceUrl: 'http://127.0.0.1:1/',
  tenantId: null,
  bot: { id: '28:bot', name: 'Mailtrail' },
};

test('a writer killed at any moment leaves a whole state, never older than what it was told is kept', async () => {
  for (let round = 0; round < 3; round++) {
    const child = fork(fileURLToPath(new URL('./helpers/write-forever.ts', import.meta.url)), [folder], {
      execArgv: ['--import', import.meta.resolve('tsx/esm')],
    });
    let kept = -1;
    await new Promise<void>((resolve) => {
      child.on('message', (n: number) => {
        kept = n;
        // Another moment of the write each time.
        if (n >= 10 + round) setTimeout(() => child.kill('SIGKILL'), round);
      });
      child.on('exit', () => resolve());
    });
    const found = state.parse(JSON.parse(await readFile(join(folder, 'bot.json'), 'utf8')));
    const caseId = Object.values(found.conversations)[0]?.caseId ?? '';
    expect(Number(/^c-(\d+)-x+$/.exec(caseId)?.[1])).toBeGreaterThanOrEqual(kept);
    expect(kept).toBeGreaterThanOrEqual(10);
    // The lock of the dead writer would be waited out for 15 seconds.
    await rm(join(folder, 'bot.lock'), { recursive: true, force: true });
  }
  const store = await openStore(folder);
  expect(store.currentCase({ ...place, conversationId: 'writer' })).toMatch(/^c-/);
  await store.close();
}, 30_000);

test('a half-written new file is not the state', async () => {
  const store = await openStore(folder);
  await store.setCurrentCase(place, 'c-1');
  await store.close();
  await writeFile(join(folder, 'bot.json.new'), '{"version":1,"conv');
  const again = await openStore(folder);
  expect(again.currentCase(place)).toBe('c-1');
  await again.setCurrentCase(place, 'c-2');
  await again.close();
  expect(JSON.parse(await readFile(join(folder, 'bot.json'), 'utf8')).conversations.p.caseId).toBe('c-2');
});

test('a change that throws, or cannot be written, changes nothing', async () => {
  const store = await openStore(folder);
  await store.setCurrentCase(place, 'c-1');
  const failing = store.change((draft) => {
    draft.conversations = {};
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(store.currentCase(place)).toBe('c-1');
  await writeFile(join(folder, 'kept.json'), await readFile(join(folder, 'bot.json')));
  await rm(join(folder, 'bot.json.new'), { force: true });
  await mkdir(join(folder, 'bot.json.new'));
  await expect(store.setCurrentCase(place, 'c-2')).rejects.toThrow();
  expect(store.currentCase(place)).toBe('c-1');
  expect(await readFile(join(folder, 'bot.json'))).toEqual(await readFile(join(folder, 'kept.json')));
  await rm(join(folder, 'bot.json.new'), { recursive: true });
  await store.setCurrentCase(place, 'c-3');
  expect(store.currentCase(place)).toBe('c-3');
  await store.close();
});

test('changes made at once do not lose one another', async () => {
  const store = await openStore(folder);
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      store.setCurrentCase({ ...place, conversationId: `p-${i}` }, `c-${i}`),
    ),
  );
  expect(Object.keys(store.read().conversations)).toHaveLength(20);
  await store.close();
  const kept = JSON.parse(await readFile(join(folder, 'bot.json'), 'utf8'));
  expect(Object.keys(kept.conversations)).toHaveLength(20);
});

test('the state of the version before is read, and gets what is new', async () => {
  await writeFile(
    join(folder, 'bot.json'),
    JSON.stringify({ version: 1, conversations: { p: { place, greeted: true, caseId: 'c-1' } } }),
  );
  const store = await openStore(folder);
  expect(store.currentCase(place)).toBe('c-1');
  expect(store.read()).toMatchObject({ cases: {}, requests: {} });
  const { redactionKey } = store.read();
  expect(redactionKey).toMatch(/^[0-9a-f]{64}$/);
  await store.setCurrentCase(place, 'c-2');
  await store.close();
  const again = await openStore(folder);
  expect(again.read().redactionKey).toBe(redactionKey);
  await again.close();
});
