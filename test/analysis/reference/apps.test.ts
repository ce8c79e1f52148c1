import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { APPS, findApp, isResourceApp } from '../../../analysis/reference/apps.ts';

/** Every id that audit-records.md and peers.md name in full, with the kind they give it. */
const NAMED: [string, string][] = [
  ['00000003-0000-0000-c000-000000000000', 'resource'],
  ['00000002-0000-0ff1-ce00-000000000000', 'resource'],
  ['3c8e478f-21ca-493a-b87c-c7366d664d54', 'service'],
  ['f3f64fec-ecee-4e9a-9eed-a36a5e421300', 'service'],
  ['7a5fbd1c-3e6d-461a-9075-83049393b3a7', 'service'],
  ['8a18aa92-0a1e-4e06-abd0-e118fa4787b1', 'service'],
  ['13937bba-652e-4c46-b222-3003f4d1ff97', 'service'],
  ['47629505-c2b6-4a80-adb1-9b3a3d233b7b', 'first-party-abusable'],
  ['fe93bfe1-7947-460a-a5e0-7a5906b51360', 'first-party'],
  ['fb78d390-0c51-40cd-8e17-fdbfab77341b', 'first-party-abusable'],
  ['a3883eba-fbe9-48bd-9ed3-dca3e0e84250', 'first-party'],
  ['d3590ed6-52b3-4102-aeff-aad2292ab01c', 'first-party-abusable'],
  ['4765445b-32c6-49b0-83e6-1d93765276ca', 'first-party'],
  ['72782ba9-4490-4f03-8d82-562370ea3566', 'first-party'],
  ['ff8d92dc-3d82-41d6-bcbd-b9174d163620', 'malicious'],
  ['e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd', 'risky'],
];

/** peers.md defect 25: the beginnings of the ids that a published rule lets pass and attackers use. */
const ABUSED = ['00b41c95', '04b07795', '1950a258', '1fec8e78', '26a7ee05', '27922004', '2d7f3606'].concat([
  'a40d7d7d',
  'ab9b8c07',
  'cf36b471',
  'd3590ed6',
  'e9b154d0',
  '14d82eec',
  '29d9ed98',
]);

describe('the application table', () => {
  it('has every id once', () => {
    expect(new Set(APPS.map((app) => app.id)).size).toBe(APPS.length);
  });

  it.each(NAMED)('%s is %s', (id, kind) => {
    expect(findApp(id.toUpperCase())?.kind).toBe(kind);
  });

  it.each(ABUSED)('%s… is not let pass as an ordinary first-party application', (start) => {
    expect(APPS.filter((app) => app.id.startsWith(start)).map((app) => app.kind)).toEqual([
      'first-party-abusable',
    ]);
  });

  it('tells resources and services from callers', () => {
    expect(isResourceApp('00000003-0000-0000-C000-000000000000')).toBe(true);
    expect(isResourceApp('d3590ed6-52b3-4102-aeff-aad2292ab01c')).toBe(false);
    expect(findApp('3c8e478f-21ca-493a-b87c-c7366d664d54')?.kind).toBe('service');
    expect(findApp(null)).toBeNull();
    expect(findApp('')).toBeNull();
  });
});

const shared = new URL('../../../../shared/data/apps/', import.meta.url);
const csv = (name: string): Record<string, string>[] =>
  parse(readFileSync(new URL(name, shared)), { columns: true, bom: true, relax_quotes: true });
const plain = (name: string) => name.replace('[Community Contributed]', '').trim().toLowerCase();

describe.skipIf(!existsSync(shared))('against the public lists (skipped when ../shared is absent)', () => {
  const names = new Map<string, Set<string>>();
  const add = (id: string | undefined, name: string | undefined) => {
    if (id === undefined || name === undefined) return;
    const known = names.get(id.toLowerCase()) ?? new Set();
    for (const part of name.split(' | ')) known.add(plain(part));
    names.set(id.toLowerCase(), known);
  };

  it('gives each application a name those lists give it', () => {
    for (const file of ['merill_MicrosoftApps.csv', 'merill_OtherMicrosoftApps.csv']) {
      for (const row of csv(file)) add(row.AppId, row.AppDisplayName);
    }
    for (const file of ['oauthsentry_entra_malicious.csv', 'oauthsentry_entra_risky.csv']) {
      for (const row of csv(file)) add(row.appid, row.appname);
    }
    // Names of the family of client ids come from its own list; Entra's documentation has others for a few.
    const other = APPS.filter((app) => {
      const known = names.get(app.id);
      return known !== undefined && !app.origin.startsWith('secureworks/') && !known.has(plain(app.name));
    });
    expect(other).toEqual([]);
    expect(APPS.filter((app) => names.has(app.id)).length).toBeGreaterThan(90);
  });

  it('takes no application of the malicious list for anything better', () => {
    const malicious = new Set(csv('oauthsentry_entra_malicious.csv').map((row) => row.appid?.toLowerCase()));
    expect(APPS.filter((app) => malicious.has(app.id) && app.kind !== 'malicious')).toEqual([]);
    expect(APPS.filter((app) => app.kind === 'malicious' && !malicious.has(app.id))).toEqual([]);
  });

  it('has the whole family of client ids, and as abusable', () => {
    const known: Record<string, { foci: boolean }> = JSON.parse(
      readFileSync(new URL('oauthsentry_entra_known_apps.json', shared), 'utf8'),
    );
    const family = Object.entries(known).filter(([, app]) => app.foci);
    expect(family.length).toBeGreaterThan(30);
    for (const [id] of family) expect(findApp(id)?.kind, id).toBe('first-party-abusable');
  });
});
