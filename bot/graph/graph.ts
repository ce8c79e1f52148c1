/** What the rest of the bot may ask of Microsoft Graph. Only this folder knows the client behind it. */
import type { Use } from './permissions.ts';

export interface GraphCall {
  /** what it is for: names the permission in the error when it is missing */
  use: Use;
  /** default 'v1.0' */
  version?: 'v1.0' | 'beta';
  /** values as they are meant; they are encoded here */
  query?: Readonly<Record<string, string | number>>;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  /** milliseconds in which it must end, waits and further tries included; default two minutes */
  within?: number;
}

export interface GraphAnswer {
  /** the parsed JSON; unchecked: whoever asked checks its shape */
  body: unknown;
  /** Microsoft's id of the request, for the log and the attestation of a pull */
  requestId: string | null;
}

export interface GraphPage extends GraphAnswer {
  /** the members of `value` */
  items: unknown[];
  /** from 1 */
  number: number;
  /** where the next page is; null after the last */
  next: string | null;
}

/**
 * Throttled calls (429) are repeated when Microsoft says so, however long that is within the call's time; 500, 502,
 * 503, 504, connections that broke and answers that are not JSON a few times, with growing pauses. A POST is repeated
 * only where it says `repeat`, or was throttled: then nothing was done.
 */
export interface Graph {
  /** @param path below the version, such as /users @throws GraphError */
  get(path: string, call: GraphCall): Promise<GraphAnswer>;
  /** @param call.repeat it may be sent again after a fault of the service: doing it twice does no harm @throws GraphError */
  post(path: string, body: unknown, call: GraphCall & { repeat?: boolean }): Promise<GraphAnswer>;
  /**
   * The pages of a list, in order. Addresses of next pages are followed only on Graph's own host.
   * @param from a `next` that was kept, to go on there @throws GraphError
   */
  pages(path: string, call: GraphCall, from?: string): AsyncGenerator<GraphPage>;
  /** Streams what is behind a path into a file; a redirect is followed without our token. @throws GraphError */
  download(path: string, to: string, mostBytes: number, call: GraphCall): Promise<void>;
  /** requests sent so far, further tries included */
  readonly sent: number;
}

/** Graph refused, failed or answered what it should not; the message is for people. */
export class GraphError extends Error {
  constructor(
    message: string,
    /** HTTP status; 0 when there was no answer */
    readonly status: number,
    /**
     * Graph's own code, or 'malformed' (not JSON), 'foreign-page' (next page on another host), 'no-answer', 'too-late'
     * (the call's time is over, or would be before Microsoft lets it be repeated), 'too-large', 'no-token'
     */
    readonly code: string,
    readonly requestId: string | null,
    /** what was asked for; null when it is not known */
    readonly use: Use | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'GraphError';
  }
}
