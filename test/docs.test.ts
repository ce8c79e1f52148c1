/** What the pages name is there: commands of the registry, pictures of the cards. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCommands } from '../bot/commands/index.ts';
import { CLOUDS } from '../bot/graph/clouds.ts';
import { PERMISSIONS, type Permission } from '../bot/graph/permissions.ts';
import { graphShape } from '../bot/graph/settings.ts';

const docs = new URL('../docs/', import.meta.url);
const page = readFileSync(new URL('cards.md', docs), 'utf8');
const pictures = readdirSync(new URL('screenshots/', docs));

test('docs/cards.md names every command as it is written', async () => {
  const { all } = await loadCommands();
  const written = [...page.matchAll(/`([^`]+)`/g)].map(([, one = '']) => one);
  const missing = all
    .filter(({ name, aliases }) =>
      [name, ...aliases].every((call) => !written.some((one) => one === call || one.startsWith(`${call} `))),
    )
    .map(({ name }) => name);
  expect(missing).toEqual([]);
});

test('every picture is shown, small, and no other is named', () => {
  const named = [...page.matchAll(/\(screenshots\/([^)]+)\)/g)].map(([, one]) => one);
  expect([...new Set(named)].sort()).toEqual([...pictures].sort());
  for (const one of pictures) {
    expect(statSync(new URL(`screenshots/${one}`, docs)).size, one).toBeLessThan(60_000);
  }
});

const live = readFileSync(new URL('live-tenant.md', docs), 'utf8');

/** Cells of the tables of a page, without the spaces that line them up. */
function rowsOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1)
      .join(' | '),
  );
}

test('docs/live-tenant.md lists every permission with what it is for, and no other', () => {
  const permissions: Permission[] = Object.values(PERMISSIONS).flat();
  const wanted = permissions.map(({ name, resource, why }) => `\`${name}\` | ${resource} | ${why}`);
  const resources = permissions.map(({ resource }) => ` | ${resource} | `);
  const listed = rowsOf(live).filter((row) => resources.some((resource) => row.includes(resource)));
  expect(listed.sort()).toEqual([...new Set(wanted)].sort());
});

test('docs/live-tenant.md tells of every cloud and every setting', () => {
  for (const { name, graph, management, auditQueries } of Object.values(CLOUDS)) {
    const feed = management === null ? 'none known' : new URL(management).host;
    const hunt = auditQueries ? 'yes' : 'not offered';
    expect(rowsOf(live)).toContain(`\`${name}\` | ${new URL(graph).host} | ${feed} | ${hunt}`);
  }
  const settings = [...Object.keys(graphShape.shape), 'MAILTRAIL_ROLE_GROUPS'];
  for (const setting of settings) expect(live).toContain(`| \`${setting}\``);
});
