/**
 * Sign-ins of the tenant (graph.md B10): those that the audit log tells of, the tokens that were fetched with them, and
 * of applications. Sessions that only an attacker's forged tokens opened have none.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { refusal } from '../http-faults.ts';
import type { DemoAnswer, DemoRequest, MakeService, World } from '../service.ts';

type Kind = 'interactiveUser' | 'nonInteractiveUser' | 'servicePrincipal' | 'managedIdentity';

interface Kept {
  kind: Kind;
  at: number;
  user: string | null;
  drawn: Record<string, unknown>;
}

/** Five requests in ten seconds of the tenant's clock. */
const MOST_REQUESTS = 5;
const PER_MS = 10_000;
const LARGEST_PAGE = 1_000;
const MINUTE = 60_000;

const login = z.looseObject({
  CreationTime: z.string(),
  Id: z.string(),
  UserId: z.string(),
  ApplicationId: z.string().optional(),
  ClientIP: z.string().optional(),
  DeviceProperties: z.array(z.object({ Name: z.string(), Value: z.string() })),
  ExtendedProperties: z.array(z.object({ Name: z.string(), Value: z.string() })),
});
const access = z.looseObject({
  CreationTime: z.string(),
  UserId: z.string(),
  UserType: z.number().optional(),
  ClientAppId: z.string().optional(),
  ClientIPAddress: z.string().optional(),
  SessionId: z.string().optional(),
  AppAccessContext: z
    .looseObject({
      AADSessionId: z.string().optional(),
      ClientAppId: z.string().optional(),
      UniqueTokenId: z.string().optional(),
    })
    .optional(),
});
/** What a simulated world tells besides: which sessions and applications were an attacker's. */
const attackers = z.object({
  truth: z.object({
    attacks: z.array(
      z.object({ markers: z.object({ sessions: z.array(z.string()), apps: z.array(z.string()) }) }),
    ),
  }),
});

export const service: MakeService = (world) => {
  const { faults } = world;
  let kept: Kept[] | null = null;
  let asked: number[] = [];

  function answer(request: DemoRequest): DemoAnswer {
    if (faults.strikes('sign-ins/no-premium')) {
      const words = "Neither tenant is B2C or tenant doesn't have premium license";
      return refusal(403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', words);
    }
    const now = world.now().getTime();
    asked = [...asked.filter((at) => at > now - PER_MS), now];
    const tooFast = asked.length > MOST_REQUESTS && faults.strikes('sign-ins/limit');
    // No Retry-After: these services often leave it out.
    if (tooFast || faults.strikes('sign-ins/throttled')) {
      return refusal(
        429,
        'TooManyRequests',
        'This request is throttled. Please try again after the value specified in the Retry-After header.',
      );
    }
    const filter = filterOf(request.query.get('$filter') ?? '');
    if (filter === null) return refusal(400, 'BadRequest', 'Invalid filter clause');
    kept ??= readSignIns(world);
    const found = kept.filter(
      ({ at, kind, user }) =>
        at >= filter.from &&
        at <= filter.to &&
        kind === filter.kind &&
        (filter.user === null || user === filter.user),
    );
    return page(found, request);
  }

  return {
    routes: [{ method: 'GET', path: '/beta/auditLogs/signIns', answer }],
    faults: {
      'sign-ins/throttled': 'throttled, without saying for how long',
      'sign-ins/limit': "more than five requests in ten seconds of the tenant's clock are throttled",
      'sign-ins/no-premium': 'the tenant has no Entra ID P1 or P2',
    },
  };
};

function page(found: readonly Kept[], { query, root }: DemoRequest): DemoAnswer {
  const size = Math.min(LARGEST_PAGE, Number(query.get('$top') ?? LARGEST_PAGE));
  const start = Number(query.get('$skiptoken') ?? 0);
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(start + size));
  return {
    status: 200,
    body: {
      '@odata.context': `${root}/beta/$metadata#auditLogs/signIns`,
      ...(start + size < found.length ? { '@odata.nextLink': `${root}/beta/auditLogs/signIns?${next}` } : {}),
      value: found.slice(start, start + size).map(({ drawn }) => drawn),
    },
  };
}

