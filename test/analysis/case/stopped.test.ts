/** A file whose reading is stopped leaves nothing behind, in a case that is kept and in one that is thrown away; one that was read stays. */
import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openCase } from '../../../analysis/index.ts';
import type { Progress } from '../../../analysis/sections.ts';
import { Database } from '../../../analysis/store/database.ts';
import { lines, openDesk, reportOf } from './desk.ts';
import { bind, inboxRule } from './records.ts';

const desk = await openDesk();
const DAMAGED = `${lines([bind({ mailbox: 'ana@x' }), inboxRule()])}{"CreationTime":"2026-05-14T09:00:00","Id":`;

test.each([
  { temporary: true, first: true, told: 1 },
  { temporary: true, first: true, told: 2 },
  { temporary: true, first: false, told: 2 },
  { temporary: false, first: true, told: 2 },
])('temporary $temporary, the first file $first, told $told times', async ({ temporary, first, told }) => {
  const folder = join(desk.folder, `stopped-${temporary}-${first}-${told}`);
  const kase = await openCase({ folder, id: 'stopped', name: 'stopped', temporary });
  try {
    if (!first) await desk.ingest(kase, lines([bind({ mailbox: 'bo@x' })]));
    const path = await desk.file(`damaged-${temporary}-${first}-${told}.jsonl`, DAMAGED);
    const stop = new AbortController();
    let records = 0;
    const onProgress = ({ stage }: { stage: string }) => {
      if (stage === 'records' && ++records === told) stop.abort(new Error('stopped'));
    };
    const files = [{ path, name: 'damaged' }];
    await expect(kase.ingest(files, { onProgress, signal: stop.signal })).rejects.toThrow('stopped');
    await kase.ingest(files);
    const report = await reportOf(kase);
    expect(report.inputs.at(-1)).toMatchObject({ rows: 3, records: 2, duplicates: 0, rejected: 1 });
    expect(report.rejected).toHaveLength(1);
  } finally {
    await kase.close();
  }
});

const STEPS = ['throttling and gaps', 'findings', 'exposure'];

test.each(STEPS)('stopped at %s: the file is there, and worked out when somebody asks', async (last) => {
  const folder = join(desk.folder, `stopped-at-${last}`);
  const kase = await openCase({ folder, id: 'stopped', name: 'stopped' });
  try {
    await desk.ingest(kase, lines([bind({ mailbox: 'bo@x' })]));
    const path = await desk.file(
      `stopped-at-${last}.jsonl`,
      lines([bind({ mailbox: 'ana@x' }), inboxRule()]),
    );
    const stop = new AbortController();
    const steps: string[] = [];
    const onProgress = (progress: Progress) => {
      if (progress.stage !== 'analysing') return;
      steps.push(progress.step);
      if (progress.step === last) stop.abort(new Error('stopped'));
    };
    const files = [{ path, name: 'stopped' }];
    await expect(kase.ingest(files, { onProgress, signal: stop.signal })).rejects.toThrow();
    expect(steps.at(-1)).toBe(last);
    expect(JSON.parse(await readFile(join(folder, 'case.json'), 'utf8'))).toMatchObject({
      inputs: 2,
      records: 3,
    });
    const { totals } = await reportOf(kase);
    expect(totals).toMatchObject({ records: 3, mailItemsAccessed: 2, mailboxes: 2 });
  } finally {
    await kase.close();
  }
});

test('stopped while the last rows are written: told, and nothing is worked out', async () => {
  const kase = await desk.openCase();
  const stop = new AbortController();
  const run = Database.prototype.run;
  const spy = vi.spyOn(Database.prototype, 'run').mockImplementation(function (this: Database, sql) {
    if (/INSERT INTO mail_access/.test(sql)) stop.abort(new Error('stopped'));
    return run.call(this, sql);
  });
  const steps: string[] = [];
  const onProgress = ({ stage }: Progress) => steps.push(stage);
  const path = await desk.file('stopped-late.jsonl', lines([bind({ mailbox: 'ana@x' })]));
  const reading = kase.ingest([{ path, name: 'late' }], { onProgress, signal: stop.signal });
  await expect(reading.finally(() => spy.mockRestore())).rejects.toThrow('stopped');
  expect(steps).not.toContain('analysing');
  expect((await reportOf(kase)).totals.records).toBe(1);
});

test('a file that is changed while it is read is refused: its digest would be of other bytes', async () => {
  const folder = join(desk.folder, 'changed');
  const kase = await openCase({ folder, id: 'changed', name: 'changed', temporary: true });
  try {
    const path = await desk.file('growing.jsonl', lines([bind({ mailbox: 'ana@x' })]));
    const late = lines([bind({ mailbox: 'bo@x' })]);
    const onProgress = ({ stage }: { stage: string }) => {
      if (stage === 'reading') appendFileSync(path, late);
    };
    await expect(kase.ingest([{ path, name: 'growing' }], { onProgress })).rejects.toThrow(
      'growing was changed while it was read',
    );
    const report = await reportOf(kase);
    expect([report.inputs, report.totals.records]).toEqual([[], 0]);
  } finally {
    await kase.close();
  }
});

test('nor is one that is changed before it is read a second time', async () => {
  const folder = join(desk.folder, 'changed-later');
  const kase = await openCase({ folder, id: 'changed', name: 'changed', temporary: true, oneFile: true });
  const record = bind({ mailbox: 'ana@x' });
  const path = await desk.file('later.jsonl', lines([record, { ...record, OperationCount: 2 }]));
  const run = Database.prototype.run;
  // What was read the first time is dropped before the second.
  const spy = vi.spyOn(Database.prototype, 'run').mockImplementation(function (this: Database, sql) {
    if (
      sql === 'DROP VIEW staged; DROP TABLE stage' &&
      spy.mock.calls.filter(([one]) => one === sql).length === 1
    )
      appendFileSync(path, lines([bind({ mailbox: 'bo@x' })]));
    return run.call(this, sql);
  });
  try {
    await expect(kase.ingest([{ path, name: 'later' }])).rejects.toThrow(
      'later was changed while it was read',
    );
    expect((await reportOf(kase)).inputs).toEqual([]);
  } finally {
    spy.mockRestore();
    await kase.close();
  }
});
