/** Applications on Microsoft Graph: AppId is the resource, ClientAppId the caller. */
import type { Random } from '../random.ts';
import type { AttackTrace } from '../truth.ts';
import { type Actor, makeVia, type Session, Tokens, type Via } from '../via.ts';

export const GRAPH = '00000003-0000-0000-c000-000000000000';

/** An application on behalf of a signed-in person. */
export function graphDelegated(
  app: string,
  visit: { actor: Actor; session: Session; ip: string; attack?: AttackTrace },
): Via {
  return makeVia({
    actor: visit.actor,
    ip: visit.ip,
    client: 'Client=REST;;',
    appId: GRAPH,
    clientAppId: app,
    actorInfo: `Client=REST;Client=RESTSystem;UserAgent=[NoUserAgent][AppId=${app}];`,
    sessionId: visit.session.id,
    token: visit.session.tokens,
    attack: visit.attack,
  });
}

/** Tokens of an application that acts alone: no session, since nobody signed in. */
export function appTokens(app: string, from: number, random: Random): Tokens {
  return new Tokens(random, from, { APIId: GRAPH, ClientAppId: app });
}

/** A service principal as actor; UserKey is the app id, as in the public record of an application. */
export function servicePrincipal(app: string, objectId: string): Actor {
  return { upn: objectId, key: app, sid: undefined, type: 5 };
}

/** An application with a right of its own to all mailboxes. */
export function graphAppOnly(
  app: string,
  visit: { actor: Actor; tokens: Tokens; ip: string; attack?: AttackTrace },
): Via {
  return makeVia({
    actor: visit.actor,
    ip: visit.ip,
    client: 'Client=REST;;',
    appId: GRAPH,
    clientAppId: app,
    actorInfo: `Client=REST;Client=RESTSystem;UserAgent=[NoUserAgent][AppId=${app}];`,
    token: visit.tokens,
    attack: visit.attack,
  });
}
