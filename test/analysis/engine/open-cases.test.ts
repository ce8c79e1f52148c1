/** Few cases are open at a time; none is open twice, and none is closed under somebody's hands. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OpenCases } from '../../../analysis/engine/open-cases.ts';
import type { Case } from '../../../analysis/index.ts';

const IDS = ['a', 'b', 'c', 'd', 'e'];

test('whoever reads or writes which case when', async () => {
  const use = fc.record({
    id: fc.constantFrom(...IDS),
    kind: fc.constantFrom('read' as const, 'write' as const),
    starts: fc.nat({ max: 12 }),
    takes: fc.nat({ max: 6 }),
  });
  const slowness = fc.record({ open: fc.nat({ max: 4 }), close: fc.nat({ max: 4 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(use, { maxLength: 40 }), slowness, async (uses, slow) => {
      const open = new Set<string>();
      const wrong: string[] = [];
      const cases = new OpenCases(async (id) => {
        if (open.has(id)) wrong.push(`${id} opened twice`);
        open.add(id);
        await turns(slow.open);
        const kase = {
          id,
          closed: false,
          close: async () => {
            kase.closed = true;
            await turns(slow.close);
            open.delete(id);
          },
        };
        return kase as unknown as Case;
      });
      await Promise.all(
        uses.map(async ({ id, kind, starts, takes }) => {
          await turns(starts);
          await cases[kind](id, async (given) => {
            const kase = given as unknown as { id: string; closed: boolean };
            if (kase.id !== id) wrong.push(`${kase.id} instead of ${id}`);
            if (kase.closed) wrong.push(`${id} was closed before it was used`);
            await turns(takes);
            if (kase.closed) wrong.push(`${id} was closed while it was used`);
          });
        }),
      );
      expect(wrong).toEqual([]);
      expect(open.size).toBeLessThanOrEqual(2);
      await cases.closeAll();
      expect([...open]).toEqual([]);
    }),
    { numRuns: 300, seed: 5 },
  );
});

test('a case that could not be opened is tried again', async () => {
  let tries = 0;
  const cases = new OpenCases(async () => {
    tries += 1;
    if (tries === 1) throw new Error('locked');
    return { close: async () => undefined } as unknown as Case;
  });
  await expect(cases.read('a', async () => 1)).rejects.toThrow('locked');
  expect(await cases.read('a', async () => 2)).toBe(2);
  await cases.closeAll();
});

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
