import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFaults } from '../../../bot/demo/faults.ts';
import { routeOf } from '../../../bot/demo/routes.ts';
import { type DemoLogged, type DemoServer, serveDemo } from '../../../bot/demo/server.ts';
import type { DemoRoute, Faults, World } from '../../../bot/demo/service.ts';
import { createGraph, type GraphOptions } from '../../../bot/graph/client.ts';
import { type Graph, GraphError } from '../../../bot/graph/graph.ts';
import type { Clock } from '../../../bot/graph/patience.ts';

/** Time that passes only where something waits. */
function turnedClock(): Clock & { waited: number[] } {
  const waited: number[] = [];
  let time = Date.parse('2026-05-04T00:00:00Z');
  return {
    waited,
    now: () => time,
    async wait(ms, signal) {
      signal?.throwIfAborted();
      waited.push(ms);
      time += ms;
    },
  };
}

let clock: ReturnType<typeof turnedClock>;
let faults: Faults;
let requests: DemoLogged[];
let server: DemoServer;
let graph: Graph;
let folder: string;
let hang: AbortController;

const routes: DemoRoute[] = [
  {
    method: 'GET',
    path: '/v1.0/users',
    answer({ query, root, headers }) {
      const from = Number(query.get('$skiptoken') ?? 0);
      const more = from < 4;
      return {
        status: 200,
        body: {
          value: [from, from + 1].map((id) => ({ id, level: headers.consistencylevel ?? null })),
          ...(more ? { '@odata.nextLink': `${root}/v1.0/users?$top=2&$skiptoken=${from + 2}&x=a%27b` } : {}),
        },
      };
    },
  },
  {
    method: 'GET',
    path: '/v1.0/circle',
    answer: ({ root }) => ({ status: 200, body: { value: [], '@odata.nextLink': `${root}/v1.0/circle` } }),
  },
  { method: 'GET', path: '/v1.0/no-list', answer: () => ({ status: 200, body: { value: 3 } }) },
  {
    method: 'GET',
    path: '/beta/thing',
    answer: ({ query }) => ({ status: 200, body: query.get('$filter') }),
  },
  { method: 'POST', path: '/v1.0/things', answer: ({ body }) => ({ status: 201, body: { got: body } }) },
  { method: 'GET', path: '/v1.0/slow', answer: () => new Promise(() => undefined) },
  {
    method: 'GET',
    path: '/v1.0/slow-until',
    answer: () =>
      new Promise(() => {
        hang.abort(new Error('told to stop'));
      }),
  },
  {
    method: 'GET',
    path: '/v1.0/file/content',
    answer: ({ root }) => ({ status: 302, headers: { Location: `${root}/content/1` } }),
  },
  {
    method: 'GET',
    path: '/v1.0/stolen/content',
    answer: () => ({ status: 302, headers: { Location: 'http://127.0.0.2:9/content' } }),
  },
  { method: 'GET', path: '/content/1', answer: () => ({ status: 200, raw: 'x'.repeat(5_000) }) },
];

