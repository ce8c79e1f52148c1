import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type DemoTenant, makeWorld, startDemoTenant } from '../../../bot/demo/index.ts';
import { fetchShared, type PostedBy, postedFiles } from '../../../bot/live/posted-files.ts';
import { problemOf } from '../../../bot/problems.ts';
import type { Place } from '../../../bot/turn.ts';
import { CONTRACT_NOTE, checkContract } from '../demo/contract.ts';
import { activityTo, startHarness } from '../helpers/harness.ts';

const GROUP = '77777777-7777-4777-8777-777777777777';
const THREAD = '19:abc@thread.tacv2';
const ADDRESS = 'https://contoso.sharepoint.com/sites/ir/Shared Documents/General/audit+é.csv';
let demo: DemoTenant;
let folder: string;
let ana: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posted-'));
  const world = await makeWorld({ seed: 'posted', people: 2, days: 1 });
  demo = await startDemoTenant({ world, graph: { firstPause: 1 } });
  ana = world.users[0]?.id ?? '';
});
beforeEach(() => {
  demo.world.faults.clear();
  demo.world.posts.length = 0;
  demo.requests.length = 0;
});
afterAll(async () => {
  await demo.close();
  await rm(folder, { recursive: true });
});

function put(
  id: string,
  more: Partial<{ replyTo: string; address: string; owner: string; chat: boolean; files: number }> = {},
): void {
  const { replyTo = null, address = ADDRESS, owner = ana, chat = false, files = 1 } = more;
  demo.world.posts.push({
    id,
    groupId: chat ? null : GROUP,
    thread: THREAD,
    replyTo,
    writerId: ana,
    files: Array.from({ length: files }, () => ({
      name: 'audit.csv',
      address,
      ownerId: owner,
      content: 'CreationDate,UserIds',
    })),
  });
}

function asked(id: string, more: { scope?: Place['scope']; root?: string; by?: string } = {}): PostedBy {
  const { scope = 'channel', root = id, by = ana } = more;
  return {
    caller: { objectId: by, name: 'Ana' },
    place: {
      scope,
      conversationId: scope === 'channel' ? `${THREAD};messageid=${root}` : THREAD,
      serviceUrl: '',
      tenantId: demo.tenant.id.toUpperCase(),
      bot: { id: '', name: '' },
    },
    posted: { id, groupId: scope === 'channel' ? GROUP : null, hasFiles: true },
  };
}

async function refusal(by: PostedBy, tenant: typeof demo.tenant | null = demo.tenant) {
  const error = await postedFiles(tenant, by).then(
    () => new Error('it was not refused'),
    (one: unknown) => one,
  );
  return problemOf(error);
}

test.each([
  ['with the first message of a thread', {}, {}],
  ['with a reply among many', { replyTo: 'root' }, { root: 'root' }],
  ['in a group chat', { chat: true }, { scope: 'groupChat' as const }],
])(`a file somebody put there is found and fetched: %s${CONTRACT_NOTE}`, async (_, where, from) => {
  put('root', { files: 0 });
  for (let n = 0; n < 60; n++) put(`other-${n}`, { replyTo: 'root', files: 0 });
  put('mine', where);
  const files = await postedFiles(demo.tenant, asked('mine', from));
  expect(files).toEqual([{ name: 'audit.csv', downloadUrl: ADDRESS, shared: true }]);
  const path = join(folder, 'file');
  const [file] = files;
  if (file === undefined) throw new Error('There is no file');
  await fetchShared(demo.tenant, file, path, 100, new AbortController().signal);
  expect(await readFile(path, 'utf8')).toBe('CreationDate,UserIds');
  await rm(path);
  expect(checkContract(demo.requests).broken).toEqual([]);
  const contents = demo.requests.filter(({ url }) => url.startsWith('/content/'));
  expect(contents.map(({ headers }) => headers.authorization)).toEqual([undefined]);
});

