/** Exports handed over: asked first, put where Teams said and nowhere else, shown; in a channel it is said how. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Activity } from 'botbuilder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EngineError } from '../../analysis/engine/engine.ts';
import type { ExportedFile } from '../../analysis/sections.ts';
import { action } from '../../bot/actions/hand-over.ts';
import { createAsked } from '../../bot/asked.ts';
import { command } from '../../bot/commands/export.ts';
import { readConfig } from '../../bot/config.ts';
import { exportTask, type OfferedExport } from '../../bot/jobs/export.ts';
import { Problem } from '../../bot/problems.ts';
import type { Services } from '../../bot/services.ts';
import { carryOut, type EffectTools } from '../../bot/teams/effects.ts';
import { Adapter, createSender, upload } from '../../bot/teams/index.ts';
import { toTurn } from '../../bot/teams/to-turn.ts';
import type { Caller, ExportOrder, Place, Scope, Turn, UploadTarget } from '../../bot/turn.ts';
import { startConnector, wordsOf } from './helpers/connector.ts';
import { fakeEngine, untilCancelled } from './helpers/fake-engine.ts';
import { activityTo, door, type Harness, startHarness } from './helpers/harness.ts';

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
      handOver: async (_place: unknown, { contentUrl }: UploadTarget) => void sent.push(`file ${contentUrl}`),
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
    expect(sent[0]).toBe('file https://x.sharepoint.com/a.csv');
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

const ana: Caller = { objectId: 'ana', name: 'Ana' };

describe('the command', () => {
  async function asked(scope: Scope) {
    const services = { engine: fakeEngine(), local: false } as unknown as Services;
    const turn = { caller: ana, place: { scope }, role: 'responder', caseId: 'c-1' };
    return await command.run('notification', turn as never, services);
  }

  test.each<Scope>(['channel', 'groupChat'])('says how in a %s', async (scope) => {
    const refused = await asked(scope).catch((error) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect(JSON.stringify(refused.input)).toMatch(/private chats only.*case c-1, then export notification/);
  });

  test('writes in a private chat, and nothing before it is its turn', async () => {
    expect(await asked('personal')).toMatchObject([
      { do: 'export', order: { case: { id: 'c-1' }, kind: 'notification' } },
    ]);
  });
});

describe('an export that was written', () => {
  const order: ExportOrder = {
    case: { id: 'c-1', name: 'contoso', privileged: true },
    kind: 'notification',
    about: 'a list',
    write: async () => file(),
  };
  const signal = new AbortController().signal;

  test('is offered, to whoever asked for it alone; where it lies on the server is not told', async () => {
    const offers = createAsked<OfferedExport>();
    const outcome = await exportTask(order, ana, { local: false, offers }).run(
      'j-1',
      () => undefined,
      signal,
    );
    const words = JSON.stringify(outcome.cards);
    expect(words).toContain('Allow it below');
    expect(words).toContain('Privileged');
    expect(words).not.toContain(folder);
    const { offer = '' } = outcome.offer?.context ?? {};
    const press = (caller: Caller, accepted: boolean) =>
      action.run({ caseId: 'c-1', offer, accepted }, { caller } as never, { offers } as never);
    expect(await press(ana, true)).toMatchObject([{ do: 'upload', file: { sha256: 'ab' } }]);
    expect(await press(ana, false)).toMatchObject([{ do: 'close' }]);
    await expect(press({ objectId: 'bo', name: 'Bo' }, true)).rejects.toThrow('no longer have that file');
  });

  test('stays where it is on a computer of one’s own', async () => {
    const task = exportTask(order, ana, { local: true, offers: createAsked() });
    const outcome = await task.run('j-1', () => undefined, signal);
    expect(outcome.offer).toBeUndefined();
    expect(JSON.stringify(outcome.cards)).toContain('export.csv');
  });

  test('is asked about as Teams wants it', async () => {
    const connector = await startConnector();
    const sender = createSender(new Adapter(null), readConfig({}, '/'));
    const place: Place = {
      scope: 'personal',
      conversationId: 'a:1',
      serviceUrl: connector.url,
      tenantId: null,
      bot: { id: '28:bot', name: 'Mailtrail' },
    };
    const context = { caseId: 'c-1', offer: 'o-1' };
    await sender.offer(place, { file: file(), about: 'a list', context });
    await connector.close();
    expect(connector.sent[0]?.activity.attachments).toEqual([
      {
        contentType: 'application/vnd.microsoft.teams.card.file.consent',
        name: 'notification-c-1.csv',
        content: {
          description: 'a list',
          sizeInBytes: SIZE,
          acceptContext: context,
          declineContext: context,
        },
      },
    ]);
  });
});

describe('in a chat', () => {
  let bot: Harness;
  beforeAll(async () => {
    bot = await startHarness();
    await bot.say('analyze sample');
    await bot.words('show-contexts');
  });
  afterAll(() => bot.close());

  test('an export shows its steps and then, in the same place, where the file is', async () => {
    const wait = door();
    bot.engine.exportCase = async (_caseId, _request, onProgress) => {
      onProgress?.({ stage: 'analysing', step: 'the messages of 3 of 7 mailboxes' });
      await wait.passed;
      return file();
    };
    await bot.say('Export “Notification”');
    const first = await bot.words('Writing notification of case');
    await bot.words('The messages of 3 of 7 mailboxes');
    // Meanwhile the chat answers.
    await bot.say('about');
    await bot.words('Mailtrail');
    wait.open();
    expect(await bot.words(join(folder, 'export.csv'))).toMatchObject({
      method: 'PUT',
      messageId: first.messageId,
    });
  });

  test('it can be cancelled, and one that waits behind it goes on', async () => {
    let begun = 0;
    bot.engine.exportCase = async (_caseId, { kind }, _onProgress, signal) => {
      begun += 1;
      if (kind === 'timeline') await untilCancelled(signal);
      return { ...file(), name: `${kind}.csv`, kind, path: `/x/${kind}.csv` };
    };
    await bot.say('export timeline');
    const card = await bot.words('Writing timeline of case');
    await bot.say('export notification');
    await bot.words('Another file is being written');
    expect(begun).toBe(1);
    const jobId = /"jobId":"([^"]+)"/.exec(wordsOf(card))?.[1];
    await bot.press('cancel-job', { jobId }, { replyToId: card.messageId });
    expect(await bot.words('The export timeline of case sample tenant was cancelled by Ana')).toMatchObject({
      method: 'PUT',
      messageId: card.messageId,
    });
    await bot.words('/x/notification.csv');
  });

  test('what went wrong is said in its place', async () => {
    bot.engine.exportCase = async () => {
      throw new EngineError('bad-request', 'There is nothing to export.');
    };
    await bot.say('export evidence');
    expect((await bot.words('There is nothing to export')).method).toBe('PUT');
    await bot.say('export everything');
    await bot.words('Write export and what');
  });

  test('the button on the summary shows which files there are, and writes the chosen one', async () => {
    bot.engine.exportCase = async (_caseId, { kind }) => ({ ...file(), kind, path: `/chosen/${kind}` });
    const summary = await bot.words('show-contexts');
    const caseId = /"caseId":"([^"]+)"/.exec(wordsOf(summary))?.[1];
    await bot.press('export-case', { caseId }, { replyToId: summary.messageId });
    await bot.words('Which file do you need?');
    await bot.press('export-case', { caseId, kind: 'timeline' }, { replyToId: summary.messageId });
    await bot.words('/chosen/timeline');
  });
});