beforeEach(async () => {
  clock = turnedClock();
  faults = createFaults();
  requests = [];
  hang = new AbortController();
  const world: World = {
    tenantId: '',
    now: () => new Date(),
    users: [],
    groups: [],
    posts: [],
    records: [],
    faults,
  };
  server = await serveDemo(world, routes.map(routeOf), (logged) => requests.push(logged));
  graph = client();
  folder = await mkdtemp(join(tmpdir(), 'graph-'));
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function client(options: Partial<GraphOptions> = {}): Graph {
  return createGraph({ root: server.root, token: async () => 'secret', clock, ...options });
}

async function failureOf(asked: Promise<unknown>): Promise<GraphError> {
  const error = await asked.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(GraphError);
  return error as GraphError;
}

async function all(asked: AsyncIterable<{ items: unknown[] }>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const page of asked) items.push(...page.items);
  return items;
}

test('what was asked arrives as it was meant, and the answer with the id of the request', async () => {
  const filter = "internetMessageId eq '<a+b#c&d''e=https://x/y@z>'";
  const answer = await graph.get('/thing', { use: 'users', version: 'beta', query: { $filter: filter } });
  expect(answer.body).toBe(filter);
  expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(requests[0]?.headers.authorization).toBe('Bearer secret');
  const { body } = await graph.post('/things', { a: [1, 'é'] }, { use: 'users' });
  expect(body).toEqual({ got: { a: [1, 'é'] } });
});

test('pages follow each other, headers with them, and one may go on at a page that was kept', async () => {
  const pages = [];
  const call = { use: 'users', query: { $top: 2 }, headers: { ConsistencyLevel: 'eventual' } } as const;
  for await (const page of graph.pages('/users', call)) pages.push(page);
  expect(pages.map(({ number, items }) => [number, items.length])).toEqual([
    [1, 2],
    [2, 2],
    [3, 2],
  ]);
  expect(pages[2]?.items[0]).toEqual({ id: 4, level: 'eventual' });
  expect(requests.map(({ url }) => url)).toEqual([
    '/v1.0/users?$top=2',
    '/v1.0/users?$top=2&$skiptoken=2&x=a%27b',
    '/v1.0/users?$top=2&$skiptoken=4&x=a%27b',
  ]);
  const rest = await all(graph.pages('/users', call, pages[1]?.next ?? undefined));
  expect(rest).toHaveLength(2);
});

test.each([
  'http://127.0.0.2:9/v1.0/users',
  'https://graph.microsoft.com.evil.example/v1.0/users',
  'nonsense',
])('a next page on another host is refused and gets no token: %s', async (next) => {
  const error = await failureOf(all(graph.pages('/users', { use: 'users' }, next)));
  expect(error).toMatchObject({ code: 'foreign-page' });
  expect(graph.sent).toBe(0);
});

test('a page that leads elsewhere is given before the error', async () => {
  faults.set('http/foreign-page', 1);
  const seen: number[] = [];
  const error = await failureOf(
    (async () => {
      for await (const page of graph.pages('/users', { use: 'users' })) seen.push(page.number);
    })(),
  );
  expect([seen, error.code, graph.sent]).toEqual([[1], 'foreign-page', 1]);
});

test('pages that lead in a circle and answers that are no list end', async () => {
  expect(await failureOf(all(graph.pages('/circle', { use: 'users' })))).toMatchObject({ code: 'malformed' });
  expect(await failureOf(all(graph.pages('/no-list', { use: 'users' })))).toMatchObject({
    code: 'malformed',
  });
});

test('a throttled call waits as long as it is told to, however often', async () => {
  faults.set('http/429', 9, { after: '4' });
  expect(await all(graph.pages('/users', { use: 'users' }))).toHaveLength(6);
  expect(clock.waited).toEqual(Array(9).fill(4_000));
  expect(graph.sent).toBe(12);
});

test('without Retry-After the pauses grow', async () => {
  faults.set('http/429', 4);
  await graph.post('/things', {}, { use: 'users' });
  expect(clock.waited.map((ms) => Math.floor(Math.log2(ms / 1_000)))).toEqual([0, 1, 2, 3]);
});

test.each(['0', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
  'a Retry-After of no time is no reason to ask in a circle: %s',
  async (after) => {
    faults.set('http/429', 4, { after });
    await graph.get('/users', { use: 'users' });
    expect(clock.waited.map((ms) => Math.floor(Math.log2(ms / 1_000)))).toEqual([0, 1, 2, 3]);
  },
);

test('a Retry-After of more than three minutes is waited out when there is time', async () => {
  faults.set('http/429', 1, { after: '400' });
  await graph.get('/users', { use: 'users', within: 600_000 });
  expect(clock.waited).toEqual([400_000]);
  faults.set('http/429', 1, { after: new Date(clock.now() + 200_000).toUTCString() });
  await graph.get('/users', { use: 'users', within: 600_000 });
  expect(clock.waited).toEqual([400_000, 200_000]);
});

test('and is told at once when there is not', async () => {
  faults.set('http/429', 1, { after: '400' });
  const error = await failureOf(graph.get('/users', { use: 'users' }));
  expect(error).toMatchObject({ status: 429, code: 'too-late', use: 'users' });
  expect(error.message).toContain('400 seconds');
  expect(clock.waited).toEqual([]);
});

test.each(['http/500', 'http/502', 'http/503', 'http/504', 'http/malformed', 'http/cut'])(
  '%s is tried again, and told when it stays',
  async (fault) => {
    faults.set(fault, 3);
    expect(await all(graph.pages('/users', { use: 'users' }))).toHaveLength(6);
    expect(graph.sent).toBe(6);
    faults.set(fault);
    const error = await failureOf(graph.get('/users', { use: 'users' }));
    const status = Number(fault.slice(5));
    if (status > 0) expect(error.status).toBe(status);
    else expect(error.code).toBe(fault === 'http/cut' ? 'no-answer' : 'malformed');
    expect(graph.sent).toBe(11);
  },
);

test('a POST is sent once more only where that does no harm', async () => {
  faults.set('http/500', 1);
  expect(await failureOf(graph.post('/things', {}, { use: 'users' }))).toMatchObject({ status: 500 });
  faults.set('http/500', 1);
  await graph.post('/things', {}, { use: 'users', repeat: true });
  expect(graph.sent).toBe(3);
});

test('missing permission and missing sign-in are final, in words of one line', async () => {
  faults.set('http/403', 1);
  const error = await failureOf(graph.get('/users', { use: 'messages' }));
  expect(error).toMatchObject({ status: 403, code: 'Authorization_RequestDenied', use: 'messages' });
  expect(error.requestId).not.toBeNull();
  expect(error.message).toMatch(/^Microsoft Graph refused this to Mailtrail \(403\): Insufficient/);
  const without = client({ fetch: (url, init) => fetch(url, { ...init, headers: {} }) });
  expect(await failureOf(without.get('/users', { use: 'users' }))).toMatchObject({ status: 401 });
  expect([graph.sent, without.sent]).toEqual([1, 1]);
});

test('no token, no request', async () => {
  const refused = new GraphError('The certificate has expired', 0, 'no-token', null);
  const without = client({ token: () => Promise.reject(refused) });
  expect(await failureOf(without.get('/users', { use: 'users' }))).toBe(refused);
  expect(without.sent).toBe(0);
});

test('what does not answer in time is given up', async () => {
  const error = await failureOf(graph.get('/slow', { use: 'users', within: 50 }));
  expect(error).toMatchObject({ code: 'too-late', status: 0 });
});

test('whoever stops a call hears their own reason', async () => {
  await expect(graph.get('/slow-until', { use: 'users', signal: hang.signal })).rejects.toThrow(
    'told to stop',
  );
  await expect(graph.get('/users', { use: 'users', signal: hang.signal })).rejects.toThrow('told to stop');
  expect(graph.sent).toBe(1);
});

test('a service that is not there is told', async () => {
  const nowhere = client({ root: 'http://127.0.0.1:9' });
  const error = await failureOf(nowhere.get('/users', { use: 'users' }));
  expect(error).toMatchObject({ code: 'no-answer', status: 0 });
});

test('a file is fetched from where Graph says, without the token, and not beyond its bound', async () => {
  const to = join(folder, 'file');
  await graph.download('/file/content', to, 5_000, { use: 'shared-files' });
  expect(await readFile(to, 'utf8')).toBe('x'.repeat(5_000));
  expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer secret', undefined]);
  await rm(to);
  const tooLarge = graph.download('/file/content', to, 4_999, { use: 'shared-files' });
  expect(await failureOf(tooLarge)).toMatchObject({ code: 'too-large' });
  const stolen = graph.download('/stolen/content', to, 4_999, { use: 'shared-files' });
  expect(await failureOf(stolen)).toMatchObject({ code: 'malformed' });
  expect(await readdir(folder)).toEqual([]);
});
