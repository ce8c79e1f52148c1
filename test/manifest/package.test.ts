/** The Teams app package: the registry is its menu, it follows the schema, and two builds are one. */
import { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { PNG } from 'pngjs';
import { describe, expect, test, vi } from 'vitest';
import yauzl from 'yauzl';
import { type Command, commandsOf, loadCommands } from '../../bot/commands/index.ts';
import { buildManifest, packageOf, type Registration } from '../../manifest/index.ts';

const REGISTRATION: Registration = {
  botId: '11111111-2222-4333-8444-555555555555',
  appId: '66666666-7777-4888-9999-aaaaaaaaaaaa',
  organisation: 'Contoso response team',
  website: 'https://security.contoso.example/mailtrail',
  privacy: 'https://security.contoso.example/privacy',
  terms: 'https://security.contoso.example/terms',
  hosts: [],
};

const registry = await loadCommands();
const manifest = buildManifest(REGISTRATION, '0.1.0', registry.all);
const bot = manifest.bots[0] ?? expect.unreachable();
const PLACES = { personal: 'personal', team: 'channel', groupChat: 'groupChat' } as const;

async function members(zip: Buffer): Promise<Map<string, Buffer>> {
  const file = await yauzl.fromBufferPromise(zip);
  const found = new Map<string, Buffer>();
  for await (const entry of file.eachEntry()) {
    found.set(entry.fileName, await buffer(await file.openReadStreamPromise(entry)));
  }
  return found;
}

function made(name: string, more: Partial<Command> = {}): Command {
  const [first = expect.unreachable()] = registry.all;
  return { ...first, name, aliases: [], summary: 'One sentence.', menu: undefined, ...more };
}

describe('the menu', () => {
  test('every scope has one list', () => {
    const scopes = bot.commandLists.flatMap((list) => list.scopes);
    expect(scopes.toSorted()).toEqual(['groupChat', 'personal', 'team']);
    expect(bot.scopes.toSorted()).toEqual(scopes.toSorted());
  });

  test.each(bot.commandLists)('$scopes: what it offers is understood there, and described', (list) => {
    expect(list.commands.length).toBeGreaterThan(0);
    expect(list.commands.length).toBeLessThanOrEqual(10);
    for (const { title, description } of list.commands) {
      const command = registry.find(title)?.command ?? expect.unreachable(title);
      expect(command.name).toBe(title);
      for (const scope of list.scopes) expect(command.scopes).toContain(PLACES[scope]);
      expect(command.summary.startsWith(description.replace(/…$/, ''))).toBe(true);
      expect(title.length).toBeLessThanOrEqual(32);
      expect(description.length).toBeGreaterThan(0);
      expect(description.length).toBeLessThanOrEqual(128);
    }
  });

  test.each(bot.commandLists)('$scopes: no command of a smaller place is left out, help is there', (list) => {
    const titles = list.commands.map(({ title }) => title);
    expect(titles).toContain('help');
    for (const scope of list.scopes) {
      const here = registry.all.filter(({ scopes }) => scopes.includes(PLACES[scope]));
      const shown = here.filter(({ name }) => titles.includes(name));
      expect(titles).toHaveLength(Math.min(10, here.length));
      const last = Math.max(...shown.map(({ menu }) => menu ?? Number.POSITIVE_INFINITY));
      const hidden = here.filter(({ name }) => !titles.includes(name));
      expect(hidden.filter(({ menu }) => menu !== undefined && menu < last).map(({ name }) => name)).toEqual(
        [],
      );
    }
  });

  test('ten at most, placed ones first, and only where they work', () => {
    const many = commandsOf([
      ...Array.from({ length: 12 }, (_, index) => made(`c${String(index).padStart(2, '0')}`)),
      made('z-second', { menu: 20 }),
      made('z-first', { menu: 3, scopes: ['personal'] }),
    ]);
    const lists = buildManifest(REGISTRATION, '0.1.0', many.all).bots[0]?.commandLists ?? [];
    expect(lists.map(({ scopes }) => scopes)).toEqual([['personal'], ['team', 'groupChat']]);
    const [personal, others] = lists.map(({ commands }) => commands.map(({ title }) => title));
    expect(personal?.slice(0, 3)).toEqual(['z-first', 'z-second', 'c00']);
    expect(others?.slice(0, 2)).toEqual(['z-second', 'c00']);
    expect(personal).toHaveLength(10);
    expect(others).toHaveLength(10);
  });

  test('a long summary is cut between words', () => {
    const [list] =
      buildManifest(REGISTRATION, '0.1.0', [made('long', { summary: 'word, '.repeat(60) })]).bots[0]
        ?.commandLists ?? [];
    expect(list?.commands[0]?.description).toMatch(/^(word, )+word…$/);
    expect(list?.commands[0]?.description.length).toBeLessThanOrEqual(128);
  });
});

describe('the manifest', () => {
  test('asks for files, and for no more than it needs', () => {
    expect(bot).toMatchObject({ botId: REGISTRATION.botId, supportsFiles: true });
    expect(manifest.permissions).toEqual(['identity']);
    expect(manifest.validDomains).toEqual([]);
    expect(Object.keys(manifest)).not.toContain('webApplicationInfo');
    expect(Object.keys(manifest)).not.toContain('authorization');
  });

  test('what does not follow the schema is refused, and named', async () => {
    const wrong = buildManifest({ ...REGISTRATION, botId: 'mailtrail' }, '0.1.0', []);
    await expect(packageOf(wrong)).rejects.toThrow(/botId/);
  });
});

describe('the zip', () => {
  test('holds manifest and icons at its root, and nothing was fetched for it', async () => {
    const connect = vi.spyOn(Socket.prototype, 'connect');
    const found = await members(await packageOf(manifest));
    expect(connect).not.toHaveBeenCalled();
    connect.mockRestore();
    expect([...found.keys()].toSorted()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(JSON.parse(String(found.get('manifest.json')))).toEqual(JSON.parse(JSON.stringify(manifest)));
  });

  test('has the same bytes in another time zone and at another time', async () => {
    const here = await packageOf(manifest);
    const zone = process.env.TZ;
    const offset = new Date(2000, 0, 1).getTimezoneOffset();
    process.env.TZ = offset === 0 ? 'Pacific/Auckland' : 'UTC';
    vi.useFakeTimers({ now: Date.UTC(2031, 6, 1), toFake: ['Date'] });
    try {
      expect(new Date(2000, 0, 1).getTimezoneOffset()).not.toBe(offset);
      expect((await packageOf(manifest)).equals(here)).toBe(true);
    } finally {
      vi.useRealTimers();
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});

describe('icons', async () => {
  const found = await members(await packageOf(manifest));
  const iconOf = (name: string) => PNG.sync.read(found.get(name) ?? expect.unreachable(name));
  const pixelsOf = ({ data }: PNG) =>
    Array.from({ length: data.length / 4 }, (_, index) => [...data.subarray(index * 4, index * 4 + 4)]);

  test('color.png is 192 x 192, opaque, and in more than one colour', () => {
    const icon = iconOf('color.png');
    expect([icon.width, icon.height]).toEqual([192, 192]);
    const pixels = pixelsOf(icon);
    expect(pixels.every((pixel) => pixel[3] === 255)).toBe(true);
    expect(new Set(pixels.map((pixel) => pixel.join())).size).toBeGreaterThan(4);
  });

  test('outline.png is 32 x 32, white alone, on a transparent ground', () => {
    const icon = iconOf('outline.png');
    expect([icon.width, icon.height]).toEqual([32, 32]);
    const pixels = pixelsOf(icon);
    const seen = pixels.filter((pixel) => pixel[3] !== 0);
    expect(seen.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255)).toBe(true);
    expect(seen.some((pixel) => pixel[3] === 255)).toBe(true);
    expect(seen.length).toBeLessThan(pixels.length / 2);
    for (const corner of [0, 31, 32 * 31, 32 * 32 - 1]) expect(pixels[corner]?.[3]).toBe(0);
  });
});
