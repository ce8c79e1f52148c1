/** Exports handed over: asked first, put where Teams said and nowhere else, shown; in a channel it is said how. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Activity } from 'botbuilder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportedFile } from '../../analysis/sections.ts';
import { createAsked } from '../../bot/asked.ts';
import { command } from '../../bot/commands/export.ts';
import type { Services } from '../../bot/services.ts';
import { carryOut, type EffectTools } from '../../bot/teams/effects.ts';
import { upload } from '../../bot/teams/index.ts';
import { toTurn } from '../../bot/teams/to-turn.ts';
import type { Scope, Turn } from '../../bot/turn.ts';
import { fakeEngine } from './helpers/fake-engine.ts';
import { activityTo, startHarness } from './helpers/harness.ts';

const PIECES = 3;
const SIZE = 2 * 32 * 320 * 1024 + 5;

let folder: string;
let address: string;
let stop: () => void;
const ranges: string[] = [];
let received = Buffer.alloc(0);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-hand-over-'));
  await writeFile(join(folder, 'export.csv'), Buffer.alloc(SIZE, 'x'));
  const server = createServer((req, res) => {
    ranges.push(String(req.headers['content-range']));
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      received = Buffer.concat([received, ...parts]);
      res.statusCode = ranges.length === PIECES ? 201 : 202;
      res.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/up`;
  stop = () => server.close();
});
afterAll(async () => {
  stop();
  await rm(folder, { recursive: true, force: true });
});

const file = (): ExportedFile => ({
  kind: 'notification',
  name: 'notification-c-1.csv',
  path: join(folder, 'export.csv'),
  bytes: SIZE,
  sha256: 'ab',
});

function consent(action: string, uploadUrl: string): Turn | null {
  return toTurn({
    ...activityTo('https://smba.trafficmanager.net/emea/'),
    type: 'invoke',
    name: 'fileConsent/invoke',
    replyToId: 'm7',
    value: {
      type: 'fileUpload',
      action,
      context: { caseId: 'c-1', offer: 'o-1' },
      uploadInfo: {
        uploadUrl,
        contentUrl: 'https://x.sharepoint.com/a.csv',
        name: 'a.csv',
        uniqueId: '1',
        fileType: 'csv',
      },
    },
  } as unknown as Activity);
}

/** What was sent, in words. */
async function carried(turn: Turn, local: boolean): Promise<string[]> {
  const sent: string[] = [];
  const tools = {
    sender: {
      attach: async (_place: unknown, one: object) => void sent.push(JSON.stringify(one)),
      say: async (_place: unknown, words: string) => void sent.push(words),
      close: async (_place: unknown, id: string, words: string) => void sent.push(`${id}: ${words}`),
    },
    upload: (path: string, target: never) => upload(path, target, local),
  } as unknown as EffectTools;
  await carryOut([{ do: 'upload', file: file() }], turn, tools, false);
  return sent;
}

describe('consent', () => {
  test('is a button whose data, which is written down, does not hold the address', () => {
    const turn = consent('accept', address);
    expect(turn).toMatchObject({
      kind: 'action',
      verb: 'hand-over',
      data: { caseId: 'c-1', offer: 'o-1', accepted: true },
      cardId: 'm7',
      upload: { uploadUrl: address },
    });
    expect(JSON.stringify(turn?.kind === 'action' && turn.data)).not.toContain('127.0.0.1');
    expect(consent('decline', address)).toMatchObject({ data: { accepted: false } });
    expect(consent('accept', address)?.kind === 'action' && consent('decline', address)).not.toHaveProperty(
      'upload',
    );
    expect(consent('else', address)).toBeNull();
  });

  test('puts the file there in pieces, shows it, and answers the question', async () => {
    const sent = await carried(consent('accept', address) as Turn, true);
    expect(ranges).toEqual([
      `bytes 0-10485759/${SIZE}`,
      `bytes 10485760-20971519/${SIZE}`,
      `bytes 20971520-${SIZE - 1}/${SIZE}`,
    ]);
    expect(received.equals(Buffer.alloc(SIZE, 'x'))).toBe(true);
    expect(sent[0]).toContain('card.file.info');
    expect(sent[1]).toBe('m7: Handed over.');
  });

  test.each(['https://evil.example/up', 'http://x.sharepoint.com/up', 'file:///etc/passwd', 'no address'])(
    'never puts it to %s',
    async (where) => {
      expect(await carried(consent('accept', where) as Turn, false)).toEqual([
        expect.stringContaining('could not be put into your OneDrive'),
      ]);
    },
  );
});

describe('the command', () => {
  async function asked(scope: Scope) {
    const engine = fakeEngine();
    engine.exportCase = async () => file();
    const services = { engine, local: false, offers: createAsked() } as unknown as Services;
    const turn = {
      caller: { objectId: 'ana', name: 'Ana' },
      place: { scope },
      role: 'responder',
      caseId: 'c-1',
    };
    return await command.run('notification', turn as never, services);
  }

  test('offers the file in a private chat', async () => {
    const [effect] = await asked('personal');
    expect(effect).toMatchObject({ do: 'offer', file: { bytes: SIZE }, context: { caseId: 'c-1' } });
  });

  test.each<Scope>(['channel', 'groupChat'])('says how in a %s', async (scope) => {
    await expect(asked(scope)).rejects.toThrow('private chats only');
  });

  test('says where the file is when it runs on this computer', async () => {
    const bot = await startHarness();
    try {
      bot.engine.exportCase = async () => file();
      await bot.say('analyze sample');
      await bot.words('show-contexts');
      await bot.say('Export “Notification”');
      await bot.words('export.csv');
      await bot.say('export everything');
      await bot.words('Write export and what');
    } finally {
      await bot.close();
    }
  });
});
