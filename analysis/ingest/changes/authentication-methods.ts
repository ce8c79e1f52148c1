/**
 * Ways into an account beside its password: second factors, phone apps, devices. Who adds one keeps his way in when the
 * password is set anew. Entra tells it as registered security info and, of the same deed, as an updated user; of the
 * second only what is new in the lists counts, since a phone app is written anew whenever it is used.
 */
import { type ChangeReader, type Effect, ids, modified, type RuleRecord } from './_change.ts';

/** Lists of an updated user, and what tells one entry from another; what is left out changes with every use. */
const LISTS: readonly { property: string; what: string; identity: readonly string[] }[] = [
  { property: 'strongauthenticationmethod', what: 'sign-in method', identity: ['MethodType'] },
  { property: 'strongauthenticationphoneappdetail', what: 'phone app', identity: ['Id', 'DeviceName'] },
  {
    property: 'strongauthenticationuserdetails',
    what: 'phone number or address',
    identity: ['PhoneNumber', 'AlternativePhoneNumber', 'Email'],
  },
];
const REQUIREMENT = 'strongauthenticationrequirement';

export const reader: ChangeReader = {
  operations: [
    'User registered security info',
    'Admin registered security info',
    'User deleted security info',
    'Admin deleted security info',
    'Disable Strong Authentication.',
    'Add registered owner to device.',
    'Update user.',
  ],
  read(record) {
    const mailbox = accountOf(record);
    return found(record).map(({ part, detail }) => ({
      kind: 'authentication-method',
      mailbox,
      part,
      detail,
    }));
  },
};

function found(record: RuleRecord): Pick<Effect, 'part' | 'detail'>[] {
  switch (record.operation) {
    case 'user registered security info':
    case 'admin registered security info':
      return [{ part: 'added', detail: 'sign-in method added' }];
    case 'user deleted security info':
    case 'admin deleted security info':
      return [{ part: 'removed', detail: 'sign-in method taken away' }];
    case 'disable strong authentication':
      return [{ part: 'removed', detail: 'second factor no longer asked for' }];
    case 'add registered owner to device': {
      const name = firstOf(modified(record.data).get('device.displayname')?.to ?? '');
      return [{ part: 'added', detail: `device registered${name === '' ? '' : `: ${name}`}` }];
    }
    default:
      return updated(record);
  }
}

function updated({ data }: RuleRecord): Pick<Effect, 'part' | 'detail'>[] {
  const changes = modified(data);
  const effects = LISTS.flatMap(({ property, what, identity }) => {
    const change = changes.get(property);
    if (change === undefined) return [];
    const before = new Set(entries(change.from, identity));
    const after = entries(change.to, identity);
    if (after.some((entry) => !before.has(entry))) return [{ part: 'added', detail: `${what} added` }];
    return after.length < before.size ? [{ part: 'removed', detail: `${what} taken away` }] : [];
  });
  const asked = changes.get(REQUIREMENT);
  if (asked !== undefined && isList(asked.from) && !isList(asked.to)) {
    effects.push({ part: 'removed', detail: 'second factor no longer asked for' });
  }
  return effects;
}

/** Of each entry what tells it from others; nothing for lists that cannot be read. */
function entries(text: string, identity: readonly string[]): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return (Array.isArray(list) ? list : []).flatMap((entry) => {
      const said = identity.map((name) => (entry as Record<string, unknown> | null)?.[name] ?? '');
      return said.every((value) => value === '') ? [] : [JSON.stringify(said)];
    });
  } catch {
    return [];
  }
}

function isList(text: string): boolean {
  return /\{/.test(text);
}

/** The account it was done to; whoever did it may be an administrator or Microsoft's service. */
function accountOf(record: RuleRecord): string | null {
  const named = ids(record.data, 'Target').find(({ id }) => id.includes('@'))?.id ?? record.objectId ?? '';
  return named.includes('@') ? named : record.actor.includes('@') ? record.actor : null;
}

/** `["DESKTOP-1"]` → DESKTOP-1 */
function firstOf(text: string): string {
  return text.replace(/[[\]"\r\n]+/g, ' ').trim();
}
