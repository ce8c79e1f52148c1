/** Outlook on the web and the new Outlook, which looks the same to the log. */
import type { AttackTrace } from '../truth.ts';
import { type Actor, makeVia, type Session, type Via } from '../via.ts';

/** The resource, Exchange Online, which is all that OWA's records name; ClientAppId is absent. */
export const EXCHANGE_ONLINE = '00000002-0000-0ff1-ce00-000000000000';

export interface OwaVisit {
  actor: Actor;
  session: Session;
  ip: string;
  userAgent: string;
  logonType?: number;
  attack?: AttackTrace;
}

/** One browser gives two client strings: its own name, and what the front end fetches on its behalf. */
export function owa({ actor, session, ip, userAgent, logonType, attack }: OwaVisit): {
  page: Via;
  proxy: Via;
} {
  const common = {
    actor,
    ip,
    logonType: logonType ?? 0,
    sessionId: session.id,
    tellsSession: true,
    appId: EXCHANGE_ONLINE,
    token: session.tokens,
    attack,
  };
  return {
    page: makeVia({ ...common, client: `Client=OWA;${userAgent};` }),
    proxy: makeVia({ ...common, client: 'Client=OWA;Action=ViaProxy' }),
  };
}
