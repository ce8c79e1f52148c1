/** Exchange Web Services: the caller is told only inside the client string, as [AppId=…]. */
import type { AttackTrace } from '../truth.ts';
import { type Actor, makeVia, type Session, type Via } from '../via.ts';
import { EXCHANGE_ONLINE } from './owa.ts';

export const MICROSOFT_OFFICE = 'd3590ed6-52b3-4102-aeff-aad2292ab01c';

export interface EwsVisit {
  actor: Actor;
  session: Session | undefined;
  ip: string;
  attack?: AttackTrace;
}

/** Outlook for Mac and Office's own calls. */
export function macOutlook({ actor, session, ip, attack }: EwsVisit): Via {
  return makeVia({
    actor,
    ip,
    client: `Client=WebServices;MacOutlook/16.107.26041219 (Intelx64 Mac OS X Version 15.4 (Build 24E248))[AppId=${MICROSOFT_OFFICE}];`,
    appId: EXCHANGE_ONLINE,
    sessionId: session?.id,
    token: session?.tokens,
    attack,
  });
}

/** A program that speaks EWS, proxied between sites as in the public attack record. */
export function ewsProgram(
  program: string,
  app: string,
  { actor, session, ip, attack }: EwsVisit,
  named: boolean,
): Via {
  return makeVia({
    actor,
    ip,
    client: `Client=WebServices;ExchangeWebServicesProxy/CrossSite/EXCH/15.20.9745.024/${program}[AppId=${app}];`,
    // The public record names the app in both fields as well; others carry it in the client string alone.
    appId: named ? app : EXCHANGE_ONLINE,
    clientAppId: named ? app : undefined,
    sessionId: session?.id,
    token: session?.tokens,
    attack,
  });
}
