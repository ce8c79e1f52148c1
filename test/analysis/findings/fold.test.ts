/** Which findings say what a graver one says already. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { foldCovered } from '../../../analysis/findings/fold.ts';
import { Database, literal, values } from '../../../analysis/store/database.ts';
import { TABLES } from '../../../analysis/store/tables.ts';
import { openDesk } from '../case/desk.ts';

const desk = await openDesk();
let db: Database;
beforeAll(async () => {
  db = await Database.open(':memory:', desk.folder);
  await db.run(TABLES);
});
afterAll(() => db.close());
beforeEach(() => db.run('DELETE FROM finding; DELETE FROM finding_record; DELETE FROM finding_entity'));

/** Record numbers from one to another. */
const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

/** Puts the findings there and folds. @returns what stays, with what is said of the others */
async function folded(
  findings: Record<string, { rank: number; records: number[] }>,
): Promise<Record<string, string>> {
  for (const [id, { rank, records }] of Object.entries(findings)) {
    await db.run(
      `INSERT INTO finding (finding_id, title, severity_rank, observed) VALUES (${literal(id)}, ${literal(`Title ${id}`)}, ${rank}, 'Seen.')`,
    );
    await db.run(`INSERT INTO finding_record VALUES ${values(records.map((record) => [id, record]))}`);
    await db.run(`INSERT INTO finding_entity VALUES (${literal(id)}, 'mailbox', 'a@x')`);
  }
  await foldCovered(db);
  const rows = await db.rows<{ id: string; observed: string }>(
    'SELECT finding_id AS id, observed FROM finding ORDER BY finding_id',
  );
  const left = await db.rows<{ id: string }>(
    'SELECT finding_id AS id FROM finding_record UNION SELECT finding_id FROM finding_entity ORDER BY id',
  );
  expect(left.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  return Object.fromEntries(rows.map(({ id, observed }) => [id, observed]));
}

test('nine tenths of its evidence in a graver one: it goes, and its title stays', async () => {
  expect(
    await folded({ a: { rank: 1, records: upTo(1, 10) }, b: { rank: 3, records: upTo(2, 10) } }),
  ).toEqual({ b: 'Seen. Also: Title a.' });
});

test('less than nine tenths: both stay', async () => {
  const both = { a: { rank: 1, records: upTo(1, 10) }, b: { rank: 3, records: upTo(3, 10) } };
  expect(await folded(both)).toEqual({ a: 'Seen.', b: 'Seen.' });
});

test('a graver finding never goes into a lesser one, however much that holds', async () => {
  const inside = { a: { rank: 4, records: [5] }, b: { rank: 2, records: upTo(1, 10) } };
  expect(await folded(inside)).toEqual({ a: 'Seen.', b: 'Seen.' });
});

test('of equally grave ones that with more evidence stays, of like ones the first', async () => {
  expect(await folded({ a: { rank: 2, records: upTo(1, 9) }, b: { rank: 2, records: upTo(1, 10) } })).toEqual(
    { b: 'Seen. Also: Title a.' },
  );
  await db.run('DELETE FROM finding; DELETE FROM finding_record; DELETE FROM finding_entity');
  expect(await folded({ c: { rank: 2, records: upTo(1, 3) }, d: { rank: 2, records: upTo(1, 3) } })).toEqual({
    c: 'Seen. Also: Title d.',
  });
});

test.each([
  ['its gravest part is named first', 4, 'Title one; around it Title whole'],
  ['of parts as grave as each other none is', 3, 'Title whole'],
])('raised: %s', async (_, rank, title) => {
  await folded({
    whole: { rank: 2, records: upTo(1, 20) },
    one: { rank, records: upTo(1, 9) },
    two: { rank: 3, records: upTo(10, 19) },
  });
  expect(await db.rows('SELECT title FROM finding')).toEqual([{ title }]);
});

test('what is nothing but graver parts is as grave as they are, and they go into it', async () => {
  expect(
    await folded({
      whole: { rank: 2, records: upTo(1, 20) },
      one: { rank: 3, records: upTo(1, 9) },
      two: { rank: 3, records: upTo(10, 19) },
    }),
  ).toEqual({ whole: 'Seen. Also: Title one; Title two.' });
  const [whole] = await db.rows('SELECT severity, severity_rank, explanation FROM finding');
  expect(whole).toEqual({
    severity: 'high',
    severity_rank: 3,
    explanation: expect.stringContaining('Raised to high'),
  });
});

test.each([
  ['parts that leave a sixth of it out', [upTo(1, 10), upTo(11, 18)]],
  ['parts of the half of it', [upTo(1, 5), upTo(6, 10)]],
])('%s does not raise the whole', async (_name, parts) => {
  const inside = Object.fromEntries(parts.map((records, n) => [`part${n}`, { rank: 3, records }]));
  const left = await folded({ whole: { rank: 2, records: upTo(1, 21) }, ...inside });
  expect(Object.keys(left).sort()).toEqual([...Object.keys(inside), 'whole'].sort());
});

test('what one graver part holds all but alone is not raised, and goes into that part', async () => {
  expect(
    await folded({
      whole: { rank: 2, records: upTo(1, 20) },
      one: { rank: 3, records: upTo(1, 18) },
      two: { rank: 3, records: [19, 20] },
    }),
  ).toEqual({ one: 'Seen. Also: Title whole.', two: 'Seen.' });
});

test('of two that hold it, the graver names it', async () => {
  expect(
    await folded({
      a: { rank: 1, records: [1] },
      b: { rank: 2, records: [1, 2, 3] },
      c: { rank: 3, records: [1, 4, 5] },
    }),
  ).toEqual({ b: 'Seen.', c: 'Seen. Also: Title a.' });
});
