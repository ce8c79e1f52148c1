/** Public lists of applications: every shape they come in, what is refused, and whose name is believed. */
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appName,
  callerName,
  nameListsPath,
  nameSources,
  useNameLists,
} from '../../../analysis/reference/app-names.ts';
import { APPS } from '../../../analysis/reference/apps.ts';
import { NameListError, readNameList } from '../../../analysis/reference/name-list.ts';
import { listName, updateNames } from '../../../analysis/reference/update-names.ts';
import { openDesk } from '../case/desk.ts';

const desk = await openDesk();
const id = (n: number) => `${n.toString(16).padStart(8, '0')}-aaaa-4bbb-8ccc-0123456789ab`;
const read = (text: string) => Object.fromEntries(readNameList(Buffer.from(text)).apps);

describe('a list is read', () => {
  const both = { [id(1)]: 'One', [id(2)]: 'Two, Inc.' };
  test.each([
    [
      'CSV as merill writes it',
      `"AppId","AppDisplayName","Source"\n"${id(1)}","One","Graph"\n"${id(2).toUpperCase()} ","Two, Inc.",""\n`,
    ],
    [
      'CSV with a byte order mark and other names',
      `\uFEFFappname,appid\r\nOne,${id(1)}\r\n"Two, Inc.",{${id(2)}}\r\n`,
    ],
    [
      'a JSON list',
      JSON.stringify([
        { AppId: id(1), AppDisplayName: 'One' },
        { AppId: id(2), AppDisplayName: 'Two, Inc.' },
      ]),
    ],
    ['JSON by id', JSON.stringify({ [id(1)]: { name: 'One', foci: true }, [id(2)]: { name: 'Two, Inc.' } })],
    ['JSON of plain names', JSON.stringify({ [id(1)]: 'One', [id(2)]: 'Two, Inc.' })],
    [
      'a MISP cluster',
      JSON.stringify({
        name: 'Apps',
        version: 3,
        values: [
          { value: 'One', meta: { 'app-id': id(1) } },
          { value: 'Two, Inc.', meta: { 'app-id': id(2) } },
        ],
      }),
    ],
  ])('%s', (_name, text) => {
    expect(read(text)).toEqual(both);
  });

  test('harmful applications are called so: they name themselves as they like', () => {
    expect(read(`appname,appid,metadata_category\nAdobe,${id(1)},malicious\n`)).toEqual({
      [id(1)]: 'Adobe (listed as malicious)',
    });
  });

  test('names hold nothing that rewrites a card or a terminal', () => {
    expect(read(JSON.stringify([{ appid: id(1), name: 'A\u202eB\u001b[2J\n' }]))).toEqual({
      [id(1)]: 'A B [2J',
    });
    expect(read(JSON.stringify([{ appid: id(1), name: 'x'.repeat(900) }]))[id(1)]).toHaveLength(200);
  });

  test.each([
    ['', /application id and a name/],
    ['{"a": 1}', /without a list/],
    ['{"a": ', /JSON that cannot be read/],
    ['a,b\n"x\n', /neither JSON nor CSV/],
    [`appid,name\n${id(1)},One\nx,Two\ny,Three\n`, /2 of its 3 rows have no application id/],
    [`appid,name\n${id(1)},${id(1)}\n`, /application id and a name/],
    ['appid,name\n00000000-0000-0000-0000-000000000000,Empty\n', /application id and a name/],
  ])('%j is refused', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test('whatever the bytes, it is read or refused in words', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
      fc.json().map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        try {
          for (const [key, name] of readNameList(given).apps)
            expect([key.length, name === '']).toEqual([36, false]);
        } catch (error) {
          expect(error).toBeInstanceOf(NameListError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('kept in the data folder', () => {
  const folder = join(desk.folder, 'data');
  const list = (...ns: number[]) => `AppId,AppDisplayName\n${ns.map((n) => `${id(n)},App ${n}\n`).join('')}`;
  const twenty = Array.from({ length: 20 }, (_, index) => index);

  test('the hand-checked table names first, then the lists, then nobody', async () => {
    const [checked] = APPS;
    const text = `${list(...twenty)}${checked?.id},Something else\n`;
    const taken = await updateNames(
      folder,
      await desk.file('MicrosoftApps (1).csv', text),
      '2026-05-14T09:00:00Z',
    );
    expect(taken).toMatchObject({
      list: 'microsoftapps',
      apps: 21,
      before: null,
      added: 21,
      gone: 0,
      checked: 1,
    });
    await useNameLists(folder);
    expect(appName(id(3).toUpperCase())).toBe('App 3');
    expect(callerName(id(3))).toBe(`App 3 (${id(3)})`);
    expect(appName(checked?.id ?? null)).toBe(checked?.name);
    expect([appName(id(99)), callerName(id(99)), appName(null)]).toEqual([null, id(99), null]);
    expect(nameSources()).toEqual([
      { name: 'microsoftapps', origin: 'MicrosoftApps (1).csv', sha256: taken.sha256 },
    ]);
    const bad = await desk.file('bad.csv', `appid,appname,category\n${id(3)},Nice,malicious\n`);
    await updateNames(folder, bad, '2026-05-14T09:00:00Z', 'zz-harmful');
    await useNameLists(folder);
    expect(appName(id(3))).toBe('Nice (listed as malicious)');
  });

  test('a list that lost more than a tenth is refused and nothing changes', async () => {
    const before = readFileSync(nameListsPath(folder), 'utf8');
    const cut = await desk.file('MicrosoftApps.csv', list(...twenty.slice(0, 17)));
    await expect(updateNames(folder, cut, '2026-05-15T09:00:00Z')).rejects.toThrow(
      /17 applications, and "microsoftapps" had 21/,
    );
    expect(readFileSync(nameListsPath(folder), 'utf8')).toBe(before);
    const shorter = await desk.file('microsoftapps.csv', list(...twenty.slice(0, 19)));
    const taken = await updateNames(folder, shorter, '2026-05-15T09:00:00Z');
    expect(taken).toMatchObject({ before: 21, apps: 19, added: 0, gone: 2 });
  });

  test('a damaged file of lists is told', async () => {
    await writeFile(nameListsPath(folder), '{"version":1');
    await expect(useNameLists(folder)).rejects.toThrow(/is damaged. Delete it/);
  });

  test('names of lists', () => {
    expect(listName('/a/Microsoft Apps (2).JSON')).toBe('microsoft-apps');
    expect(listName('(1).csv')).toBe('list');
  });
});

const REAL = fileURLToPath(new URL('../../../../shared/data/apps/', import.meta.url));
const ARE_THERE = existsSync(REAL);

test.skipIf(!ARE_THERE)(
  `the real lists${ARE_THERE ? '' : ' (skipped: ../shared/data/apps is absent)'}`,
  () => {
    const apps = (name: string) => readNameList(readFileSync(join(REAL, name))).apps;
    expect(apps('merill_MicrosoftApps.csv').size).toBeGreaterThan(4_000);
    expect(apps('oauthsentry_entra_malicious.csv').size).toBeGreaterThan(50);
    expect(apps('oauthsentry_entra_known_apps.json').get('00000003-0000-0000-c000-000000000000')).toBe(
      'Microsoft Graph',
    );
    expect(() => apps('oauthsentry_entra_high_risk_scopes.json')).toThrow(NameListError);
  },
);
