/** What does not fit in memory at first is done again with more of it, and the settings are the usual ones then. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Database } from '../../../analysis/store/database.ts';

let folder: string;
let db: Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-memory-'));
  db = await Database.open(':memory:', folder);
});
beforeEach(() => db.run("SET memory_limit = '100MB'; SET threads = 2"));
afterAll(async () => {
  db.close();
  await rm(folder, { recursive: true, force: true });
});

/** A list is held in memory as a whole: eight bytes for each number, and as much again while it grows. */
const listOf = (numbers: number) => `SELECT len(list(i)) AS n FROM range(${numbers}) t(i)`;
const settings = () =>
  db.one("SELECT current_setting('memory_limit') AS memory, current_setting('threads') AS threads");

test('a query that needs more than there is', async () => {
  await expect(db.one(listOf(8_000_000))).rejects.toThrow(/^Out of Memory Error/);
  let runs = 0;
  const found = await db.sparingMemoryIfNeeded(() => {
    runs += 1;
    return db.one(listOf(8_000_000));
  });
  expect({ found, runs }).toEqual({ found: { n: 8_000_000 }, runs: 2 });
  expect(await settings()).toEqual({ memory: '429.1 MiB', threads: 2 });
});

test('one that needs more than that: its error is told', async () => {
  await expect(db.sparingMemoryIfNeeded(() => db.one(listOf(200_000_000)))).rejects.toThrow(
    /^Out of Memory Error/,
  );
  expect(await settings()).toEqual({ memory: '429.1 MiB', threads: 2 });
});

test('one that is wrong is not run again', async () => {
  let runs = 0;
  const wrong = db.sparingMemoryIfNeeded(() => {
    runs += 1;
    return db.one('SELECT nothing');
  });
  await expect(wrong).rejects.toThrow(/nothing/);
  expect(runs).toBe(1);
});

test('tables may take up more once a large file was read, until the next one is', async () => {
  await db.giveBackMemory(99_999);
  expect(await settings()).toMatchObject({ memory: '95.3 MiB' });
  await db.giveBackMemory(100_000);
  expect(await settings()).toMatchObject({ memory: '562.6 MiB' });
  await db.spareMemoryForReading();
  expect(await settings()).toEqual({ memory: '429.1 MiB', threads: 2 });
  const reader = await db.reader();
  await reader.giveBackMemory(100_000);
  reader.disconnect();
  await db.spareMemoryForReading();
  expect(await settings()).toEqual({ memory: '429.1 MiB', threads: 2 });
});
