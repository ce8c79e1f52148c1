/** The audit trail: appended, chained, and true after crashes and other hands. */
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AuditDeed, openAuditTrail } from '../../bot/audit/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-audit-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = () => join(folder, 'audit.jsonl');
const deed = (more: Partial<AuditDeed> = {}): AuditDeed => ({
  by: { objectId: 'ana', name: 'Ana' },
  what: 'command mark',
  words: 'hostile ip:203.0.113.9',
  caseId: 'c-1',
  where: { scope: 'personal', conversationId: 'p', tenantId: null },
  outcome: 'allowed',
  why: null,
  ...more,
});

/** A trail of some deeds, closed. */
async function written(...deeds: AuditDeed[]): Promise<string[]> {
  const trail = await openAuditTrail(folder);
  await Promise.all(deeds.map((one) => trail.append(one)));
  await trail.close();
  return linesNow();
}

async function linesNow(): Promise<string[]> {
  return (await readFile(path(), 'utf8')).split('\n').slice(0, -1);
}

async function checked() {
  const trail = await openAuditTrail(folder);
  const check = await trail.check();
  await trail.close();
  return check;
}

test('numbers and chains what comes at once, in order, also over a restart', async () => {
  await written(...Array.from({ length: 30 }, (_, i) => deed({ words: `${i}` })));
  const lines = await written(deed({ words: 'after' }));
  const entries = lines.map((line) => JSON.parse(line));
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 31 }, (_, i) => i + 1));
  expect(entries.slice(0, 30).map(({ words }) => words)).toEqual(
    Array.from({ length: 30 }, (_, i) => `${i}`),
  );
  expect(await checked()).toMatchObject({ lines: 31, broken: [], torn: 0 });
});

test('shows the newest first, by case and by page', async () => {
  await written(
    ...Array.from({ length: 9 }, (_, i) => deed({ words: `${i}`, caseId: i % 2 ? 'c-1' : 'c-2' })),
  );
  const trail = await openAuditTrail(folder);
  const page = await trail.entries({ caseId: 'c-2', offset: 1, limit: 2 });
  expect(page).toMatchObject({ total: 5, offset: 1, items: [{ words: '6' }, { words: '4' }] });
  expect((await trail.entries({ caseId: 'c-2', offset: 4, limit: 2 })).items).toMatchObject([{ words: '0' }]);
  expect((await trail.entries({ caseId: null, offset: 0, limit: 50 })).items).toHaveLength(9);
  await trail.close();
});

describe('other hands show', () => {
  const three = () => written(deed({ words: 'a' }), deed({ words: 'b' }), deed({ words: 'c' }));

  test.each<[string, number[], (lines: string[]) => string[]]>([
    ['a line taken out', [2], (lines) => lines.filter((_, i) => i !== 1)],
    ['the first line taken out', [1], (lines) => lines.slice(1)],
    ['a word changed', [3], (lines) => lines.map((line, i) => (i === 1 ? line.replace('"b"', '"x"') : line))],
    ['lines turned round', [1, 2, 3], ([a = '', b = '', c = '']) => [b, a, c]],
    ['a line put in', [2], ([a = '', ...rest]) => [a, a, ...rest]],
    ['noise put in', [2, 3], ([a = '', ...rest]) => [a, 'noise', ...rest]],
  ])('%s', async (_what, places, change) => {
    await writeFile(path(), `${change(await three()).join('\n')}\n`);
    const { broken } = await checked();
    expect([...new Set(broken.map((words) => Number(/^Line (\d+) /.exec(words)?.[1])))]).toEqual(places);
  });

  test('lines taken off the end, when the head was written down elsewhere', async () => {
    const lines = await three();
    const { head } = await checked();
    await writeFile(path(), `${lines.slice(0, 2).join('\n')}\n`);
    const after = await checked();
    expect(after.broken).toEqual([]);
    expect(after.head).not.toBe(head);
  });
});

test('a last line cut short anywhere by a crash is kept, noted, and the trail goes on', async () => {
  const lines = await written(deed({ words: 'a' }), deed({ by: { objectId: 'b', name: 'Zoë 😀' } }));
  const whole = Buffer.from(`${lines.join('\n')}\n`);
  const first = Buffer.byteLength(`${lines[0]}\n`);
  for (const cut of [first + 1, first + 40, whole.indexOf('😀') + 2, whole.length - 2]) {
    await writeFile(path(), whole);
    await truncate(path(), cut);
    const torn = (await readFile(path())).subarray(first);
    await written(deed({ words: 'after' }));
    const bytes = await readFile(path());
    expect(bytes.subarray(first, first + torn.length)).toEqual(torn);
    const [noted, after] = (await linesNow()).slice(2).map((line) => JSON.parse(line));
    expect(noted).toMatchObject({ seq: 2, outcome: 'noted', by: null });
    expect(after).toMatchObject({ seq: 3, words: 'after' });
    expect(await checked()).toMatchObject({ broken: [], torn: 1, lines: 4 });
  }
});

test('a last line that only lost its line end still counts', async () => {
  const lines = await written(deed(), deed({ words: 'second' }));
  await truncate(path(), Buffer.byteLength(lines.join('\n')));
  await written(deed({ words: 'after' }));
  expect((await linesNow()).map((line) => JSON.parse(line).seq)).toEqual([1, 2, 3, 4]);
  expect((await checked()).broken).toEqual([]);
});

test('the file for the evidence pack holds the lines of one case byte for byte, and what the whole trail is worth', async () => {
  const lines = await written(deed({ caseId: 'c-1' }), deed({ caseId: 'c-2' }), deed({ caseId: 'c-1' }));
  const trail = await openAuditTrail(folder);
  const { name, content } = await trail.auditTrailFile('c-1');
  expect(name).toBe('audit-trail.jsonl');
  const [one, three, end = ''] = content.split('\n');
  expect([one, three]).toEqual([lines[0], lines[2]]);
  expect(JSON.parse(end)).toMatchObject({ caseId: 'c-1', lines: 2, wholeTrail: { lines: 3, broken: [] } });
  await trail.close();
});

test('whatever people are called and write, one deed is one line', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
      await rm(path(), { force: true });
      const name = `\n\r\u2028\u2029${text}`;
      await written(deed({ by: { objectId: 'x', name }, words: text }), deed());
      const trail = await openAuditTrail(folder);
      const { items } = await trail.entries({ caseId: null, offset: 0, limit: 9 });
      expect(items.at(-1)?.words).toBe(JSON.parse(JSON.stringify(text)));
      expect(await trail.check()).toMatchObject({ lines: 2, broken: [] });
      await trail.close();
    }),
    { numRuns: 12 },
  );
});

test('very long words are cut short', async () => {
  const [line = ''] = await written(deed({ words: 'x'.repeat(100_000) }));
  expect(line.length).toBeLessThan(2_000);
});
