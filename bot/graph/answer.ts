/** What came back: read within bounds, and what it means when it is not what was asked for. */
import { z } from 'zod';
import { type GraphAnswer, GraphError } from './graph.ts';
import { Setback } from './patience.ts';
import type { Use } from './permissions.ts';

/** Of one answer. The largest documented is a hunting query's (reference/graph.md B3: 124 MB once). */
const MOST_BYTES = 200 * 1024 * 1024;
/** Of an answer that is an error. */
const MOST_ERROR_BYTES = 64 * 1024;
const LONGEST_WORDS = 300;

const FAULTS = new Set([500, 502, 503, 504]);

/** Graph's shape; the Management API and SharePoint write the same. */
const errorShape = z.object({
  error: z.object({ code: z.string().optional(), message: z.string().optional() }),
});

/** @throws Setback when it is an error or not JSON, GraphError when it is too large */
export async function readAnswer(response: Response, use: Use, now: number): Promise<GraphAnswer> {
  const requestId = requestIdOf(response);
  if (!response.ok) throw await setbackOf(response, use, now);
  const text = await readText(response, MOST_BYTES, use);
  if (text === '') return { body: null, requestId };
  try {
    return { body: JSON.parse(text), requestId };
  } catch {
    throw malformed('is not JSON', response, use);
  }
}

/** An answer that makes no sense; asked once more it may. */
export function malformed(why: string, { status, headers }: Pick<Response, 'status' | 'headers'>, use: Use) {
  const error = new GraphError(
    `An answer of Microsoft Graph ${why}`,
    status,
    'malformed',
    requestIdOf({ headers }),
    use,
  );
  return new Setback(error, 'fault');
}

/** @param now milliseconds, for a Retry-After that is a date */
export async function setbackOf(response: Response, use: Use, now: number): Promise<Setback> {
  const { status, headers } = response;
  const text = await readText(response, MOST_ERROR_BYTES, use).catch(() => '');
  const { code, message } = errorOf(text);
  const error = new GraphError(
    wordsFor(status, message ?? code),
    status,
    code ?? `http-${status}`,
    requestIdOf(response),
    use,
  );
  if (status === 429) return new Setback(error, 'throttled', retryAfter(headers, now));
  if (FAULTS.has(status)) return new Setback(error, 'fault', retryAfter(headers, now));
  return new Setback(error, 'final');
}

/** A request that got no answer, or only part of one. */
export function noAnswer(cause: unknown, use: Use): Setback {
  const why = (cause as { cause?: { code?: string } } | undefined)?.cause?.code;
  const error = new GraphError(
    `Microsoft Graph could not be reached${why === undefined ? '' : ` (${why})`}`,
    0,
    'no-answer',
    null,
    use,
    { cause },
  );
  return new Setback(error, 'fault');
}

function requestIdOf({ headers }: Pick<Response, 'headers'>): string | null {
  return headers.get('request-id')?.slice(0, 100) ?? null;
}

function wordsFor(status: number, said: string | undefined): string {
  const told = said === undefined || said === '' ? '' : `: ${plain(said)}`;
  if (status === 401) return `Microsoft Graph did not accept Mailtrail's sign-in (401)${told}`;
  if (status === 403) return `Microsoft Graph refused this to Mailtrail (403)${told}`;
  if (status === 404) return `Microsoft Graph does not know what was asked for (404)${told}`;
  if (status === 429) return `Microsoft Graph is throttling Mailtrail (429)${told}`;
  if (status >= 500) return `Microsoft Graph had a fault (${status})${told}`;
  return `Microsoft Graph refused the request (${status})${told}`;
}

/** Whoever answers may write anything: one line of bounded length. */
export function plain(said: string): string {
  const line = said.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length <= LONGEST_WORDS ? line : `${line.slice(0, LONGEST_WORDS - 1)}…`;
}

function errorOf(text: string): { code?: string; message?: string } {
  try {
    return errorShape.parse(JSON.parse(text)).error;
  } catch {
    return {};
  }
}

/** Seconds or a date (RFC 9110); null when there is none that can be read. */
function retryAfter(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

async function readText(response: Response, most: number, use: Use): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body) {
      bytes += chunk.byteLength;
      if (bytes > most) break;
      pieces.push(decoder.decode(chunk, { stream: true }));
    }
  } catch (error) {
    throw noAnswer(error, use);
  }
  if (bytes > most) {
    const size = `${Math.round(most / 1024 / 1024)} MB`;
    const words = `An answer of Microsoft Graph is larger than ${size}`;
    throw new GraphError(words, response.status, 'too-large', requestIdOf(response), use);
  }
  pieces.push(decoder.decode());
  return pieces.join('');
}
