import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { download, mayFetch, safeFileName } from '../../bot/teams/files.ts';

let folder: string;
const servers: Server[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-files-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function fetched(downloadUrl: string, rules = {}, signal = new AbortController().signal): Promise<void> {
  const all = { local: true, largestFile: 1_000, ...rules };
  return download({ name: 'export.csv', downloadUrl }, join(folder, 'export'), all, signal, () => undefined);
}

/** In two calls: restify, where something else has loaded it, makes writeHead return nothing. */
function answered(res: ServerResponse, status: number, headers = {}): void {
  res.writeHead(status, headers);
  res.end();
}

test('streams the bytes, without a token', async () => {
  let headers = {};
  const url = await serve((req, res) => {
    headers = req.headers;
    res.end('records');
  });
  await fetched(url);
  expect(await readFile(join(folder, 'export'), 'utf8')).toBe('records');
  expect(headers).not.toHaveProperty('authorization');
});

test('counts while it streams, since a length can be left out', async () => {
  const url = await serve((_req, res) => {
    for (let i = 0; i < 20; i++) res.write('x'.repeat(100));
    res.end();
  });
  await expect(fetched(url)).rejects.toThrow('larger than');
});

test('a redirect off the list is not followed, one on the list is', async () => {
  let asked = 0;
  const target = await serve((_req, res) => {
    asked += 1;
    res.end('there');
  });
  const off = await serve((_req, res) => answered(res, 302, { location: 'http://localhost:9/' }));
  await expect(fetched(off)).rejects.toThrow('not where Teams keeps files');
  const on = await serve((_req, res) => answered(res, 302, { location: target }));
  await fetched(on);
  expect(asked).toBe(1);
});

test('redirects in a circle end', async () => {
  const url = await serve((_req, res) => answered(res, 302, { location: '/again' }));
  await expect(fetched(url)).rejects.toThrow('without end');
});

test('an error of the service, a broken and a silent connection are said', async () => {
  await expect(fetched(await serve((_req, res) => answered(res, 404)))).rejects.toThrow('answered 404');
  const broken = await serve((_req, res) => {
    res.writeHead(200, { 'content-length': 500 });
    res.write('x');
    setImmediate(() => res.destroy());
  });
  await expect(fetched(broken)).rejects.toThrow('connection broke');
  const silent = await serve((_req, res) => res.write('x'));
  await expect(fetched(silent, { idleMs: 30 })).rejects.toThrow('nothing came');
});

test('can be cancelled', async () => {
  const stop = new AbortController();
  const silent = await serve((_req, res) => {
    res.write('x');
    setImmediate(() => stop.abort(new Error('enough')));
  });
  await expect(fetched(silent, {}, stop.signal)).rejects.toThrow('enough');
});

test.each([
  ['https://contoso-my.sharepoint.com/personal/x?tempauth=1', true, true],
  ['https://contoso.sharepoint.us/x', true, true],
  ['https://sharepoint.com/x', false, false],
  ['https://evilsharepoint.com/x', false, false],
  ['https://contoso.sharepoint.com.evil.example/x', false, false],
  ['https://contoso.sharepoint.com:444/x', false, false],
  ['https://user@contoso.sharepoint.com/x', false, false],
  ['http://contoso.sharepoint.com/x', false, false],
  ['http://127.0.0.1:9000/x', true, false],
  ['http://localhost:9000/x', false, false],
  ['http://169.254.169.254/latest', false, false],
  ['file:///etc/passwd', false, false],
])('%s: local %s, with an app id %s', (url, local, teams) => {
  expect(mayFetch(new URL(url), true)).toBe(local);
  expect(mayFetch(new URL(url), false)).toBe(teams);
});

test.each([
  ['..\\..\\Windows\\win.ini', 'win.ini'],
  ['/etc/passwd', 'passwd'],
  ['.hidden', 'hidden'],
  ['export\u202Evsc.exe', 'exportvsc.exe'],
  ['', 'upload'],
  ['..', 'upload'],
  ['Größe 2026.csv', 'Größe 2026.csv'],
])('the file name %s becomes %s', (name, safe) => {
  expect(safeFileName(name)).toBe(safe);
});

test('any file name stays in its folder, short and plain', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const safe = safeFileName(name);
      expect(safe).toMatch(/^[^\\/:*?"<>|\p{Cc}]{1,120}$/u);
      expect(safe.startsWith('.')).toBe(false);
    }),
  );
});
