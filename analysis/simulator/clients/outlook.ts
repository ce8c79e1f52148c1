/** Outlook for Windows over MAPI: it downloads folders (Sync) and opens single items online (Bind). No app ids. */
import type { AttackTrace } from '../truth.ts';
import { type Actor, makeVia, type Session, type Via } from '../via.ts';

export interface OutlookVisit {
  actor: Actor;
  session: Session;
  ip: string;
  version: string;
  logonType?: number;
  attack?: AttackTrace;
}

export const OUTLOOK_VERSIONS = ['16.0.19725.20170', '16.0.19822.20114', '16.0.18526.20672'];

export function outlook({ actor, session, ip, version, logonType, attack }: OutlookVisit): Via {
  return makeVia({
    actor,
    ip,
    client: 'Client=MSExchangeRPC',
    logonType: logonType ?? 0,
    sessionId: session.id,
    desktop: { process: 'OUTLOOK.EXE', version },
    token: session.tokens,
    attack,
  });
}
