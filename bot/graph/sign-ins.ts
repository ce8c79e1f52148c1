/**
 * Sign-ins as Entra keeps them. Only the beta tells sessions and tokens, and a list without the kind gives interactive
 * ones only, so each kind is asked for by itself (graph.md B10).
 */
import { z } from 'zod';
import type { SignIn, SignInKind } from '../../analysis/sections.ts';
import type { Graph } from './graph.ts';
import { odataString } from './odata.ts';
import type { Pace } from './pace.ts';

export interface SignInsAsked {
  kind: SignInKind;
  /** ISO times, both included */
  from: string;
  to: string;
  /** user principal name; null = everybody's */
  user: string | null;
}

export interface SignInPage {
  signIns: SignIn[];
  /** entries of the page that could not be read */
  unread: number;
  requestId: string | null;
}

/** As Graph calls the kinds. */
const EVENT_TYPES: Record<SignInKind, string> = {
  interactive: 'interactiveUser',
  'non-interactive': 'nonInteractiveUser',
  'service-principal': 'servicePrincipal',
  'managed-identity': 'managedIdentity',
};

/** The default, and the most (graph.md B1). */
const PAGE = 1_000;
const LONGEST_ID = 200;

const entry = z.looseObject({
  id: z.string().min(1).max(LONGEST_ID),
  createdDateTime: z.iso.datetime({ offset: true }),
  userPrincipalName: z.string().nullish(),
  appId: z.string().nullish(),
  ipAddress: z.string().nullish(),
  userAgent: z.string().nullish(),
  sessionId: z.string().nullish(),
  uniqueTokenIdentifier: z.string().nullish(),
  status: z.looseObject({ errorCode: z.number().nullish() }).nullish(),
});

/** @throws GraphError; the signal's reason */
export async function* signInPages(
  graph: Graph,
  { kind, from, to, user }: SignInsAsked,
  options: { pace: Pace; within: number; signal?: AbortSignal },
): AsyncGenerator<SignInPage> {
  const filter = [
    `createdDateTime ge ${from}`,
    `createdDateTime le ${to}`,
    `signInEventTypes/any(t: t eq '${EVENT_TYPES[kind]}')`,
    ...(user === null ? [] : [`userPrincipalName eq ${odataString(user.toLowerCase())}`]),
  ].join(' and ');
  const { signal, within, pace } = options;
  const pages = graph.pages('/auditLogs/signIns', {
    use: 'sign-ins',
    version: 'beta',
    query: { $filter: filter, $top: PAGE },
    signal,
    within,
  });
  for (;;) {
    await pace.turn(signal);
    const { done, value } = await pages.next();
    if (done) return;
    const read = value.items.map((item) => entry.safeParse(item).data);
    const signIns = read.flatMap((one) => (one === undefined ? [] : signInOf(one, kind)));
    yield { signIns, unread: read.length - signIns.length, requestId: value.requestId };
    // The generator would ask for a page that is not there only to say so: that takes no turn.
    if (value.next === null) return;
  }
}

function signInOf(one: z.infer<typeof entry>, kind: SignInKind): SignIn {
  const text = (value: string | null | undefined) => (value == null || value === '' ? null : value);
  return {
    id: one.id,
    at: new Date(one.createdDateTime).toISOString(),
    kind,
    userId: text(one.userPrincipalName)?.toLowerCase() ?? null,
    appId: text(one.appId)?.toLowerCase() ?? null,
    ip: text(one.ipAddress),
    sessionId: text(one.sessionId),
    tokenId: tokenIdOf(text(one.uniqueTokenIdentifier), one.id),
    userAgent: text(one.userAgent),
    succeeded: (one.status?.errorCode ?? 0) === 0,
  };
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The uti as the audit log writes it: 16 bytes in base64url. Microsoft's examples show it also as the base64 of a GUID's
 * text, and its module MSIdentityTools turns one into the id of the sign-in and back.
 */
export function tokenIdOf(unique: string | null, signInId: string): string | null {
  if (unique === null) return GUID.test(signInId) ? utiOf(signInId) : null;
  if (unique.length < 30) return unique;
  const decoded = Buffer.from(unique, 'base64').toString('latin1');
  return GUID.test(decoded) ? utiOf(decoded) : unique;
}

/** The bytes of a GUID as .NET orders them: the first three groups backwards. */
function utiOf(guid: string): string {
  const [a = '', b = '', c = '', d = '', e = ''] = guid.split('-');
  const backwards = [a, b, c].map((group) => Buffer.from(group, 'hex').reverse());
  return Buffer.concat([...backwards, Buffer.from(d + e, 'hex')]).toString('base64url');
}