test('a file beyond the bound is not kept', async () => {
  put('mine');
  const [file] = await postedFiles(demo.tenant, asked('mine'));
  if (file === undefined) throw new Error('There is no file');
  const fetching = fetchShared(demo.tenant, file, join(folder, 'x'), 5, new AbortController().signal);
  await expect(fetching).rejects.toThrow('larger than');
  expect(await readdir(folder)).toEqual([]);
});

test('without a tenant it says what is missing', async () => {
  const { what, todo } = await refusal(asked('mine'), null);
  expect(what).toBe('Teams gives me no files in channels and group chats');
  expect(todo.join(' ')).toContain('ChannelMessage.Read.Group');
  expect(todo.join(' ')).toContain('Files.ReadWrite.All');
});

test('nothing is fetched for somebody that they did not put there themselves', async () => {
  put('message', { owner: demo.world.users[1]?.id ?? '' });
  expect((await refusal(asked('message'))).what).toBe(
    'The file audit.csv is not yours, so I did not fetch it',
  );
  put('mine');
  const other = asked('mine', { by: demo.world.users[1]?.id ?? '' });
  expect((await refusal(other)).what).toBe('That message is not yours, so I did not fetch it');
  put('elsewhere', { address: 'https://evil.example/audit.csv' });
  expect((await refusal(asked('elsewhere'))).what).toContain('not where Teams keeps files');
  expect(demo.requests.some(({ url }) => url.includes('/content'))).toBe(false);
});

test('another tenant, no message, no team and no file are told apart', async () => {
  put('mine', { files: 0 });
  const by = asked('mine');
  expect((await refusal({ ...by, place: { ...by.place, tenantId: GROUP } })).what).toContain(
    'not in the tenant',
  );
  expect((await refusal({ ...by, posted: undefined })).what).toContain('which message');
  const noTeam = { ...by, posted: { id: 'mine', groupId: null, hasFiles: true } };
  expect((await refusal(noTeam)).what).toContain('which message');
  expect((await refusal(by)).what).toBe('There is no file with your message');
  expect((await refusal(asked('missing'))).what).toContain('404');
});

test.each([
  ['http/403', 'ChannelMessage.Read.Group'],
  ['http/503', 'Try again'],
  ['http/malformed', 'Try again'],
])('when Graph fails it is denied, with what to do: %s', async (fault, words) => {
  put('mine');
  demo.world.faults.set(fault);
  expect((await refusal(asked('mine'))).todo.join(' ')).toContain(words);
});

test('a refusal of the file names the permission for files', async () => {
  put('mine');
  demo.world.faults.set('http/403', 1, { path: '/shares/' });
  expect((await refusal(asked('mine'))).todo[0]).toContain('Files.ReadWrite.All');
});

test('a mention with a file in a channel is analysed as an upload is', async () => {
  const bot = await startHarness({ tenant: demo.tenant });
  try {
    const { from, ...activity } = activityTo(bot.connector.url);
    put('post-1');
    const mention = (id: string) =>
      bot.post({
        ...activity,
        id,
        type: 'message',
        text: '<at>Mailtrail</at> here it is',
        from: { ...from, aadObjectId: ana },
        conversation: {
          id: `${THREAD};messageid=${id}`,
          conversationType: 'channel',
          tenantId: demo.tenant.id,
        },
        channelData: { tenant: { id: demo.tenant.id }, team: { id: THREAD, aadGroupId: GROUP } },
        attachments: [
          { contentType: 'text/html', content: '<p>here it is</p><attachment id="1"></attachment>' },
        ],
      });
    await mention('post-1');
    await vi.waitFor(() => expect(demo.requests.at(-1)?.url).toContain('/content/'), { timeout: 10_000 });
    await bot.words('show-contexts');
    expect(bot.engine.requests.map(({ files }) => files.map(({ name }) => name))).toEqual([['audit.csv']]);
    demo.world.faults.set('http/403', 1);
    await mention('post-2');
    await bot.words('ChannelMessage.Read.Group');
  } finally {
    await bot.close();
  }
});
