/**
 * The real Graph client with our own sign-in and our own patience: its RetryHandler caps Retry-After at three minutes
 * and gives up at 500 and 502, which the audit API throws (reference/graph.md).
 */
import {
  Client,
  type Context,
  GraphClientError,
  type Middleware,
  ResponseType,
} from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import { malformed, noAnswer, readAnswer } from './answer.ts';
import { downloadTo } from './download.ts';
import { type Graph, type GraphAnswer, type GraphCall, GraphError, type GraphPage } from './graph.ts';
import { addressOf } from './odata.ts';
import { type Clock, type Patience, patiently, realClock, Setback } from './patience.ts';
import type { Use } from './permissions.ts';

export interface GraphOptions {
  /** where Graph is, without version and without a slash at the end */
  root: string;
  /** @throws GraphError */
  token(signal: AbortSignal): Promise<string>;
  fetch?: typeof fetch;
  clock?: Clock;
  /** milliseconds before the first repetition when Microsoft names no time; default one second */
  firstPause?: number;
}

type Version = 'v1.0' | 'beta';

interface Asked {
  method: 'get' | 'post';
  version: Version;
  /** below the version, with its query */
  path: string;
  body?: unknown;
}

const WITHIN_MS = 120_000;
const FIRST_PAUSE_MS = 1_000;

const listShape = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

export function createGraph(options: GraphOptions): Graph {
  const { root, token, clock = realClock, firstPause = FIRST_PAUSE_MS } = options;
  const door = new Door(token, options.fetch ?? fetch);
  const client = Client.initWithMiddleware({ middleware: door, baseUrl: `${root}/` });

  function patienceFor(call: GraphCall, repeat: boolean): Patience {
    return {
      use: call.use,
      clock,
      within: call.within ?? WITHIN_MS,
      repeat,
      firstPause,
      signal: call.signal,
    };
  }

  /** One request, answered whatever its status. */
  async function send(asked: Asked, call: GraphCall, signal: AbortSignal): Promise<Response> {
    const request = client
      // It takes a path that has an address in it for an address.
      .api(asked.path.replaceAll('https://', 'https%3A%2F%2F'))
      .version(asked.version)
      .headers({ Accept: 'application/json', ...call.headers })
      .options({ signal, redirect: 'manual' })
      .responseType(ResponseType.RAW);
    try {
      return await (asked.method === 'get' ? request.get() : request.post(asked.body));
    } catch (error) {
      const cause = error instanceof GraphClientError ? error.cause : error;
      if (cause instanceof GraphError) throw new Setback(cause, 'final');
      throw noAnswer(cause, call.use);
    }
  }

  async function ask(asked: Asked, call: GraphCall, signal: AbortSignal): Promise<GraphAnswer> {
    return readAnswer(await send(asked, call, signal), call.use, clock.now());
  }

  function page(asked: Asked, call: GraphCall, number: number): Promise<GraphPage> {
    return patiently(patienceFor(call, true), async (signal) => {
      const response = await send(asked, call, signal);
      const answer = await readAnswer(response, call.use, clock.now());
      const list = listShape.safeParse(answer.body);
      if (!list.success) throw malformed('is not a list', response, call.use);
      return { ...answer, items: list.data.value, number, next: list.data['@odata.nextLink'] ?? null };
    });
  }

  return {
    get(path, call) {
      const asked = askedFor('get', path, call);
      return patiently(patienceFor(call, true), (signal) => ask(asked, call, signal));
    },
    post(path, body, call) {
      const asked = { ...askedFor('post', path, call), body };
      return patiently(patienceFor(call, call.repeat ?? false), (signal) => ask(asked, call, signal));
    },
    async *pages(path, call, from) {
      const seen = new Set<string>();
      let asked = from === undefined ? askedFor('get', path, call) : askedAt(from, root, call.use);
      for (let number = 1; ; number++) {
        const found = await page(asked, call, number);
        yield found;
        if (found.next === null) return;
        if (seen.has(found.next)) throw circle(found, call.use);
        seen.add(found.next);
        asked = askedAt(found.next, root, call.use);
      }
    },
    download(path, to, mostBytes, call) {
      const asked = askedFor('get', path, call);
      const rules = {
        to,
        mostBytes,
        use: call.use,
        fetch: options.fetch ?? fetch,
        local: root.startsWith('http:'),
      };
      return patiently(patienceFor(call, true), async (signal) =>
        downloadTo(await send(asked, call, signal), rules, signal, clock.now()),
      );
    },
    get sent() {
      return door.sent;
    },
  };
}

function askedFor(method: 'get' | 'post', path: string, call: GraphCall): Asked {
  return { method, version: call.version ?? 'v1.0', path: addressOf(path, call.query) };
}

/** A next page is followed as it was written, but only where Graph is: the token goes with it. */
function askedAt(next: string, root: string, use: Use): Asked {
  const url = URL.canParse(next) ? new URL(next) : null;
  const [, version, path] = /^\/(v1\.0|beta)(\/.*)$/.exec(url?.pathname ?? '') ?? [];
  if (url === null || version === undefined || path === undefined || url.origin !== new URL(root).origin) {
    throw new GraphError(
      'The next page is not where Microsoft Graph is, so it was not asked for',
      200,
      'foreign-page',
      null,
      use,
    );
  }
  return { method: 'get', version: version as Version, path: `${path}${url.search}` };
}

function circle({ requestId }: GraphPage, use: Use): GraphError {
  return new GraphError(
    'The pages of an answer of Microsoft Graph lead in a circle',
    200,
    'malformed',
    requestId,
    use,
  );
}

/** The client's own sign-in handler knows https hosts of Microsoft only, and takes the token away from any other. */
class Door implements Middleware {
  sent = 0;
  constructor(
    private readonly token: (signal: AbortSignal) => Promise<string>,
    private readonly call: typeof fetch,
  ) {}

  async execute(context: Context): Promise<void> {
    const signal = context.options?.signal;
    try {
      if (!signal) throw new Error('A request to Graph without a signal could not be stopped');
      const headers = new Headers(context.options?.headers);
      headers.set('Authorization', `Bearer ${await this.token(signal)}`);
      this.sent++;
      context.response = await this.call(context.request, { ...context.options, headers });
    } catch (cause) {
      // The client passes on errors of this class as they are; all others lose their cause.
      throw Object.assign(new GraphClientError('The request failed'), { cause });
    }
  }
}
