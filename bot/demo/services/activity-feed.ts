/**
 * The Office 365 Management Activity API as its reference describes it and others measured it (reference/graph.md B6):
 * subscriptions, content listed by arrival, blobs. What it refuses, it refuses with the codes of the service.
 */
import type { DemoAnswer, DemoRequest, DemoRoute, DemoService, World } from '../service.ts';
import { blobsOf, type FeedBlob, type LateBlobs } from './_feed-blobs.ts';

const CONTENT_TYPES = [
  'Audit.AzureActiveDirectory',
  'Audit.Exchange',
  'Audit.SharePoint',
  'Audit.General',
  'DLP.All',
];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A new subscription is given what the last hours brought. */
const BACKFILL = 22 * HOUR;
const START_PAUSE = 15 * MINUTE;
const PAGE = 20;
const FEED = 'api/v1.0/{tenant}/activity/feed';

interface Subscription {
  enabled: boolean;
  started: number;
  /** stretches of arrival it has content for */
  periods: { from: number; to: number | null }[];
}

const faults = {
  'feed/af429': 'throttled, as the feed says it: 403 with AF429',
  'feed/late': 'every n-th blob is listed hours after its time: {every, hours}',
  'feed/duplicate-blobs': 'every third blob is listed twice, and once more under another id',
  'feed/duplicate-records': 'every third blob holds the records of the one before too',
  'feed/unordered': 'listings come in no order',
  'feed/foreign-page': 'the next page is on another host: an address',
  'feed/foreign-blob': 'the blobs are on another host: an address',
  'feed/page-url': 'the header with the next page is called NextPageUrl',
  'feed/expired': 'a blob is there no more',
  'feed/malformed': 'a blob ends in the middle of a record',
  'feed/refused': 'the permission is missing',
};

