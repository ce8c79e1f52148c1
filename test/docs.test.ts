/** What the pages name is there: commands of the registry, pictures of the cards. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCommands } from '../bot/commands/index.ts';

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
