/** What is loaded before the Agents Playground: it is reached from this computer, and by its own pages only. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const PRELOAD = fileURLToPath(new URL('../../bot/playground/loopback-only.cjs', import.meta.url));
/** As the Playground does it: all interfaces, requests and sockets. */
const SERVER = `
  const server = require('node:http').createServer((_request, response) => response.end('inside'));
  server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\\r\\n\\r\\ninside'));
  server.listen(0, '0.0.0.0', () => console.log(JSON.stringify(server.address())));`;

let child: ChildProcess;
let port: number;
let address: string;
beforeAll(async () => {
  child = spawn(process.execPath, ['--require', PRELOAD, '-e', SERVER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = child.stdout === null ? [] : await once(child.stdout, 'data');
  ({ port, address } = JSON.parse(String(line)) as { port: number; address: string });
});
afterAll(async () => {
  child.kill();
  await once(child, 'exit');
});

/** `PORT` in a header stands for the port the server got. */
const withPort = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).map(([key, value]) => [key, value.replace('PORT', String(port))]),
  );

async function ask(headers: Record<string, string>): Promise<{ status: number | undefined; body: string }> {
  const asking = request({ host: '127.0.0.1', port, method: 'POST', headers: withPort(headers) });
  asking.end('{}');
  const [response] = await once(asking, 'response');
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, body };
}

async function upgrade(headers: Record<string, string>): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const lines = Object.entries(withPort({ upgrade: 'websocket', connection: 'Upgrade', ...headers }));
  socket.write(`GET / HTTP/1.1\r\n${lines.map(([key, value]) => `${key}: ${value}\r\n`).join('')}\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

test('it listens on 127.0.0.1, whatever it asked for', () => {
  expect(address).toBe('127.0.0.1');
});

const OWN: Record<string, string>[] = [
  { host: '127.0.0.1:PORT' },
  { host: 'localhost:PORT' },
  { host: 'LOCALHOST:PORT', origin: 'http://localhost:PORT' },
  { host: '127.0.0.1:PORT', origin: 'http://127.0.0.1:PORT' },
];
/** A page of another site reaches 127.0.0.1 under its own name (DNS rebinding), or sends requests across sites. */
const FOREIGN: Record<string, string>[] = [
  { host: 'evil.example:PORT' },
  { host: '127.0.0.1.evil.example:PORT' },
  { host: 'evil.example:PORT', origin: 'http://evil.example:PORT' },
  { host: '127.0.0.1:PORT', origin: 'https://evil.example' },
  { host: '127.0.0.1:PORT', origin: 'http://127.0.0.1:1' },
  { host: '127.0.0.1:PORT', origin: 'null' },
  { host: 'mailtrail' },
];

describe('requests', () => {
  test.each(OWN)('%j is answered', async (headers) => {
    expect(await ask(headers)).toEqual({ status: 200, body: 'inside' });
  });

  test.each(FOREIGN)('%j is refused', async (headers) => {
    expect(await ask(headers)).toMatchObject({ status: 403, body: expect.not.stringContaining('inside') });
  });
});

describe('sockets', () => {
  test.each(OWN)('%j is answered', async (headers) => {
    expect(await upgrade(headers)).toContain('inside');
  });

  test.each(FOREIGN)('%j is refused', async (headers) => {
    expect(await upgrade(headers)).toMatch(/^HTTP\/1\.1 403 (?!.*inside)/s);
  });
});
