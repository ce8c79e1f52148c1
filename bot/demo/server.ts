/** One HTTP server in which all the services are, as if they were Microsoft's. It listens on this computer only. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { damageTo, refusal, refusalFor } from './http-faults.ts';
import { findRoute, type Route } from './routes.ts';
import type { DemoAnswer, DemoRequest, World } from './service.ts';

/** One request and what was answered, for the checks of tests. */
export interface DemoLogged {
  method: string;
  /** path of the route it went to; null when there is none */
  route: string | null;
  /** path and query as they came */
  url: string;
  headers: Readonly<Record<string, string | undefined>>;
  /** parsed JSON, else null */
  body: unknown;
  answer: DemoAnswer;
  /** the answer was damaged on purpose */
  damage: string | null;
}

export interface DemoServer {
  /** http://127.0.0.1:port */
  root: string;
  close(): Promise<void>;
}

const MOST_BODY_BYTES = 10 * 1024 * 1024;

/** @throws Error when the port is taken */
export async function serveDemo(
  world: World,
  routes: readonly Route[],
  log: (logged: DemoLogged) => void,
  port = 0,
): Promise<DemoServer> {
  let root = '';
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => response.destroy(error));
  });

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = incoming.method ?? 'GET';
    const url = incoming.url ?? '/';
    const body = jsonOf(await textOf(incoming));
    const headers = headersOf(incoming);
    const found = findRoute(routes, method, url);
    const path = found?.route.path ?? url;
    const request = { params: found?.params ?? {}, query: queryOf(url), headers, body, root };
    const answer = refusalOf(world, request, method, path) ?? (await answerOf(found?.route, request));
    const damage = answer.status < 300 ? damageTo(world.faults, method, path) : null;
    log({ method, route: found?.route.path ?? null, url, headers, body, answer, damage });
    send(response, answer, damage);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    root,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function refusalOf(world: World, request: DemoRequest, method: string, path: string): DemoAnswer | null {
  const isPreauthenticated = path.startsWith('/content/');
  const bearer = request.headers.authorization;
  // Addresses of contents are good for whoever has them; with a token they are refused (reference/graph.md B1).
  if (isPreauthenticated)
    return bearer === undefined ? null : refusal(401, 'unauthenticated', 'No token here');
  if (!/^Bearer \S+$/.test(bearer ?? '')) {
    return refusal(401, 'InvalidAuthenticationToken', 'Access token is empty.');
  }
  return refusalFor(world.faults, method, path);
}

async function answerOf(route: Route | undefined, request: DemoRequest): Promise<DemoAnswer> {
  if (route === undefined) return refusal(404, 'ResourceNotFound', 'Resource not found for the segment.');
  return route.answer(request);
}

function send(response: ServerResponse, answer: DemoAnswer, damage: string | null): void {
  const isJson = answer.raw === undefined && answer.body !== undefined;
  response.writeHead(answer.status, {
    'request-id': randomUUID(),
    ...(isJson ? { 'Content-Type': 'application/json' } : {}),
    ...answer.headers,
  });
  const content = answer.raw ?? (isJson ? JSON.stringify(answer.body) : '');
  if (damage === 'malformed') response.end(content.slice(0, Math.floor(content.length / 2)));
  else if (damage === 'foreign-page') response.end(JSON.stringify(elsewhere(answer.body)));
  else if (damage === 'cut') response.write(content.slice(0, 10), () => response.destroy());
  else response.end(content);
}

function elsewhere(body: unknown): unknown {
  return { ...(body as object), '@odata.nextLink': 'http://127.0.0.2:9/v1.0/elsewhere?$skiptoken=1' };
}

function headersOf({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function queryOf(url: string): URLSearchParams {
  return new URL(url, 'http://127.0.0.1').searchParams;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) throw new Error('The body is too large for the demo tenant');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
