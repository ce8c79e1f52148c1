import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadFolder } from '../../analysis/load-folder.ts';

const pickUnit = (module: Record<string, unknown>) =>
  typeof module.unit === 'number' ? module.unit : undefined;

describe('loadFolder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'load folder '));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });
  const write = (path: string, text: string) => writeFile(join(folder, path), text);

  it('loads the files of a folder sorted by name, and only units', async () => {
    await write('b.ts', 'export const unit = 2;');
    await write('B.ts', 'export const unit = 1;');
    await write('a-b.ts', 'export const unit = 3;');
    await write('index.ts', 'throw new Error("not a unit");');
    await write('a.test.ts', 'throw new Error("not a unit");');
    await write('_shared.ts', 'throw new Error("not a unit");');
    await write('notes.md', 'not a unit');
    await mkdir(join(folder, 'sub'));
    expect(await loadFolder(pathToFileURL(folder), pickUnit)).toEqual([
      { name: 'B', unit: 1 },
      { name: 'a-b', unit: 3 },
      { name: 'b', unit: 2 },
    ]);
  });

  it('loads one unit alone, or none of that name', async () => {
    await write('one.ts', 'export const unit = 1;');
    await write('two.ts', 'throw new Error("not asked for");');
    const only = (name: string) => loadFolder(pathToFileURL(folder), pickUnit, { only: name });
    expect(await only('one')).toEqual([{ name: 'one', unit: 1 }]);
    expect(await only('three')).toEqual([]);
    expect(await only('../one')).toEqual([]);
  });

  it('loads the entry file of every subfolder', async () => {
    await mkdir(join(folder, 'two'));
    await mkdir(join(folder, 'one'));
    await write('two/card.ts', 'export const unit = 2;');
    await write('one/card.ts', 'export const unit = 1;');
    await write('loose.ts', 'export const unit = 9;');
    expect(await loadFolder(pathToFileURL(`${folder}/`), pickUnit, { entry: 'card.ts' })).toEqual([
      { name: 'one', unit: 1 },
      { name: 'two', unit: 2 },
    ]);
  });

  it('names the file whose export is missing', async () => {
    await write('good.ts', 'export const unit = 1;');
    await write('wrong.ts', 'export const other = 1;');
    await expect(loadFolder(pathToFileURL(folder), pickUnit)).rejects.toThrow(
      /wrong\.ts does not export .* exports other/,
    );
  });

  it('names the file that cannot be imported', async () => {
    await write('broken.ts', 'throw new Error("at start");');
    await expect(loadFolder(pathToFileURL(folder), pickUnit)).rejects.toThrow(
      /broken\.ts cannot be loaded: .*at start/,
    );
  });

  it('names the folder that lacks its entry file', async () => {
    await mkdir(join(folder, 'empty'));
    await expect(loadFolder(pathToFileURL(folder), pickUnit, { entry: 'card.ts' })).rejects.toThrow(
      /empty\/card\.ts is missing/,
    );
  });
});
