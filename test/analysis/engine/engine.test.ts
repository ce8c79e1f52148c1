/** The engine, in this process and in one of its own: what the bot may rely on. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../analysis/engine/client.ts';
import { type Engine, EngineError } from '../../../analysis/engine/engine.ts';
import type { AnalyzeRequest, Progress } from '../../../analysis/sections.ts';
import { lines, openDesk } from '../case/desk.ts';
import { bind, burst, sync } from '../case/records.ts';

const desk = await openDesk();
const dataFolder = join(desk.folder, 'data');

const file = async (name: string, content: string) => ({ name, path: await desk.file(name, content) });

const start = () =>
  startEngine({ dataFolder, onExit: (code) => exits.push(code), onLog: (line) => log.push(line) });

let engine: Engine;
const exits: (number | null)[] = [];
const log: string[] = [];
/** big enough that its analysis is still under way when the first progress comes */
let big: AnalyzeRequest;
let small: AnalyzeRequest;
beforeAll(async () => {
  engine = await start();
  big = { caseName: 'big', files: [await file('big.json', lines(burst(6_000, 80_000)))] };
  small = {
    caseName: 'Contoso, May',
    files: [await file('small.json', lines([bind(), sync({ mailbox: 'lee@x' })]))],
  };
}, 60_000);
afterAll(() => engine.close());

const fails = (call: Promise<unknown>, code: string) =>
  expect(call).rejects.toMatchObject({ name: 'EngineError', code });
const casesOnDisk = () => readdir(join(dataFolder, 'cases')).catch(() => []);

