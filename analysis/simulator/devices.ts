/** The devices of one person: which client on which network, and the sign-ins they live on. */
import { macOutlook } from './clients/ews.ts';
import { OUTLOOK_VERSIONS, outlook } from './clients/outlook.ts';
import { owa } from './clients/owa.ts';
import { OUTLOOK_MOBILE, phone } from './clients/phone.ts';
import type { Deed } from './deed.ts';
import { userLoggedIn } from './operations.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import type { Organization } from './record.ts';
import { DAY, MINUTE } from './time.ts';
import { type Session, Tokens, type Via } from './via.ts';

const SIGN_IN_APPS = {
  browser: '9199bf20-a13f-4107-85dc-02114787ef48',
  outlook: 'd3590ed6-52b3-4102-aeff-aad2292ab01c',
  phone: OUTLOOK_MOBILE,
};
export const OFFICE_SIGN_IN = SIGN_IN_APPS.outlook;
const PHONE_AGENT = {
  'outlook-ios': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_4 like Mac OS X) AppleWebKit/605.1.15 PKeyAuth/1.0',
  'outlook-android': 'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 PKeyAuth/1.0',
  activesync: 'Apple-iPhone15C2/2204.114',
};

interface SignedIn {
  session: Session;
  until: number;
}

export class Devices {
  private readonly signIns = new Map<string, SignedIn>();
  private readonly version: string;

  constructor(
    private readonly person: Person,
    private readonly organization: Organization,
    private readonly random: Random,
  ) {
    this.version = random.pick(OUTLOOK_VERSIONS);
  }

  /** A session of that client at that time; a new one is signed in for, which leaves a record. */
  private signIn(client: keyof typeof SIGN_IN_APPS, agent: string, at: number, ip: string, deeds: Deed[]) {
    const planted = client === 'browser' ? this.plantedAt(at) : undefined;
    const known = this.signIns.get(`${client} ${agent}`);
    const usable = known !== undefined && at < known.until ? known.session : undefined;
    if (usable !== undefined && (planted === undefined || planted === usable)) return usable;
    const id = planted?.id ?? this.random.guid();
    const session = planted ?? {
      id,
      tokens: new Tokens(this.random.fork(id), at - 2 * MINUTE, { AADSessionId: id }),
    };
    // Browsers ask again after a day or three, programs keep their refresh token for weeks.
    const days = client === 'browser' ? this.random.between(0.9, 4) : this.random.between(6, 45);
    this.signIns.set(`${client} ${agent}`, { session, until: at + days * DAY });
    const record = userLoggedIn(
      {
        organization: this.organization,
        actor: this.person.actor,
        ip,
        sessionId: id,
        at: at - this.random.int(3, 90) * 1000,
        random: this.random,
      },
      { objectId: this.person.objectId, userAgent: agent, applicationId: SIGN_IN_APPS[client] },
    );
    deeds.push({ kind: 'other', at: Date.parse(`${record.CreationTime}Z`), record });
    return session;
  }

  private plantedAt(at: number): Session | undefined {
    return this.person.planted.find(({ from, to }) => at >= from && at < to)?.session;
  }

  /** Contexts of one visit in a browser: [page, proxy]. */
  browser(at: number, ip: string, deeds: Deed[]): [Via, Via] {
    const { person } = this;
    const userAgent =
      person.newComputer !== undefined && at >= person.newComputer.from
        ? person.newComputer.userAgent
        : person.userAgent;
    const session = this.signIn('browser', userAgent, at, ip, deeds);
    const { page, proxy } = owa({ actor: person.actor, session, ip, userAgent });
    return [page, proxy];
  }

  outlook(at: number, ip: string, deeds: Deed[]): Via {
    const agent = 'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Win64; x64; Trident/7.0)';
    const session = this.signIn('outlook', agent, at, ip, deeds);
    return outlook({ actor: this.person.actor, session, ip, version: this.version });
  }

  mac(at: number, ip: string, deeds: Deed[]): Via {
    const session = this.signIn('outlook', this.person.userAgent, at, ip, deeds);
    return macOutlook({ actor: this.person.actor, session, ip });
  }

  phone(at: number, ip: string, deeds: Deed[]): Via | undefined {
    const { person } = this;
    const kind =
      person.newPhone !== undefined && at >= person.newPhone.from ? person.newPhone.phone : person.phone;
    if (kind === 'none') return undefined;
    const session = this.signIn('phone', `${PHONE_AGENT[kind]}`, at, ip, deeds);
    return phone(kind, { actor: person.actor, session, ip });
  }
}
