/** The content of a file: Graph answers with an address that needs, and gets, no token (reference/graph.md B1). */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { noAnswer, setbackOf } from './answer.ts';
import { GraphError } from './graph.ts';
import { Setback } from './patience.ts';
import type { Use } from './permissions.ts';

export interface DownloadRules {
  to: string;
  mostBytes: number;
  use: Use;
  fetch: typeof fetch;
  /** Graph is asked over http, on this computer: the content may be there too */
  local: boolean;
}

const MOST_REDIRECTS = 3;

/**
 * @param first Graph's answer
 * @throws Setback, GraphError 'too-large' or what the file system throws; nothing is left of the file then
 */
export async function downloadTo(
  first: Response,
  rules: DownloadRules,
  signal: AbortSignal,
  now: number,
): Promise<void> {
  const response = await follow(first, rules, signal);
  if (!response.ok || response.body === null) throw await setbackOf(response, rules.use, now);
  try {
    await pipeline(
      Readable.fromWeb(response.body),
      bounded(rules),
      createWriteStream(rules.to, { mode: 0o600 }),
      {
        signal,
      },
    );
  } catch (error) {
    await rm(rules.to, { force: true });
    if (error instanceof GraphError) throw error;
    // What has a path is a fault of this machine's disk; asking again would not mend it.
    if ((error as { path?: string }).path !== undefined) throw error;
    throw noAnswer(error, rules.use);
  }
}

async function follow(first: Response, rules: DownloadRules, signal: AbortSignal): Promise<Response> {
  let response = first;
  for (let hop = 0; response.status >= 300 && response.status < 400; hop++) {
    await response.body?.cancel();
    const location = response.headers.get('location') ?? '';
    if (hop === MOST_REDIRECTS || !mayFollow(location, rules.local)) throw strange(response, rules.use);
    response = await rules
      .fetch(location, { redirect: 'manual', signal })
      .catch((error: unknown) => Promise.reject(noAnswer(error, rules.use)));
  }
  return response;
}

function mayFollow(location: string, local: boolean): boolean {
  const url = URL.canParse(location) ? new URL(location) : null;
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (local && url.protocol === 'http:' && url.hostname === '127.0.0.1');
}

function strange({ status }: Response, use: Use): Setback {
  const words = 'Microsoft Graph sent to an address for the file that is not followed';
  return new Setback(new GraphError(words, status, 'malformed', null, use), 'final');
}

function bounded({ mostBytes, use }: DownloadRules): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= mostBytes) return done(null, chunk);
      const size = `${Math.floor(mostBytes / 1024 / 1024)} MB`;
      done(new GraphError(`The file is larger than ${size}`, 200, 'too-large', null, use));
    },
  });
}
