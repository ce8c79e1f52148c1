/** What an engine in a process of its own hands on: exports as files of the case, reviews, single records. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startEngine } from '../../../analysis/engine/client.ts';
import type { Engine } from '../../../analysis/engine/engine.ts';
import type { Progress } from '../../../analysis/sections.ts';
import { lines, openDesk } from '../case/desk.ts';
import { bind } from '../case/records.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });
const desk = await openDesk();
const dataFolder = join(desk.folder, 'data');
const record = bind({ ip: '203.0.113.66' });

let engine: Engine;
let caseId: string;
beforeAll(async () => {
  engine = await startEngine({ dataFolder });
  const path = await desk.file('small.json', lines([record, bind()]));
  ({ caseId } = await engine.analyze({ files: [{ path, name: 'small.json' }] }));
  await engine.mark(caseId, 'ip:203.0.113.66', 'hostile', 'ana');
});
afterAll(() => engine.close());

const folder = () => join(dataFolder, 'cases', caseId, 'exports');
const refused = (call: Promise<unknown>, code: string) =>
  expect(call).rejects.toMatchObject({ name: 'EngineError', code });

test('writes an export below the case, tells its progress, and says what it wrote', async () => {
  const steps: Progress[] = [];
  const file = await engine.exportCase(caseId, { kind: 'evidence', by: 'ana' }, (step) => steps.push(step));
  expect(file).toMatchObject({
    kind: 'evidence',
    name: `evidence-${caseId}.zip`,
    path: join(folder(), `evidence-${caseId}.zip`),
  });
  expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect((await readFile(file.path)).length).toBe(file.bytes);
  expect(steps[0]).toEqual({ stage: 'analysing', step: 'checking the received files' });
});

test('two at once do not disturb each other, nor the cards', async () => {
  const [one, two, summary] = await Promise.all([
    engine.exportCase(caseId, { kind: 'notification' }),
    engine.exportCase(caseId, { kind: 'notification' }),
    engine.section(caseId, 'summary', {}),
  ]);
  expect(one).toEqual(two);
  expect(summary.totals.records).toBe(2);
});

test('refuses in words, and leaves nothing half written', async () => {
  await refused(engine.exportCase(caseId, { kind: '../x' }), 'bad-request');
  await refused(engine.exportCase('no-such', { kind: 'timeline' }), 'no-such-case');
  const stop = new AbortController();
  stop.abort();
  await refused(engine.exportCase(caseId, { kind: 'timeline' }, undefined, stop.signal), 'cancelled');
  const path = await desk.file('none.csv', 'a,b\n1,2\n');
  await refused(engine.importReview(caseId, path, 'ana'), 'bad-request');
  expect((await readdir(folder())).toSorted()).toEqual([
    `evidence-${caseId}.zip`,
    `notification-${caseId}.csv`,
  ]);
});

test('reads a review back and finds a record', async () => {
  const { path } = await engine.exportCase(caseId, { kind: 'notification' });
  expect(await engine.importReview(caseId, path, 'ana')).toMatchObject({ unmatched: 0, told: [] });
  expect(await engine.showRecord(caseId, record.Id)).toMatchObject({
    row: 1,
    found: true,
    text: JSON.stringify(record),
  });
  expect(await engine.showRecord(caseId, 'none')).toBeNull();
});
