/** A case's folder is the whole case: it may be copied to a colleague, or moved to another disk. */
import { appendFile, cp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lines, openDesk, within } from './desk.ts';
import { bind } from './records.ts';

const desk = await openDesk();
const RECORD = bind();

async function made(name: string): Promise<string> {
  const folder = join(desk.folder, name);
  await within(folder, (kase) => desk.ingest(kase, lines([RECORD])));
  return folder;
}

const shown = (folder: string) => within(folder, (kase) => kase.showRecord(String(RECORD.Id)));

test('moved: its records are shown from where it lies now', async () => {
  const folder = await made('first');
  const there = join(desk.folder, 'elsewhere');
  await rename(folder, there);
  const record = await shown(there);
  expect(record).toMatchObject({ found: true, sha256: record?.sha256Now });
});

test('copied: what was damaged in the copy is not vouched for by the files it was copied from', async () => {
  const folder = await made('second');
  const copy = join(desk.folder, 'copy');
  await cp(folder, copy, { recursive: true });
  const [file = ''] = await readdir(join(copy, 'inputs'));
  await appendFile(join(copy, 'inputs', file), ' ');
  const record = await shown(copy);
  expect(record?.sha256Now).not.toBe(record?.sha256);
  await rm(join(copy, 'inputs', file));
  await expect(shown(copy)).rejects.toThrow(`no longer at ${join(copy, 'inputs', file)}`);
});