export const service = (world: World): DemoService => {
  const subscriptions = new Map<string, Subscription>();
  let made: Map<string, FeedBlob[]> | null = null;
  // When they are first asked for: the bot that starts it is not to wait.
  const blobs = () => {
    made ??= blobsOf(world.records);
    return made;
  };
  const now = () => world.now().getTime();

  const get = (path: string, answer: DemoRoute['answer']): DemoRoute => ({
    method: 'GET',
    path: `/management/${path}`,
    answer: (request) => refusalFor(request) ?? answer(request),
  });
  const post = (path: string, answer: DemoRoute['answer']): DemoRoute => ({
    ...get(path, answer),
    method: 'POST',
  });

  function refusalFor({ params, query }: DemoRequest): DemoAnswer | null {
    if (world.faults.strikes('feed/refused'))
      return { status: 403, body: { Message: 'Authorization has been denied for this request.' } };
    if (world.faults.strikes('feed/af429')) {
      return refused(
        'AF429',
        `Too many requests. Method=GetBlob, PublisherId=${query.get('PublisherIdentifier') ?? ''}`,
        403,
      );
    }
    return params.tenant?.toLowerCase() === world.tenantId.toLowerCase()
      ? null
      : refused(
          'AF20010',
          'The tenant ID passed in the URL does not match the tenant ID passed in the access token.',
          403,
        );
  }

  function typeIn(query: URLSearchParams): string | DemoAnswer {
    const type = query.get('contentType');
    if (type === null) return refused('AF20001', 'Missing parameter: contentType.');
    return CONTENT_TYPES.includes(type)
      ? type
      : refused('AF20020', `The specified content type ${type} is not valid.`);
  }

  function start({ query }: DemoRequest): DemoAnswer {
    const type = typeIn(query);
    if (typeof type !== 'string') return type;
    const known = subscriptions.get(type);
    if (known?.enabled) return refused('AF20024', 'The subscription is already enabled. No property change.');
    if (known !== undefined && now() - known.started < START_PAUSE) {
      return refused('AF429', 'Too many requests. Method=StartSubscription', 403);
    }
    const from = known === undefined ? now() - BACKFILL : now();
    const periods = [...(known?.periods ?? []), { from, to: null }];
    subscriptions.set(type, { enabled: true, started: now(), periods });
    return { status: 200, body: { contentType: type, status: 'enabled', webhook: null } };
  }

  function stop({ query }: DemoRequest): DemoAnswer {
    const type = typeIn(query);
    if (typeof type !== 'string') return type;
    const known = subscriptions.get(type);
    if (!known?.enabled) return notSubscribed(type);
    known.enabled = false;
    for (const period of known.periods) period.to ??= now();
    return { status: 200 };
  }

  function list(): DemoAnswer {
    const body = [...subscriptions].map(([contentType, { enabled }]) => ({
      contentType,
      status: enabled ? 'enabled' : 'disabled',
      webhook: null,
    }));
    return { status: 200, body };
  }

  function content({ query, root }: DemoRequest): DemoAnswer {
    const type = typeIn(query);
    if (typeof type !== 'string') return type;
    const subscription = subscriptions.get(type);
    if (!subscription?.enabled) return notSubscribed(type);
    const window = windowIn(query, now());
    if ('status' in window) return window;
    const found = (blobs().get(type) ?? []).filter(
      (blob) =>
        within(blob, window) && isVisible(blob) && subscription.periods.some((one) => within(blob, one)),
    );
    const listed = inOrder(found.flatMap((blob) => entries(blob, root)));
    const at = Number(query.get('nextPage') ?? 0);
    if (!Number.isInteger(at) || at < 0) return refused('AF20031', 'Invalid nextPage Input.');
    const next = at + PAGE < listed.length ? nextPage(query, root, at + PAGE) : null;
    const name = world.faults.strikes('feed/page-url') ? 'NextPageUrl' : 'NextPageUri';
    return {
      status: 200,
      body: listed.slice(at, at + PAGE),
      ...(next === null ? {} : { headers: { [name]: next } }),
    };
  }

  /** Late ones exist from their time on, and are listed later. */
  function isVisible({ created, number }: FeedBlob): boolean {
    const late = world.faults.detail('feed/late') as LateBlobs | undefined;
    const isLate = late !== undefined && number % late.every === 0;
    const hours = isLate ? (late.hours[(number / late.every) % late.hours.length] ?? 0) : 0;
    return created + hours * HOUR <= now();
  }

  function entries(blob: FeedBlob, root: string): object[] {
    const entry = (id: string) => ({
      contentType: blob.type,
      contentId: id,
      contentUri: `${uriRoot(root)}/audit/${encodeURIComponent(id).replaceAll('%24', '$')}`,
      contentCreated: new Date(blob.created).toISOString(),
      contentExpiration: new Date(blob.created + 7 * DAY).toISOString(),
    });
    const twice = world.faults.strikes('feed/duplicate-blobs') && blob.number % 3 === 0;
    return twice ? [entry(blob.id), entry(blob.id), entry(`${blob.id}-again`)] : [entry(blob.id)];
  }

  function uriRoot(root: string): string {
    const host = world.faults.strikes('feed/foreign-blob')
      ? String(world.faults.detail('feed/foreign-blob'))
      : root;
    return `${host}/management/api/v1.0/${world.tenantId}/activity/feed`;
  }

  function inOrder<T>(all: T[]): T[] {
    if (!world.faults.strikes('feed/unordered')) return all;
    return all
      .map((one, index) => ({ one, key: (index * 7_919) % 101 }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one);
  }

  /** Under v1, as the reference shows it, and without who asks. */
  function nextPage(query: URLSearchParams, root: string, at: number): string {
    const host = world.faults.strikes('feed/foreign-page')
      ? String(world.faults.detail('feed/foreign-page'))
      : root;
    const rest = new URLSearchParams(query);
    rest.delete('PublisherIdentifier');
    rest.set('nextPage', String(at));
    return `${host}/management/api/v1/${world.tenantId}/activity/feed/subscriptions/content?${rest}`;
  }

  function audit({ params }: DemoRequest): DemoAnswer {
    const id = (params.id ?? '').replace(/-again$/, '');
    const all = [...blobs().values()].flat();
    const blob = all.find((one) => one.id === id);
    if (blob === undefined) return refused('AF20050', 'The specified content does not exist.');
    if (world.faults.strikes('feed/expired') || blob.created + 7 * DAY < now()) {
      return refused('AF20051', 'Content requested with the key has already expired.');
    }
    const before = all.find((one) => one.type === blob.type && one.number === blob.number - 1);
    const more =
      world.faults.strikes('feed/duplicate-records') && blob.number % 3 === 0 ? (before?.records ?? []) : [];
    const body = [...blob.records, ...more];
    if (!world.faults.strikes('feed/malformed')) return { status: 200, body };
    const text = JSON.stringify(body);
    return {
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      raw: text.slice(0, text.length - 40),
    };
  }

  return {
    routes: [
      post(`${FEED}/subscriptions/start`, start),
      post(`${FEED}/subscriptions/stop`, stop),
      get(`${FEED}/subscriptions/list`, list),
      get(`${FEED}/subscriptions/content`, content),
      get('api/v1/{tenant}/activity/feed/subscriptions/content', content),
      get(`${FEED}/audit/{id}`, audit),
    ],
    faults,
  };
};

function windowIn(query: URLSearchParams, now: number): { from: number; to: number } | DemoAnswer {
  const [start, end] = [query.get('startTime'), query.get('endTime')];
  if (start === null && end === null) return { from: now - DAY, to: now };
  const [from, to] = [timeIn(start), timeIn(end)];
  if (from === null || to === null || to <= from) return badWindow('AF20030');
  // Measured: a whole day is refused as well, and so is what is too old.
  return to - from >= DAY || from < now - 7 * DAY ? badWindow('AF20055') : { from, to };
}

function timeIn(text: string | null): number | null {
  if (text === null || !/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$/.test(text)) return null;
  const at = Date.parse(`${text.length === 10 ? `${text}T00:00` : text}Z`);
  return Number.isNaN(at) ? null : at;
}

function within({ created }: FeedBlob, { from, to }: { from: number; to: number | null }): boolean {
  return created >= from && (to === null || created < to);
}

function badWindow(code: string): DemoAnswer {
  return refused(
    code,
    'Start time and end time must both be specified (or both omitted) and must be less than or equal to 24 hours apart, with the start time no more than 7 days in the past.',
  );
}

function notSubscribed(type: string): DemoAnswer {
  return refused('AF20022', `No subscription found for the specified content type ${type}.`);
}

function refused(code: string, message: string, status = 400): DemoAnswer {
  return { status, body: { error: { code, message } } };
}
