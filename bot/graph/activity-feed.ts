/**
 * The Office 365 Management Activity API, polled over plain HTTPS: it has no part in Graph's client. Shapes, limits and
 * errors are those of its reference and of what others measured on tenants (reference/graph.md B6).
 */
import { z } from 'zod';
import type { Tenant } from '../live/tenant.ts';
import { createFeedCaller, type FeedCaller, FeedError, type FeedPauses } from './activity-feed-caller.ts';
import { PERMISSIONS } from './permissions.ts';

export { FeedError, type FeedPauses } from './activity-feed-caller.ts';

export interface Content {
  id: string;
  uri: string;
  /** ISO time: when it became available, which is what listings go by */
  created: string;
  /** ISO time; null when it does not say. Read off the wire: documented are 7 days, seen were 20 */
  expires: string | null;
}

export interface ContentPage {
  items: Content[];
  /** entries that are none: what they were cannot be said */
  unreadable: number;
}

export interface ActivityFeed {
  /** 'already' when it was enabled: asking again does no harm, but not within 15 minutes. @throws FeedError */
  subscribe(contentType: string): Promise<'started' | 'already'>;
  /** The content types whose subscription is enabled. @throws FeedError */
  subscribed(signal?: AbortSignal): Promise<string[]>;
  /**
   * What became available from `from` (inclusive) to `to` (exclusive), by page. At most 24 hours, from at most 7 days
   * ago. Next pages are followed on the service's own host only. @throws FeedError
   */
  content(contentType: string, from: Date, to: Date, signal?: AbortSignal): AsyncGenerator<ContentPage>;
  /** What a listing named, as it came: a JSON array of records as a rule. @throws FeedError */
  blob(content: Content, signal?: AbortSignal): Promise<string>;
  /** requests sent so far, further tries included */
  readonly sent: number;
}

const subscriptions = z.array(z.object({ contentType: z.string(), status: z.string().nullish() }));
/** Listings write times with Z, records without: both are UTC. Read as ISO, with Z and milliseconds. */
const time = z
  .string()
  .max(40)
  .transform((text) => (/[zZ]$|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`))
  .refine((text) => !Number.isNaN(Date.parse(text)))
  .transform((text) => new Date(text).toISOString());
const content = z.object({
  contentId: z.string().min(1).max(2_000),
  contentUri: z.string().min(1).max(4_000),
  contentCreated: time,
  contentExpiration: time.nullish(),
});

/** A listing of a day has some tens of pages; one that goes on is going in circles. */
const MOST_PAGES = 10_000;

export interface FeedOptions extends Partial<FeedPauses> {
  fetch?: typeof fetch;
}

/**
 * @param management root of the service in the tenant's cloud, without a slash at the end
 * @param options pauses, shorter in tests
 */
export function createActivityFeed(
  tenant: Pick<Tenant, 'id' | 'token'>,
  management: string,
  options: FeedOptions = {},
): ActivityFeed {
  const root = `${management}/api/v1.0/${encodeURIComponent(tenant.id)}/activity/feed`;
  // The token is for the host it is sent to, in every cloud.
  const scope = `${new URL(management).origin}/.default`;
  const [permission] = PERMISSIONS.feed;
  const caller: FeedCaller = createFeedCaller({
    host: new URL(management),
    // Of who writes the code; a client of one's own gives one's own tenant (B6).
    publisher: tenant.id,
    permission: permission?.name ?? '',
    token: (signal) => tenant.token(scope, signal),
    ...options,
  });
  const address = (path: string, query: Record<string, string>) =>
    `${root}/${path}?${new URLSearchParams(query).toString()}`;

  return {
    get sent() {
      return caller.sent;
    },
    async subscribe(contentType) {
      try {
        await caller.call('POST', address('subscriptions/start', { contentType }));
        return 'started';
      } catch (error) {
        // Undocumented: what was asked for is so (B6).
        if (error instanceof FeedError && error.code === 'AF20024') return 'already';
        throw error;
      }
    },
    async subscribed(signal) {
      const { text } = await caller.call('GET', `${root}/subscriptions/list`, signal);
      const found = subscriptions.safeParse(parsed(text));
      if (!found.success) throw malformed('the list of subscriptions');
      return found.data
        .filter(({ status }) => status == null || status.toLowerCase() === 'enabled')
        .map(({ contentType }) => contentType);
    },
    async *content(contentType, from, to, signal) {
      const seen = new Set<string>();
      let next: string | null = address('subscriptions/content', {
        contentType,
        startTime: wireTime(from),
        endTime: wireTime(to),
      });
      while (next !== null) {
        if (seen.has(next) || seen.size >= MOST_PAGES)
          throw malformed('the list of content, which has no end');
        seen.add(next);
        const answer = await caller.call('GET', next, signal);
        yield pageOf(answer.text);
        // The reference writes NextPageUri, the troubleshooting page NextPageUrl.
        next = answer.headers.get('NextPageUri') ?? answer.headers.get('NextPageUrl');
        if (next === '') next = null;
      }
    },
    async blob({ uri }, signal) {
      return (await caller.call('GET', uri, signal)).text;
    },
  };
}

/** As the reference writes times: UTC, without zone. */
function wireTime(at: Date): string {
  return at.toISOString().slice(0, 19);
}

function pageOf(text: string): ContentPage {
  const list = parsed(text);
  if (!Array.isArray(list)) throw malformed('a list of content');
  const items: Content[] = [];
  for (const one of list) {
    const found = content.safeParse(one);
    if (!found.success) continue;
    const { contentId: id, contentUri: uri, contentCreated, contentExpiration } = found.data;
    items.push({
      id,
      uri,
      created: contentCreated,
      expires: contentExpiration ?? null,
    });
  }
  return { items, unreadable: list.length - items.length };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function malformed(what: string): FeedError {
  return new FeedError(`Microsoft's activity feed answered ${what} that cannot be read`, 200, 'malformed');
}
