/** The arrows between rooms, and who may know which library (DESIGN.md, Rooms). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseAst } from 'vitest/node';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
// manifest/ comes with the app package; git keeps no empty folder.
const ROOMS = ['analysis', 'bot', 'cards', 'manifest'].filter((room) => existsSync(join(ROOT, room)));

interface Import {
  file: string;
  /** path in the project for own files, else the package */
  target: string;
}

const imports = ROOMS.flatMap((room) => filesBelow(join(ROOT, room))).flatMap(importsOf);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(path: string): Import[] {
  const file = relative(ROOT, path).split(sep).join('/');
  return [...namedBelow(parseAst(readFileSync(path, 'utf8'), { lang: 'ts' }))].map((name) => ({
    file,
    target: name.startsWith('.') ? posix.join(dirname(file), name) : packageOf(name),
  }));
}

/** Imports, also of types alone, exports from elsewhere, `import()` as a value and as a type, `require()`. */
function* namedBelow(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  const { source, callee, arguments: given } = node as Record<string, unknown>;
  const named = textOf(source) ?? (isRequire(callee) ? textOf((given as unknown[])[0]) : undefined);
  if (named !== undefined) yield named;
  for (const part of Object.values(node)) yield* namedBelow(part);
}

function textOf(node: unknown): string | undefined {
  const { type, value } = (node ?? {}) as Record<string, unknown>;
  return type === 'Literal' && typeof value === 'string' ? value : undefined;
}

function isRequire(node: unknown): boolean {
  const { type, name } = (node ?? {}) as Record<string, unknown>;
  return type === 'Identifier' && name === 'require';
}

function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

const show = (found: Import[]) => found.map(({ file, target }) => `${file} -> ${target}`);
const isIn = (path: string, ...folders: string[]) =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`));

test('the imports were found at all', () => {
  expect(show(imports)).toContain('bot/teams/adapter.ts -> botbuilder');
  expect(show(imports)).toContain('bot/show.ts -> cards/index.ts');
});

describe('arrows', () => {
  test('analysis knows no other room', () => {
    const wrong = imports.filter(
      ({ file, target }) => isIn(file, 'analysis') && isIn(target, 'bot', 'cards', 'test'),
    );
    expect(show(wrong)).toEqual([]);
  });

  test('cards know the report, its sections, the words for its codes and how folders are read', () => {
    const allowed = [
      'analysis/report.ts',
      'analysis/sections.ts',
      'analysis/gap-labels.ts',
      'analysis/input-warnings.ts',
      'analysis/load-folder.ts',
    ];
    const wrong = imports.filter(
      ({ file, target }) =>
        isIn(file, 'cards') && isIn(target, 'analysis', 'bot', 'test') && !allowed.includes(target),
    );
    expect(show(wrong)).toEqual([]);
  });

  test('the bot comes into cards and the store of cases by their doors', () => {
    const wrong = imports.filter(
      ({ file, target }) =>
        isIn(file, 'bot') &&
        ((isIn(target, 'cards') && target !== 'cards/index.ts') ||
          isIn(
            target,
            'analysis/store',
            'analysis/ingest',
            'analysis/contexts',
            'analysis/exposure',
            'test',
          )),
    );
    expect(show(wrong)).toEqual([]);
  });

  test('nothing but tests imports tests', () => {
    expect(show(imports.filter(({ target }) => isIn(target, 'test')))).toEqual([]);
  });
});

describe('libraries', () => {
  test.each([
    [/^(botbuilder|botframework-.*|restify)$/, ['bot/teams']],
    [/^@microsoft\/microsoft-graph-client$/, ['bot/graph']],
    // machine.ts only asks whether it is installed.
    [/^@duckdb\//, ['analysis/store', 'analysis/ingest', 'analysis/machine.ts']],
    [/^lowdb$/, ['bot/store']],
    [/^@microsoft\/app-manifest$/, ['manifest']],
    [/^prom-client$/, ['bot/metrics.ts']],
    [/^(adaptivecards-templating|adaptive-expressions)$/, ['cards']],
    [/^(vitest|playwright-core|fast-check|@microsoft\/(teams\.cards|m365agentsplayground))$/, []],
  ])('%s', (library, rooms) => {
    const wrong = imports.filter(({ file, target }) => library.test(target) && !isIn(file, ...rooms));
    expect(show(wrong)).toEqual([]);
  });
});
