/** Hunts that are stopped in the middle, and taken up by a bot that starts anew. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Engine, EngineError } from '../../../analysis/engine/engine.ts';
import { HUNT_OPERATIONS } from '../../../bot/live/hunt/operations.ts';
import { CONTRACT_NOTE } from '../demo/contract.ts';
import { CALLER, FROM, type HuntRoom, huntRoom, PATIENCE, PLACE, requestsOf, TO } from './hunt-room.ts';

let room: HuntRoom;
afterEach(() => room.close());

const asked = new Set(HUNT_OPERATIONS.map((one) => one.toLowerCase()));
const wanted = () => room.records.filter(({ Operation }) => asked.has(Operation.toLowerCase())).length;
const creates = () => room.demo.requests.filter(({ method }) => method === 'POST').length;
const begin = () =>
  room.hunts.begin(
    {
      engine: 'audit',
      target: { kind: 'tenant', value: '' },
      unfiltered: false,
      from: FROM,
      to: TO,
      caseId: null,
    },
    PLACE,
    CALLER,
  );

async function inCase(
  caseId: string | null,
): Promise<{ records: number; duplicates: number; files: number }> {
  const { inputs } = await room.engine.section(caseId ?? '', 'inputs', { offset: 0, limit: 200 });
  const sum = (key: 'records' | 'duplicates') => inputs.items.reduce((all, one) => all + one[key], 0);
  return { records: sum('records'), duplicates: sum('duplicates'), files: inputs.total };
}

/** Stops the hunts at the first wait for which `when` is true. @returns when they have stopped */
function stopped(when: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    room.onWait = () => {
      if (!when()) return;
      room.onWait = () => undefined;
      room.hunts.close().then(resolve, reject);
    };
  });
}

describe(`after a stop${CONTRACT_NOTE}`, () => {
  test('in the middle of the pages nothing is lost and nothing comes twice', {
    timeout: PATIENCE,
  }, async () => {
    room = await huntRoom({ engine: 'real' });
    room.demo.world.faults.set('audit-queries/paging-500');
    const stop = stopped(() => room.demo.requests.some(({ url }) => url.includes('skiptoken')));
    await begin();
    await stop;
    room.demo.world.faults.clear();
    const [open] = Object.values(room.store.read().hunt.hunts);
    expect(open).toMatchObject({ ended: null, caseId: null });
    await room.restart();
    const done = await room.ended();
    expect(done.end).toBe('done');
    expect(await inCase(done.caseId)).toEqual({ records: wanted(), duplicates: 0, files: 3 });
    expect(creates()).toBe(3);
    expect(room.made).toEqual([done.caseId]);
    console.info('requests of a hunt that was stopped while it read pages:', requestsOf(room));
  });

  test('when the answer to a query was lost it is found again by its name, not made again', async () => {
    room = await huntRoom();
    room.demo.world.faults.set('http/cut', 3, { method: 'POST', path: '/auditLog/queries' });
    const stop = stopped(() => creates() === 3);
    await begin();
    await stop;
    const queries = Object.values(room.store.read().hunt.hunts).flatMap(({ parts }) =>
      parts.flatMap((part) => part.queries),
    );
    expect(queries.map(({ sent, id }) => [sent, id])).toContainEqual([true, null]);
    await room.restart();
    const done = await room.ended();
    expect(creates()).toBe(3);
    expect(await inCase(done.caseId)).toMatchObject({ records: wanted(), duplicates: 0 });
  });

  test('when the engine had finished and nobody had written it down, it is not given the file again', async () => {
    let crash = true;
    const seen = (engine: Engine): Engine => ({
      ...engine,
      async analyze(...given) {
        const result = await engine.analyze(...given);
        if (!crash) return result;
        crash = false;
        void room.hunts.close();
        throw new EngineError('cancelled', 'It was stopped');
      },
    });
    room = await huntRoom({ seen });
    await begin();
    await room.ended();
    expect(Object.values(room.store.read().hunt.hunts)[0]).toMatchObject({ ended: null, caseId: null });
    await room.restart();
    const done = await room.ended();
    expect(done).toMatchObject({ end: 'done', caseId: 'c-1' });
    expect(await inCase(done.caseId)).toEqual({ records: wanted(), duplicates: 0, files: 3 });
    expect(room.made).toEqual(['c-1']);
  });

  test('a hunt that was cancelled stays so, and names what did not come', async () => {
    room = await huntRoom();
    room.demo.world.faults.set('audit-queries/unknown', 1);
    const cancelled = new Promise<void>((resolve) => {
      room.onWait = () => {
        const [hunt] = Object.values(room.store.read().hunt.hunts);
        if (hunt?.parts.filter(({ state }) => state === 'done').length !== 2) return;
        room.onWait = () => undefined;
        expect(room.hunts.cancel(hunt.id, { ...PLACE, conversationId: 'another' }, CALLER)).toBe(false);
        expect(room.hunts.cancel(hunt.id, PLACE, CALLER)).toBe(true);
        resolve();
      };
    });
    await begin();
    await cancelled;
    const hunt = await room.ended();
    expect(hunt).toMatchObject({ end: 'cancelled', stoppedBy: 'Ana' });
    const { pulls } = await room.engine.section(hunt.caseId ?? '', 'pulls', { offset: 0, limit: 5 });
    expect(pulls.items[0]?.missing).toHaveLength(1);
    expect(room.shown.at(-1)).toContain('cannot be cancelled at Microsoft');
    const before = room.demo.requests.length;
    // As if it had stopped before it took away what it no longer needs.
    const left = join(room.folder, 'hunts', hunt.id);
    mkdirSync(left);
    await room.restart();
    expect(existsSync(left)).toBe(false);
    expect(await room.ended()).toEqual(hunt);
    expect(room.demo.requests).toHaveLength(before);
  });
});