/** null when it is not understood */
function filterOf(filter: string): { from: number; to: number; kind: Kind; user: string | null } | null {
  const wanted: { from: number; to: number; kind: Kind; user: string | null } = {
    from: 0,
    to: Number.POSITIVE_INFINITY,
    kind: 'interactiveUser',
    user: null,
  };
  for (const part of filter === '' ? [] : filter.split(' and ')) {
    const [, bound, time = ''] = /^createdDateTime (ge|le) (\S+)$/.exec(part) ?? [];
    const [, kind] = /^signInEventTypes\/any\(t: ?t eq '(\w+)'\)$/.exec(part) ?? [];
    const [, user] = /^userPrincipalName eq '((?:[^']|'')+)'$/.exec(part) ?? [];
    if (bound !== undefined) wanted[bound === 'ge' ? 'from' : 'to'] = Date.parse(time);
    else if (kind !== undefined) wanted.kind = kind as Kind;
    else if (user !== undefined) wanted.user = user.replaceAll("''", "'").toLowerCase();
    else return null;
  }
  return wanted;
}

/** The newest first. */
function readSignIns(world: World): Kept[] {
  const { data } = attackers.safeParse(world);
  const markers = data?.truth.attacks.map((one) => one.markers) ?? [];
  const forged = new Set(markers.flatMap(({ sessions, apps }) => [...sessions, ...apps]));
  const kept: Kept[] = [];
  const known = new Set<string>();
  for (const { record } of world.records) {
    const logged = record.Operation === 'UserLoggedIn' ? login.safeParse(record).data : undefined;
    if (logged !== undefined) kept.push(interactive(logged));
    const read = record.Operation === 'MailItemsAccessed' ? access.safeParse(record).data : undefined;
    if (read === undefined) continue;
    const token = read.AppAccessContext?.UniqueTokenId;
    const session = read.SessionId ?? read.AppAccessContext?.AADSessionId;
    const app = read.AppAccessContext?.ClientAppId ?? read.ClientAppId;
    const ticket = token ?? session;
    if (ticket === undefined || known.has(ticket) || forged.has(session ?? '') || forged.has(app ?? ''))
      continue;
    known.add(ticket);
    kept.push(fetched(read, { token, session, app, ticket }));
  }
  kept.push(managed(world));
  return kept.sort((a, b) => b.at - a.at);
}

function interactive(record: z.infer<typeof login>): Kept {
  const value = (list: { Name: string; Value: string }[], name: string) =>
    list.find((one) => one.Name === name)?.Value || null;
  return signIn('interactiveUser', Date.parse(`${record.CreationTime}Z`), record.UserId.toLowerCase(), {
    id: record.Id,
    appId: record.ApplicationId ?? null,
    ipAddress: record.ClientIP ?? null,
    userAgent: value(record.ExtendedProperties, 'UserAgent'),
    sessionId: value(record.DeviceProperties, 'SessionId'),
    uniqueTokenIdentifier: null,
  });
}

interface Fetched {
  token: string | undefined;
  session: string | undefined;
  app: string | undefined;
  ticket: string;
}

/** A token that was fetched a minute before it was used. */
function fetched(record: z.infer<typeof access>, { token, session, app, ticket }: Fetched): Kept {
  const byApp = record.UserType === 5 || record.UserType === 6;
  const at = Date.parse(`${record.CreationTime}Z`) - MINUTE;
  const more = {
    id: guidOf(ticket),
    appId: app ?? null,
    ipAddress: record.ClientIPAddress ?? null,
    userAgent: null,
    sessionId: session ?? null,
    uniqueTokenIdentifier: token ?? null,
  };
  return byApp
    ? signIn('servicePrincipal', at, null, more)
    : signIn('nonInteractiveUser', at, record.UserId.toLowerCase(), more);
}

function managed(world: World): Kept {
  const at = (world.records[0]?.arrivedAt ?? 0) + MINUTE;
  return signIn('managedIdentity', at, null, {
    id: guidOf('automation'),
    appId: guidOf('automation account'),
  });
}

function signIn(kind: Kind, at: number, user: string | null, more: Record<string, unknown>): Kept {
  const drawn = {
    ...more,
    createdDateTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
    userPrincipalName: user,
    isInteractive: kind === 'interactiveUser',
    signInEventTypes: [kind],
    status: { errorCode: 0, failureReason: 'Other.', additionalDetails: null },
  };
  return { kind, at, user, drawn };
}

function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [8, 4, 4, 4, 12].map((length, i) => hex.slice(i * 12, i * 12 + length)).join('-');
}
