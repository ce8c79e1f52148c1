import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EngineError } from '../../analysis/engine/engine.ts';
import { action } from '../../bot/actions/cancel-job.ts';
import { readConfig } from '../../bot/config.ts';
import { createJobs, type JobsOptions } from '../../bot/jobs/index.ts';
import { openStore } from '../../bot/store/index.ts';
import { Adapter, createSender } from '../../bot/teams/index.ts';
import type { Caller } from '../../bot/turn.ts';
import { wordsOf } from './helpers/connector.ts';
import { type FakeEngine, untilCancelled } from './helpers/fake-engine.ts';
import { door, fileAttachment, type Harness, type HarnessOptions, startHarness } from './helpers/harness.ts';

let bot: Harness;
const servers: Server[] = [];
beforeEach(async () => {
  bot = await startHarness();
});
afterEach(async () => {
  await bot.close();
  for (const server of servers.splice(0)) server.close();
});

async function restartWith(options: HarnessOptions): Promise<void> {
  await bot.close();
  bot = await startHarness(options);
}

async function serve(body: string, headers: Record<string, string | number> = {}): Promise<string> {
  const server = createServer((_req, res) => {
    res.writeHead(200, headers);
    res.end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/download`;
}

test('an uploaded file is analysed, with the word analyze or without, and not kept', async () => {
  const url = await serve('a,b\n1,2\n');
  const attachments = [fileAttachment('../../May export.csv', url)];
  await bot.say('', { attachments });
  await bot.words('show-contexts');
  expect(bot.engine.requests[0]).toMatchObject({
    caseName: 'May export',
    files: [{ name: 'May export.csv' }],
  });
  expect(await readdir(join(bot.folder, 'data', 'work'))).toEqual([]);
  await bot.say('here is the log you asked for', { attachments });
  await vi.waitFor(() => expect(bot.engine.requests).toHaveLength(2));
  await bot.say('analyze', { attachments });
  await vi.waitFor(() => expect(bot.engine.requests).toHaveLength(3));
});

test('the html copy of a message is no file', async () => {
  await bot.say('analyze', { attachments: [{ contentType: 'text/html', content: '<p>analyze</p>' }] });
  await bot.words('There is no file with your message');
});

test('in a channel the bot says where to send the file', async () => {
  const conversation = { id: '19:x@thread.tacv2;messageid=1', conversationType: 'channel' };
  await bot.say('<at>Mailtrail</at>analyze', { conversation });
  await bot.words('Send the export to me in a private chat');
});

test('a second file is added to the current case on request', async () => {
  const attachments = [fileAttachment('a.csv', await serve('x'))];
  await bot.say('analyze', { attachments });
  await bot.words('show-contexts');
  await bot.say('analyze add', { attachments });
  await vi.waitFor(() => expect(bot.engine.requests[1]).toMatchObject({ caseId: 'c-1' }));
});

test('a path below the working folder is read in local mode, another is not', async () => {
  await writeFile(join(bot.folder, 'my export.csv'), 'x');
  await bot.say('analyze “my export.csv”');
  await bot.words('show-contexts');
  expect(bot.engine.requests[0]?.files[0]?.name).toBe('my export.csv');
  await bot.say('analyze /etc/passwd');
  await bot.words('There is no such file below the folders I may read');
  expect(bot.engine.requests).toHaveLength(1);
});

test('a path with blanks and no quotes is one path where its words are no files; else quotes are told of', async () => {
  await writeFile(join(bot.folder, 'my export.csv'), 'x');
  await writeFile(join(bot.folder, 'a.csv'), 'x');
  await bot.say('analyze my export.csv');
  await bot.words('show-contexts');
  expect(bot.engine.requests[0]?.files.map(({ name }) => name)).toEqual(['my export.csv']);
  await bot.say('analyze a.csv my export.csv');
  await bot.words('Write a path with blanks in quotes');
  await bot.say('analyze nothing.csv');
  await bot.words('There is no such file below the folders I may read');
  expect(bot.engine.requests).toHaveLength(1);
  await bot.say('analyze a.csv "my export.csv"');
  await vi.waitFor(() =>
    expect(bot.engine.requests[1]?.files.map(({ name }) => name)).toEqual(['a.csv', 'my export.csv']),
  );
});

test('a file from elsewhere is refused and never asked for', async () => {
  await bot.say('analyze', { attachments: [fileAttachment('x.csv', 'https://evil.example/x.csv')] });
  await bot.words('x.csv is not where Teams keeps files');
  expect(bot.engine.requests).toEqual([]);
});

test('too large a file is refused', async () => {
  await restartWith({ environment: { MAILTRAIL_LARGEST_FILE_MB: '0.001' } });
  const url = await serve('x'.repeat(5_000));
  await bot.say('analyze', { attachments: [fileAttachment('big.csv', url)] });
  await bot.words('big.csv is larger than');
  expect(bot.engine.requests).toEqual([]);
});

test('Cancel stops the engine and says who pressed it', async () => {
  bot.engine.behaviour = untilCancelled;
  await bot.press('analyze-sample', {});
  const card = await bot.words('cancel-job');
  const jobId = /"jobId":"([^"]+)"/.exec(wordsOf(card))?.[1];
  await vi.waitFor(() => expect(bot.engine.running).toBe(1));
  const elsewhere = { conversation: { id: 'personal-2', conversationType: 'personal' } };
  await bot.press('cancel-job', { jobId }, elsewhere);
  await bot.words('That is over already');
  expect(bot.engine.running).toBe(1);
  await bot.press('cancel-job', { jobId }, { replyToId: card.messageId });
  const end = await bot.words('was cancelled by Ana');
  expect(end).toMatchObject({ method: 'PUT', messageId: card.messageId });
  expect(bot.engine.running).toBe(0);
});

test('who cancels what adds to a case is told that files which were read stay in it', async () => {
  await bot.say('analyze sample');
  await bot.words('show-contexts');
  bot.engine.behaviour = untilCancelled;
  await bot.say('analyze add', { attachments: [fileAttachment('more.csv', await serve('x'))] });
  await vi.waitFor(() => expect(bot.engine.running).toBe(1));
  await bot.say('cancel');
  expect(wordsOf(await bot.words('was cancelled by Ana'))).toContain('is in the case');
});

test('two analyses run one after the other; the one that waits says so and can be cancelled', async () => {
  const first = door();
  bot.engine.behaviour = () => first.passed;
  await bot.say('analyze sample');
  await vi.waitFor(() => expect(bot.engine.running).toBe(1));
  const other = { conversation: { id: 'personal-2', conversationType: 'personal' } };
  await bot.say('analyze sample', other);
  const waiting = await bot.sent(({ conversationId }) => conversationId === 'personal-2');
  expect(wordsOf(waiting)).toContain('Another analysis is running');
  await bot.say('analyze sample', { conversation: { id: 'personal-3', conversationType: 'personal' } });
  await bot.say('cancel', other);
  await bot.sent(
    (one) => one.conversationId === 'personal-2' && wordsOf(one).includes('was cancelled by Ana'),
  );
  expect(bot.engine.running).toBe(1);
  bot.engine.behaviour = async () => undefined;
  first.open();
  await bot.sent((one) => one.conversationId === 'personal-3' && wordsOf(one).includes('show-contexts'));
  expect(bot.engine.mostRunning).toBe(1);
  expect(bot.engine.requests).toHaveLength(2);
});

test('cancel without a job says so', async () => {
  await bot.say('cancel');
  await bot.words('Nothing is running in this chat');
});

test('nothing usable becomes a card with the reason; the chat goes on', async () => {
  bot.engine.behaviour = async () => {
    throw new EngineError('nothing-usable', 'export.csv holds no audit records: it has no AuditData column.');
  };
  await bot.say('analyze sample');
  const card = await bot.words('it has no AuditData column');
  expect(card.method).toBe('PUT');
  expect(wordsOf(card)).toContain('not saved again by Excel');
});

test('files that gave nothing are named after the summary', async () => {
  bot.engine.problems = [{ name: 'notes.txt', member: null, problem: 'It holds no audit records' }];
  await bot.say('analyze sample');
  await bot.words('notes.txt');
  expect(bot.connector.sent.map(wordsOf).some((words) => words.includes('show-contexts'))).toBe(true);
});

test('an engine that dies is said, started again, and the chat survives', async () => {
  let started = 0;
  await restartWith({
    startEngine: async (engine: FakeEngine) => {
      started += 1;
      return engine;
    },
  });
  bot.engine.behaviour = async () => {
    throw new EngineError('engine-stopped', 'The analysis engine stopped.');
  };
  await bot.say('analyze sample');
  await bot.words('The analysis engine stopped');
  expect(started).toBe(1);
  bot.engine.behaviour = async () => undefined;
  await bot.say('analyze sample');
  await bot.words('show-contexts');
  expect(started).toBe(2);
});

test('when the progress card is gone, the summary is posted anew', async () => {
  bot.connector.refuse = ({ method }) => (method === 'PUT' ? { status: 404 } : null);
  await bot.say('analyze sample');
  expect((await bot.words('show-contexts')).method).toBe('POST');
});

test('stopping the bot says so on the cards of what ran and what waited', async () => {
  bot.engine.behaviour = untilCancelled;
  await bot.say('analyze sample');
  await vi.waitFor(() => expect(bot.engine.running).toBe(1));
  await bot.say('analyze sample');
  await bot.bot.close();
  const stopped = bot.connector.sent.filter((one) => wordsOf(one).includes('was stopped'));
  expect(new Set(stopped.map(({ messageId }) => messageId)).size).toBe(2);
});

test('after a crash the next start says on the card of an unfinished job that it was stopped', async () => {
  bot.engine.behaviour = untilCancelled;
  await bot.say('analyze sample');
  const card = await bot.words('cancel-job');
  await vi.waitFor(() => expect(bot.engine.running).toBe(1));
  const left = JSON.parse(await readFile(join(bot.folder, 'data', 'bot.json'), 'utf8'));
  expect(Object.keys(left.jobs)).toHaveLength(1);

  const sender = createSender(new Adapter(null), readConfig({}, '/'));
  const folder = await mkdtemp(join(tmpdir(), 'mailtrail-crash-'));
  await writeFile(join(folder, 'bot.json'), JSON.stringify(left));
  const store = await openStore(folder);
  const jobs = createJobs({ sender, store, onFault: () => undefined } as unknown as JobsOptions);
  await jobs.settle();
  const said = await bot.words('was stopped');
  expect(said).toMatchObject({ method: 'PUT', messageId: card.messageId });
  expect(wordsOf(said)).toContain('Mailtrail itself was stopped meanwhile');
  expect(store.read().jobs).toEqual({});
  await store.close();
  await rm(folder, { recursive: true });
});

test('a viewer stops what they started, and nothing else', async () => {
  const { jobs, stopped } = jobsOf({ objectId: 'ana', name: 'Ana' });
  const press = (objectId: string, role: string) =>
    action.run(
      { jobId: 'j' },
      { caller: { objectId, name: '' }, role, place: {} } as never,
      { jobs } as never,
    );
  await expect(press('bo', 'viewer')).rejects.toThrow('Only responders');
  expect(stopped).toEqual([]);
  await press('bo', 'responder');
  await press('ana', 'viewer');
  expect(stopped).toEqual(['bo', 'ana']);
});

function jobsOf(owner: Caller) {
  const stopped: string[] = [];
  const jobs = {
    ownerOf: () => owner,
    cancel: (_id: string, _place: unknown, { objectId }: Caller) => stopped.push(objectId) > 0,
  };
  return { jobs, stopped };
}
