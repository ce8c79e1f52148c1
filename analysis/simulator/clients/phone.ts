/** Mail on a phone: Microsoft's app, or the built-in one over ActiveSync. */
import type { AttackTrace } from '../truth.ts';
import { type Actor, makeVia, type Session, type Via } from '../via.ts';
import { EXCHANGE_ONLINE } from './owa.ts';

export const OUTLOOK_MOBILE = '27922004-5251-4030-b22d-91ecd9a37ea4';
const APPLE_MAIL = 'f8d98a96-0999-43f5-8af3-69971c7bb423';

export interface PhoneVisit {
  actor: Actor;
  session: Session;
  ip: string;
  attack?: AttackTrace;
}

export function phone(
  kind: 'outlook-ios' | 'outlook-android' | 'activesync',
  { actor, session, ip, attack }: PhoneVisit,
): Via {
  const common = { actor, ip, sessionId: session.id, token: session.tokens, attack };
  if (kind === 'activesync') {
    return makeVia({
      ...common,
      client:
        'Client=ActiveSync;UserAgent=Apple-iPhone15C2/2204.114;Action=/Microsoft-Server-ActiveSync/Proxy',
      clientAppId: APPLE_MAIL,
    });
  }
  const name = kind === 'outlook-ios' ? 'Outlook-iOS' : 'Outlook-Android';
  return makeVia({
    ...common,
    client: `Client=OutlookService;${name}/2.0;`,
    appId: EXCHANGE_ONLINE,
    clientAppId: OUTLOOK_MOBILE,
  });
}
