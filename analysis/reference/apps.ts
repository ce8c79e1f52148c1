/**
 * Applications that touch mail, checked by hand against public lists. One file in apps/ for each kind.
 * The full public lists are thousands of ids long and say nothing of mail; they are not copied in here.
 */
import firstParty from './apps/first-party.json' with { type: 'json' };
import firstPartyAbusable from './apps/first-party-abusable.json' with { type: 'json' };
import malicious from './apps/malicious.json' with { type: 'json' };
import resource from './apps/resource.json' with { type: 'json' };
import risky from './apps/risky.json' with { type: 'json' };
import service from './apps/service.json' with { type: 'json' };
import thirdPartyKnown from './apps/third-party-known.json' with { type: 'json' };

/**
 * - `resource`: what is called (Graph, Exchange Online); as AppId it never names the caller.
 * - `service`: Microsoft's back-end services seen behind RESTSystem, the checked service list.
 * - `first-party`: Microsoft's other applications.
 * - `first-party-abusable`: Microsoft's, but anybody with a token or a password can be behind it.
 * - `risky`: sound programs that attackers like, because they take a whole mailbox away.
 * - `malicious`: reported in attacks.
 * - `third-party-known`: ordinary mail programs of others.
 */
export type AppKind =
  | 'resource'
  | 'service'
  | 'first-party'
  | 'first-party-abusable'
  | 'risky'
  | 'malicious'
  | 'third-party-known';

export interface App {
  /** lower-case GUID */
  id: string;
  name: string;
  kind: AppKind;
  /** the public document the name and kind rest on */
  origin: string;
  /** one plain sentence for a card, where there is something to say */
  note?: string;
}

/** That the files hold nothing else is tested, and costs every start nothing. */
const FILES: [AppKind, Omit<App, 'kind'>[]][] = [
  ['resource', resource],
  ['service', service],
  ['first-party', firstParty],
  ['first-party-abusable', firstPartyAbusable],
  ['risky', risky],
  ['malicious', malicious],
  ['third-party-known', thirdPartyKnown],
];

/** Every known application, each id once. */
export const APPS: readonly App[] = FILES.flatMap(([kind, file]) => file.map((row) => ({ ...row, kind })));

const byId = new Map(APPS.map((app) => [app.id, app]));

/** @param id in any case */
export function findApp(id: string | null): App | null {
  return (id === null ? undefined : byId.get(id.toLowerCase())) ?? null;
}

/** Ids that are only what was called; a marker or a caller must not be one of them. */
export function isResourceApp(id: string): boolean {
  return findApp(id)?.kind === 'resource';
}
