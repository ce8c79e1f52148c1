/** Which mailboxes there are, and what is known of each: accounts of Entra and settings of Exchange put together. */
import type { Account, Purpose } from '../../graph/users.ts';
import type { Bypass, ExchangeSettings, MailboxSettings } from '../exchange/settings.ts';
import type { Kind, Plan, Subject } from './verdict.ts';

/** Service plans (reference/graph.md B9). */
const PREMIUM = '2f442157-a11c-46b9-ae5b-6e39ff4e5849';
const STANDARD = 'f6de4823-28fa-440b-b886-4783fa86ddba';
const EXCHANGE = ['efb87545-963c-4e0d-99df-69c6916d9eb0', '9aaf7827-d63c-4b61-89c3-182f06f82e5c'];

const KINDS: Record<string, Kind> = {
  usermailbox: 'user',
  user: 'user',
  sharedmailbox: 'shared',
  shared: 'shared',
  roommailbox: 'room',
  linkedroommailbox: 'room',
  room: 'room',
  equipmentmailbox: 'equipment',
  equipment: 'equipment',
  publicfoldermailbox: 'public-folder',
  groupmailbox: 'group',
};

const MOST_ALIKE = 3;

export interface Mailbox {
  /** the same from one survey to the next: id of the account, else the address */
  id: string;
  /** lower-case */
  address: string;
  subject: Subject;
}

/** Where the type decides and only Graph can say it: accounts with an address, but without a plan for a mailbox. */
export function needPurpose(accounts: readonly Account[], settings: ExchangeSettings): string[] {
  const given = byKey(settings.mailboxes ?? []);
  return accounts
    .filter((account) => account.mail !== null && !account.guest)
    .filter((account) => account.plans !== null && !hasExchange(account))
    .filter((account) => settingsOf(account, given) === null)
    .map(({ id }) => id);
}

/** @param accounts null = Graph was not asked */
export function mailboxesOf(
  accounts: readonly Account[] | null,
  purposes: ReadonlyMap<string, Purpose>,
  settings: ExchangeSettings,
): { mailboxes: Mailbox[]; bypassedElsewhere: string[] } {
  const given = byKey(settings.mailboxes ?? []);
  const bypasses = bypassStates(settings.bypasses ?? []);
  const known = new Set<MailboxSettings>();
  const mailboxes: Mailbox[] = [];
  const add = (account: Account | null, found: MailboxSettings | null, kind: Kind | null) => {
    if (found !== null) known.add(found);
    const keys = [...new Set([...(found?.keys ?? []), ...keysOf(account)])];
    const address = found?.address ?? account?.mail ?? account?.userPrincipalName ?? '';
    mailboxes.push({
      id: account?.id ?? found?.userId ?? address,
      address,
      subject: {
        kind: found?.type == null ? kind : (KINDS[found.type.toLowerCase()] ?? 'other'),
        plan: account === null ? null : planOf(account),
        logon: found?.logon ?? null,
        bypass: bypassOf(keys, bypasses),
        names: keys,
      },
    });
  };
  for (const account of accounts ?? []) {
    const found = settingsOf(account, given);
    const purpose = purposes.get(account.id);
    if (found === null && !isMailbox(account, purpose)) continue;
    add(account, found, purpose == null ? kindOf(account) : (KINDS[purpose] ?? 'other'));
  }
  for (const found of settings.mailboxes ?? []) if (!known.has(found)) add(null, found, null);
  const own = new Set(mailboxes.flatMap(({ subject }) => subject.names));
  const elsewhere = (settings.bypasses ?? []).filter(
    ({ on, keys }) => on === true && !keys.some((key) => own.has(key)),
  );
  return { mailboxes, bypassedElsewhere: [...new Set(elsewhere.map(({ name }) => name))] };
}

/** @param purpose undefined = not asked for */
function isMailbox(account: Account, purpose: Purpose | undefined): boolean {
  if (account.mail === null || account.guest) return false;
  return account.plans === null || hasExchange(account) || (purpose !== undefined && purpose !== 'none');
}

function kindOf(account: Account): Kind | null {
  return account.enabled && hasExchange(account) ? 'user' : null;
}

function hasExchange({ plans }: Account): boolean {
  return plans?.some((plan) => EXCHANGE.includes(plan)) === true;
}

function planOf({ plans }: Account): Plan | null {
  if (plans === null) return null;
  if (plans.includes(PREMIUM)) return 'premium';
  return plans.includes(STANDARD) ? 'standard' : 'none';
}

function keysOf(account: Account | null): string[] {
  if (account === null) return [];
  return [account.id, account.userPrincipalName, ...(account.mail === null ? [] : [account.mail])];
}

type Given = ReadonlyMap<string, readonly MailboxSettings[]>;

function byKey(all: readonly MailboxSettings[]): Given {
  const index = new Map<string, MailboxSettings[]>();
  for (const one of all) {
    for (const key of one.keys) {
      const same = index.get(key);
      if (same === undefined) index.set(key, [one]);
      // Of names that many share, none tells whose it is.
      else if (same.length < MOST_ALIKE) same.push(one);
    }
  }
  return index;
}

/** By the id of the account where it is given: an address can have gone to somebody else. */
function settingsOf(account: Account, given: Given): MailboxSettings | null {
  const [same] = given.get(account.id) ?? [];
  if (same !== undefined) return same;
  const others = keysOf(account).flatMap((key) => given.get(key) ?? []);
  return others.find(({ userId }) => userId === null || userId === account.id) ?? null;
}

/** Per key what its rows say together: one that is on is enough, one that says nothing leaves it open. */
function bypassStates(bypasses: readonly Bypass[]): Map<string, boolean | null> {
  const states = new Map<string, boolean | null>();
  for (const { keys, on } of bypasses) for (const key of keys) states.set(key, joined(states.get(key), on));
  return states;
}

function joined(one: boolean | null | undefined, other: boolean | null): boolean | null {
  if (one === true || other === true) return true;
  return one === null || other === null ? null : false;
}

/** null where no row is about it, too */
function bypassOf(keys: readonly string[], states: ReadonlyMap<string, boolean | null>): boolean | null {
  const found = keys.flatMap((key) => (states.has(key) ? [states.get(key) ?? null] : []));
  return found.length === 0 ? null : found.reduce(joined);
}
