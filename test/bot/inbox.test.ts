/** The watched folder: what lands there whole is analysed once, into one case, and told. */
import { appendFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EngineError } from '../../analysis/engine/engine.ts';
import type { AuditDeed } from '../../bot/audit/index.ts';
import { type Inbox, watchInbox } from '../../bot/live/inbox.ts';
import { openStore, type Store } from '../../bot/store/index.ts';
import { type FakeEngine, fakeEngine } from './helpers/fake-engine.ts';

let folder: string;
let drop: string;
let store: Store;
let engine: FakeEngine;
let inbox: Inbox;
let changed: number;
const trail: AuditDeed[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-inbox-'));
  drop = join(folder, 'inbox');
  await mkdir(drop);
  store = await openStore(join(folder, 'data'));
  engine = fakeEngine();
  changed = 0;
  trail.length = 0;
  watch();
});
afterEach(async () => {
  await inbox.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

function watch(): void {
  inbox = watchInbox({
    folder: drop,
    engine,
    store,
    audit: {
      async append(deed) {
        trail.push(deed);
      },
    },
    largestFile: 1_000,
    async onChanged() {
      changed += 1;
    },
    onFault: () => undefined,
    pause: 10,
  });
}

const files = () => store.read().inbox.files;
const analysed = () => engine.requests.map((request) => request.files.map(({ name }) => name));
const until = (holds: () => boolean) =>
  vi.waitFor(() => expect(holds(), JSON.stringify([files(), analysed()])).toBe(true), {
    timeout: 10_000,
    interval: 5,
  });
const outcome = (name: string) => files()[name]?.outcome;

test('files go into one case, once, and are told', async () => {
  await writeFile(join(drop, 'a.csv'), 'a');
  await until(() => outcome('a.csv') === 'analysed');
  expect(engine.requests[0]).toMatchObject({
    caseName: 'inbox',
    files: [{ path: join(drop, 'a.csv'), name: 'a.csv' }],
  });
  expect(store.read().inbox.caseId).toBe('c-1');
  await writeFile(join(drop, 'b.csv'), 'b');
  await until(() => outcome('b.csv') === 'analysed' && changed === 2);
  expect(engine.requests[1]).toMatchObject({ caseId: 'c-1', files: [{ name: 'b.csv' }] });
  await inbox.close();
  watch();
  await writeFile(join(drop, 'c.csv'), 'c');
  await until(() => outcome('c.csv') === 'analysed');
  expect(analysed()).toEqual([['a.csv'], ['b.csv'], ['c.csv']]);
  expect(trail.map(({ what, words, by }) => [what, words, by])).toContainEqual([
    'inbox analyze',
    'a.csv',
    null,
  ]);
});

test('a file that still grows is left until it is whole; one that was replaced is read again', async () => {
  const path = join(drop, 'a.csv');
  await writeFile(path, 'a');
  const growing = setInterval(() => void appendFile(path, 'more'), 3);
  await new Promise((resolve) => setTimeout(resolve, 120));
  const during = analysed().length;
  clearInterval(growing);
  await until(() => outcome('a.csv') === 'analysed');
  const size = files()['a.csv']?.size;
  expect(during).toBe(0);
  await appendFile(path, 'another export');
  await until(() => files()['a.csv']?.size !== size);
  expect(analysed()).toHaveLength(2);
});

test('what is no plain, whole file is not touched', async () => {
  await writeFile(join(folder, 'elsewhere.csv'), 'secret');
  await symlink(join(folder, 'elsewhere.csv'), join(drop, 'link.csv'));
  await mkdir(join(drop, 'folder.csv'));
  for (const name of ['.hidden.csv', '~lock.csv', 'a.csv.part', 'b.csv.crdownload', 'c.tmp']) {
    await writeFile(join(drop, name), 'x');
  }
  await writeFile(join(drop, 'empty.csv'), '');
  await writeFile(join(drop, 'whole.csv'), 'x');
  await until(() => outcome('whole.csv') === 'analysed');
  expect(Object.keys(files())).toEqual(['whole.csv']);
});

test('too large, and without records: said, and not tried again', async () => {
  engine.behaviour = async () => {
    throw new EngineError('nothing-usable', 'notes.txt: no audit records in it');
  };
  await writeFile(join(drop, 'large.csv'), 'x'.repeat(1_001));
  await until(() => outcome('large.csv') === 'failed');
  expect(files()['large.csv']?.words).toBe('larger than 0 MB');
  await writeFile(join(drop, 'notes.txt'), 'x');
  await until(() => outcome('notes.txt') === 'failed');
  expect(files()['notes.txt']?.words).toBe('notes.txt: no audit records in it');
  await writeFile(join(drop, 'next.txt'), 'x');
  await until(() => outcome('next.txt') === 'failed');
  expect(analysed()).toEqual([['notes.txt'], ['next.txt']]);
});

test('a file on which the engine stops is tried three times; the others are read all the same', async () => {
  const analyze = engine.analyze;
  engine.analyze = async (request, ...rest) => {
    if (!request.files.some(({ name }) => name === 'poison.csv')) return await analyze(request, ...rest);
    engine.requests.push(request);
    throw new EngineError('engine-stopped', 'gone');
  };
  await inbox.close();
  await writeFile(join(drop, 'poison.csv'), 'x');
  await writeFile(join(drop, 'good.csv'), 'x');
  watch();
  await until(() => outcome('poison.csv') === 'failed' && outcome('good.csv') === 'analysed');
  expect(analysed().filter((names) => names.length === 1 && names[0] === 'poison.csv')).toHaveLength(3);
  expect(files()['poison.csv']?.words).toContain('stopped 3 times');
});

test('when its case was deleted, the next file begins another', async () => {
  await writeFile(join(drop, 'a.csv'), 'a');
  await until(() => outcome('a.csv') === 'analysed');
  await engine.deleteCase('c-1');
  await writeFile(join(drop, 'b.csv'), 'b');
  await until(() => outcome('b.csv') === 'analysed');
  expect(engine.requests.at(-1)).toMatchObject({ caseName: 'inbox' });
});

test('a folder that is not there is no fault; it may come', async () => {
  await inbox.close();
  await rm(drop, { recursive: true });
  watch();
  await mkdir(drop);
  await writeFile(join(drop, 'a.csv'), 'a');
  await until(() => outcome('a.csv') === 'analysed');
});
