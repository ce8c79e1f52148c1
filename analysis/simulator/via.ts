/** Who reached a mailbox how: the context of an access, as one client on one network presents it. */
import type { Random } from './random.ts';
import { auditTime, MINUTE } from './time.ts';
import type { AttackTrace } from './truth.ts';

export interface Actor {
  /** as in UserId: a UPN, or a service principal's object id */
  upn: string;
  /** PUID, or the app id of an application */
  key: string;
  /** undefined: the mailbox owner's, as the only public record of an application shows it */
  sid: string | undefined;
  /** 0 regular, 2 admin, 5 application */
  type: number;
}

export interface Via {
  actor: Actor;
  /** absent for some of Microsoft's own machinery */
  ip: string | undefined;
  /** ClientInfoString */
  client: string;
  /** 0 owner, 1 admin, 2 delegate */
  logonType: number;
  sessionId: string | undefined;
  /** an older record of this client carries its session even in a Bind */
  tellsSession: boolean;
  appId: string | undefined;
  clientAppId: string | undefined;
  actorInfo: string | undefined;
  requestId: string | undefined;
  desktop: { process: string; version: string } | undefined;
  token: Tokens | undefined;
  /** set when an attacker holds this context */
  attack: AttackTrace | undefined;
  /** what Exchange compares before it de-duplicates (audit-records.md 3) */
  key: string;
}

export type ViaParts = Pick<Via, 'actor' | 'ip' | 'client'> & Partial<Omit<Via, 'key'>>;

export function makeVia(parts: ViaParts): Via {
  const logonType = parts.logonType ?? 0;
  return {
    sessionId: undefined,
    tellsSession: false,
    appId: undefined,
    clientAppId: undefined,
    actorInfo: undefined,
    requestId: undefined,
    desktop: undefined,
    token: undefined,
    attack: undefined,
    ...parts,
    logonType,
    key: [parts.ip, parts.client, parts.sessionId, parts.actor.upn, logonType, parts.clientAppId].join('|'),
  };
}

/** A sign-in: its session id stays through refreshes and is new after signing in again. */
export interface Session {
  id: string;
  tokens: Tokens;
}

export interface AppAccessContext {
  AADSessionId?: string;
  APIId?: string;
  ClientAppId?: string;
  IssuedAtTime?: string;
  UniqueTokenId?: string;
}

/** Access tokens of one session, each good for 60 to 90 minutes; asked for any time, also out of order. */
export class Tokens {
  private readonly issued: { at: number; until: number; id: string }[] = [];

  /** @param fixed the members this client's records carry: real ones lack one or another */
  constructor(
    private readonly random: Random,
    private readonly from: number,
    private readonly fixed: Pick<AppAccessContext, 'AADSessionId' | 'APIId' | 'ClientAppId'>,
  ) {}

  at(time: number): AppAccessContext {
    while (time >= (this.issued.at(-1)?.until ?? -1)) this.issue(time);
    const token = this.issued.findLast((one) => one.at <= time) ?? this.issued[0];
    return { ...this.fixed, IssuedAtTime: auditTime(token?.at ?? this.from), UniqueTokenId: token?.id };
  }

  private issue(time: number): void {
    const last = this.issued.at(-1);
    // After a long silence the client asks for a token only when it needs one again.
    const idle = last !== undefined && time - last.until > 90 * MINUTE;
    const at = idle ? time - this.random.int(0, 5) * MINUTE : (last?.until ?? this.from);
    this.issued.push({ at, until: at + this.random.int(60, 90) * MINUTE, id: tokenId(this.random) });
  }
}

/** 16 bytes in base64url: case matters. */
function tokenId(random: Random): string {
  const text = random.base64(21).replaceAll('+', '-').replaceAll('/', '_');
  return `${text}${random.pick(['A', 'Q', 'g', 'w'])}`;
}