describe('in a process of its own', () => {
  let caseId: string;

  test('analyzes, tells its progress and answers by section', async () => {
    const progress: Progress[] = [];
    const result = await engine.analyze(small, (step) => progress.push(step));
    ({ caseId } = result);
    expect(result).toEqual({ caseId: expect.stringMatching(/^[a-z0-9-]+$/), usable: 1, problems: [] });
    const stages = progress.map(({ stage }) => stage);
    expect([...new Set(stages)].slice(-2)).toEqual(['records', 'analysing']);
    expect(progress).toContainEqual({
      stage: 'records',
      input: 'small.json',
      records: 2,
      duplicates: 0,
      rejected: 0,
    });
    const summary = await engine.section(caseId, 'summary', {});
    expect(summary).toMatchObject({ case: { id: caseId, name: 'Contoso, May' }, totals: { records: 2 } });
    expect(await engine.cases()).toMatchObject([{ id: caseId, name: 'Contoso, May', inputs: 1, records: 2 }]);
  });

  test('marks, adds to a case, and declares what was asked', async () => {
    expect(await engine.previewMarker(caseId, 'user:lee@x', 'hostile')).toMatchObject({ records: 1 });
    expect(await engine.mark(caseId, 'user:lee@x', 'hostile', 'Ana')).toMatchObject({
      records: 1,
      refusal: null,
    });
    await fails(engine.mark(caseId, 'nonsense', 'hostile', 'Ana'), 'bad-marker');
    await fails(engine.unmark(caseId, 'user:bo@x'), 'bad-marker');
    await engine.declareScope(caseId, { from: '2026-05-01T00:00:00Z', to: '2026-05-20T00:00:00Z' });
    await engine.declareScope(caseId, { by: 'Ana' });
    const early = engine.declareScope(caseId, { at: '2026-05-01T00:00:00Z' });
    await expect(early).rejects.toThrow(/small\.json has records up to .*cannot have been acquired before/);
    await fails(early, 'bad-request');
    const added = await engine.analyze({
      caseId,
      files: [await file('added.json', lines([sync({ mailbox: 'lee@x' })]))],
    });
    expect(added.caseId).toBe(caseId);
    const { items } = (await engine.section(caseId, 'messages', {})).mailboxes;
    expect(items).toMatchObject([
      { mailbox: 'lee@x', verdict: 'entire-mailbox' },
      { mailbox: 'ana@contoso.com', verdict: 'no-evidence' },
    ]);
    const { inputs } = await engine.section(caseId, 'inputs', {});
    expect(inputs.items.map(({ acquired }) => [acquired.by, acquired.from])).toEqual([
      ['Ana', '2026-05-01T00:00:00Z'],
      ['Ana', '2026-05-01T00:00:00Z'],
    ]);
    await engine.declareScope(caseId, { from: null });
    const taken = (await engine.section(caseId, 'inputs', {})).inputs;
    expect(taken.items.map(({ acquired }) => [acquired.by, acquired.from])).toEqual([
      ['Ana', null],
      ['Ana', null],
    ]);
    await engine.unmark(caseId, 'user:lee@x');
    expect((await engine.section(caseId, 'summary', {})).exposure.markers).toEqual([]);
  });

  test.each(['../x', '..', '', '.', 'a/b', 'CON', "x'; --", 'no-such-case', 'x'.repeat(300), '\u0000'])(
    'no case %j',
    async (id) => {
      await fails(engine.section(id, 'summary', {}), 'no-such-case');
      await fails(engine.mark(id, 'user:a@x', 'hostile', 'Ana'), 'no-such-case');
      await fails(engine.analyze({ caseId: id, files: small.files }), 'no-such-case');
      await fails(engine.deleteCase(id), 'no-such-case');
    },
  );

  test('what cannot be used is told by name, and leaves no case', async () => {
    const before = await casesOnDisk();
    const files = [
      await file('notes.txt', 'Name,Size\nx,1\n'),
      { name: 'gone.csv', path: join(desk.folder, 'gone') },
    ];
    const failure = await engine.analyze({ files }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure).toMatchObject({
      code: 'nothing-usable',
      message: expect.stringMatching(/notes\.txt is not an audit-log export.*gone\.csv does not exist/),
    });
    await fails(engine.analyze({ files: [] }), 'bad-request');
    expect(await casesOnDisk()).toEqual(before);
  });

  test('answers for one case while it analyzes another', async () => {
    let answered = 0;
    let asked: Promise<unknown> | undefined;
    const ask = async () => {
      await engine.section(caseId, 'summary', {});
      answered += 1;
    };
    const result = await engine.analyze(big, () => {
      asked ??= ask();
    });
    // Asked at the first progress, answered before the analysis was over.
    expect(answered).toBe(1);
    await asked;
    expect((await engine.section(result.caseId, 'summary', {})).totals.records).toBe(6_000);
  });

  test('a cancelled analysis leaves nothing behind', async () => {
    const before = { disk: await casesOnDisk(), cases: await engine.cases() };
    const stop = new AbortController();
    await fails(
      engine.analyze(big, () => stop.abort(), stop.signal),
      'cancelled',
    );
    await fails(engine.analyze(small, undefined, AbortSignal.abort()), 'cancelled');
    expect({ disk: await casesOnDisk(), cases: await engine.cases() }).toEqual(before);
  });

  test('so does one that is cancelled while it is analysed', async () => {
    const before = { disk: await casesOnDisk(), cases: await engine.cases() };
    const stop = new AbortController();
    const onProgress = ({ stage }: Progress) => {
      if (stage === 'analysing') stop.abort();
    };
    await fails(engine.analyze(big, onProgress, stop.signal), 'cancelled');
    expect({ disk: await casesOnDisk(), cases: await engine.cases() }).toEqual(before);
  });

  test('an addition that is cancelled while it is analysed is there when somebody asks', async () => {
    const { caseId: other } = await engine.analyze(small);
    const stop = new AbortController();
    const outcome = engine.analyze(
      { caseId: other, files: big.files },
      ({ stage }) => {
        if (stage === 'analysing') stop.abort();
      },
      stop.signal,
    );
    await fails(outcome, 'cancelled');
    const { totals } = await engine.section(other, 'summary', {});
    const { items } = (await engine.section(other, 'inputs', {})).inputs;
    expect(items).toHaveLength(2);
    expect(totals.records).toBe(items.reduce((sum, { records }) => sum + records, 0));
    expect(totals.mailItemsAccessed).toBe(6_002);
    expect((await engine.cases()).find(({ id }) => id === other)).toMatchObject({ records: totals.records });
    await engine.deleteCase(other);
  });

  test('a cancelled addition leaves the case as true as it was', async () => {
    const totals = (await engine.section(caseId, 'summary', {})).totals;
    const stop = new AbortController();
    await fails(
      engine.analyze({ ...big, caseId }, () => stop.abort(), stop.signal),
      'cancelled',
    );
    const { items } = (await engine.section(caseId, 'inputs', {})).inputs;
    expect((await engine.section(caseId, 'summary', {})).totals).toEqual(totals);
    expect(items.reduce((sum, { records }) => sum + records, 0)).toBe(totals.records);
    expect((await engine.cases()).find(({ id }) => id === caseId)).toMatchObject({ records: totals.records });
    expect(await readdir(join(dataFolder, 'cases', caseId, 'inputs'))).toHaveLength(items.length);
  });

  test.each(['reading', 'records', 'analysing'])(
    'killed while %s: open calls fail, what was kept is whole',
    async (stage) => {
      const pid = enginePid();
      exits.length = 0;
      const outcome = await engine
        .analyze(
          { ...big, caseId, files: [await file(`${stage}.json`, lines(burst(2_000, 80_000)))] },
          (progress) => {
            if (progress.stage === stage) process.kill(pid, 'SIGKILL');
          },
        )
        .catch((error: unknown) => error);
      expect(outcome).toMatchObject({ name: 'EngineError', code: 'engine-stopped' });
      await fails(engine.cases(), 'engine-stopped');
      expect(exits).toEqual([null]);
      await engine.close();

      engine = await start();
      const { items } = (await engine.section(caseId, 'inputs', {})).inputs;
      const { totals } = await engine.section(caseId, 'summary', {});
      expect(totals.records).toBe(items.reduce((sum, { records }) => sum + records, 0));
      expect((await engine.cases()).find(({ id }) => id === caseId)).toMatchObject({
        inputs: items.length,
        records: totals.records,
      });
      // It goes on where it was.
      expect((await engine.analyze({ ...small, caseId })).usable).toBe(1);
      expect((await engine.section(caseId, 'inputs', {})).inputs.items.at(-1)).toMatchObject({
        duplicates: 2,
      });
    },
  );

  test('a new case that was being read when it was killed is gone at the next start', async () => {
    const before = await casesOnDisk();
    const pid = enginePid();
    const outcome = engine.analyze(big, ({ stage }) => {
      if (stage === 'reading') process.kill(pid, 'SIGKILL');
    });
    await fails(outcome, 'engine-stopped');
    await engine.close();
    expect((await casesOnDisk()).length).toBe(before.length + 1);
    engine = await start();
    expect(await casesOnDisk()).toEqual(before);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s of the terminal is left to the bot', async (signal) => {
    process.kill(enginePid(), signal);
    expect((await engine.section(caseId, 'summary', {})).case.id).toBe(caseId);
    process.kill(enginePid(), signal);
    expect((await engine.analyze(small)).usable).toBe(1);
  });

  test('nothing of all this was a fault of the engine', () => {
    expect(log).toEqual([]);
  });

  test.each([
    ['database', { 'case.json': '{"id":"torn","name":"torn","inputs":1}', 'case.duckdb': 'noise' }],
    ['record', { 'case.json': '{"id":' }],
  ])('a case with a damaged %s is told as such, and the others stay within reach', async (_what, files) => {
    const torn = join(dataFolder, 'cases', 'torn');
    await mkdir(torn);
    for (const [name, content] of Object.entries(files)) await writeFile(join(torn, name), content);
    await fails(engine.section('torn', 'summary', {}), 'bad-case');
    expect((await engine.cases()).map(({ id }) => id)).toContain(caseId);
    // Where it lies is for the log, not for the chat.
    await expect(engine.section('torn', 'summary', {})).rejects.not.toThrow(dataFolder);
    expect(log.join('')).toContain(torn);
    await engine.deleteCase('torn');
    expect(await casesOnDisk()).not.toContain('torn');
  });

  test('a deleted case leaves nothing on the disk, even while it was open, and no other is touched', async () => {
    const { caseId: gone } = await engine.analyze(small);
    await engine.section(gone, 'summary', {});
    const marking = engine
      .mark(gone, 'user:lee@x', 'hostile', 'Ana')
      .catch((error: EngineError) => error.code);
    await engine.deleteCase(gone);
    // Faster than the deletion, or too late; nothing between.
    expect([expect.objectContaining({ records: 1 }), 'no-such-case']).toContainEqual(await marking);
    expect(await casesOnDisk()).not.toContain(gone);
    await fails(engine.section(gone, 'summary', {}), 'no-such-case');
    await fails(engine.deleteCase(gone), 'no-such-case');
    expect((await engine.cases()).map(({ id }) => id)).toContain(caseId);
  });
});

/** The process that serves this test's data folder. */
function enginePid(): number {
  const serving = readdirSync('/proc').filter(
    (entry) => /^\d+$/.test(entry) && commandOf(entry).includes(dataFolder),
  );
  expect(serving).toHaveLength(1);
  return Number(serving[0]);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It ended in between.
    return '';
  }
}
