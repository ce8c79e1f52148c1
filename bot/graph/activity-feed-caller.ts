/** One request of the activity feed: token, host, throttling, faults of the service, and what its errors mean. */
import { setTimeout as sleep } from 'node:timers/promises';

/** The feed refused, failed or answered what it should not; the message is for people. */
export class FeedError extends Error {
  constructor(
    message: string,
    /** HTTP status; 0 when there was no answer */
    readonly status: number,
    /** AF… as the service says it, or 'refused', 'throttled', 'service', 'malformed', 'foreign-page', 'no-answer', 'too-large' */
    readonly code: string,
  ) {
    super(message);
    this.name = 'FeedError';
  }
}

/** milliseconds */
export interface FeedPauses {
  /** before the first further try; it doubles each time */
  firstPause: number;
  longestPause: number;
  /** in which a request is answered, or was lost */
  answerWithin: number;
}

export interface FeedCallerOptions extends Partial<FeedPauses> {
  /** scheme and host the token may be sent to */
  host: URL;
  publisher: string;
  permission: string;
  token(signal?: AbortSignal): Promise<string>;
  fetch?: typeof fetch;
}

export interface FeedAnswer {
  text: string;
  headers: Headers;
}

export interface FeedCaller {
  /** @throws FeedError */
  call(method: 'GET' | 'POST', address: string, signal?: AbortSignal): Promise<FeedAnswer>;
  readonly sent: number;
}

const MOST_TRIES = 6;
const LARGEST_ANSWER = 64 * 1024 * 1024;
const PAUSES: FeedPauses = { firstPause: 2_000, longestPause: 60_000, answerWithin: 60_000 };
/** The service says no more than 2,000 requests a minute; waiting longer than this is for the next poll. */
const LONGEST_RETRY_AFTER = 5 * 60_000;

export function createFeedCaller(options: FeedCallerOptions): FeedCaller {
  const { host, publisher, permission } = options;
  const pauses = { ...PAUSES, ...options };
  const ask = options.fetch ?? fetch;
  let sent = 0;

  async function once(method: string, address: string, signal: AbortSignal | undefined): Promise<FeedAnswer> {
    const token = await options.token(signal);
    const within = AbortSignal.timeout(pauses.answerWithin);
    sent += 1;
    const response = await ask(address, {
      method,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      // Anything it pointed to would have to be checked as next pages are; none is documented.
      redirect: 'manual',
      signal: signal === undefined ? within : AbortSignal.any([signal, within]),
    });
    const text = await bounded(response);
    if (response.ok) return { text, headers: response.headers };
    throw errorOf(response, text, permission);
  }

  return {
    get sent() {
      return sent;
    },
    async call(method, given, signal) {
      const address = withPublisher(checked(given, host), publisher);
      for (let tries = 1; ; tries += 1) {
        signal?.throwIfAborted();
        try {
          return await once(method, address, signal);
        } catch (error) {
          signal?.throwIfAborted();
          const hitch = hitchOf(error);
          if (hitch.wait === null || tries >= MOST_TRIES) throw hitch.error;
          const growing = Math.min(pauses.firstPause * 2 ** (tries - 1), pauses.longestPause);
          await sleep(Math.max(hitch.wait, growing), undefined, { signal });
        }
      }
    },
  };
}

/** Verbatim, once it is sure that the token goes where it belongs. @throws FeedError */
function checked(address: string, host: URL): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  const ours =
    url !== null &&
    url.protocol === host.protocol &&
    url.host === host.host &&
    url.username === '' &&
    url.password === '';
  if (ours) return address;
  throw new FeedError(
    `Microsoft's activity feed named an address on ${url === null ? 'no host' : url.host.slice(0, 100)}, not on its own ${host.host}: it was not asked and the token not sent`,
    0,
    'foreign-page',
  );
}

/** On every request, next pages and blobs too, or they share a pool with everybody who does not say (B6). */
function withPublisher(address: string, publisher: string): string {
  if (/[?&]PublisherIdentifier=/i.test(address)) return address;
  return `${address}${address.includes('?') ? '&' : '?'}PublisherIdentifier=${encodeURIComponent(publisher)}`;
}

/** @throws FeedError when it is larger than any real one */
async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) {
      throw new FeedError(
        "An answer of Microsoft's activity feed is larger than 64 MB",
        response.status,
        'too-large',
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The status alone does not tell: every wrong argument is 400, and throttling is 403 with AF429 (B6). */
function errorOf(response: Response, text: string, permission: string): FeedError & { after?: number } {
  const { status } = response;
  const code = /AF\d{3,6}/.exec(text.slice(0, 10_000))?.[0] ?? null;
  if (status === 429 || code === 'AF429') {
    const after = Number(response.headers.get('retry-after') ?? Number.NaN) * 1_000;
    return Object.assign(
      new FeedError(
        'Microsoft allows no more requests of its activity feed at the moment',
        status,
        'throttled',
      ),
      Number.isFinite(after) ? { after } : {},
    );
  }
  if (status >= 500 || code === 'AF50000') {
    return new FeedError(`Microsoft's activity feed failed with ${status}`, status, 'service');
  }
  if (code !== null) {
    return new FeedError(`Microsoft's activity feed refused with ${code}${said(text)}`, status, code);
  }
  if (status === 401 || status === 403) {
    return new FeedError(
      `Microsoft refused its activity feed (${status}): the registration needs ${permission} (Office 365 Management APIs, application) with admin consent`,
      status,
      'refused',
    );
  }
  return new FeedError(
    `Microsoft's activity feed answered ${status}, which it should not`,
    status,
    'malformed',
  );
}

/** `{"error":{"code":"AF…","message":"…"}}`, in single quotes at times. */
function said(text: string): string {
  const message = /["']message["']\s*:\s*["']([^"']{1,200})/.exec(text.slice(0, 10_000))?.[1];
  return message === undefined ? '' : `: ${message.replace(/\p{Cc}+/gu, ' ').trim()}`;
}

/** How long to wait at least before it is tried again; null = it would be the same again. */
function hitchOf(error: unknown): { error: FeedError; wait: number | null } {
  if (error instanceof FeedError) {
    const { after = 0 } = error as { after?: number };
    const passing = error.code === 'throttled' || error.code === 'service';
    return { error, wait: passing && after <= LONGEST_RETRY_AFTER ? after : null };
  }
  // What the token's source says is for people already.
  if (isForPeople(error)) return { error: new FeedError(error.message, error.status, 'refused'), wait: null };
  return { error: new FeedError("Microsoft's activity feed gave no answer", 0, 'no-answer'), wait: 0 };
}

function isForPeople(error: unknown): error is Error & { status: number } {
  return error instanceof Error && error.name === 'GraphError' && 'status' in error;
}
