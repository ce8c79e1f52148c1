/**
 * Ways into an account beside its password: second factors, phone apps, devices. Who adds one keeps his way in when the
 * password is set anew. Entra tells it as registered security info and, of the same deed, as an updated user; of the
 * second only what is new in the lists counts, since a phone app is written anew whenever it is used.
 */
import { accountOf, type ChangeReader, type Effect, isObject, modified, type RuleRecord } from './_change.ts';

/** Lists of an updated user, and what tells one entry from another; what is left out changes with every use. */
const LISTS: readonly {
  property: string;
  what: string;
  told: (entry: Record<string, unknown>) => unknown[];
}[] = [
  {
    property: 'strongauthenticationmethod',
    what: 'sign-in method',
    told: ({ MethodType }) => [MethodType],
  },
  {
    property: 'strongauthenticationphoneappdetail',
    what: 'phone app',
    told: ({ Id, DeviceName }) => [Id ?? DeviceName],
  },
  {
    property: 'strongauthenticationuserdetails',
    what: 'phone number or address',
    told: ({ PhoneNumber, AlternativePhoneNumber, Email }) => [PhoneNumber, AlternativePhoneNumber, Email],
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
    const mailbox = accountOf(record) ?? record.actor;
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
  const effects = LISTS.flatMap(({ property, what, told }) => {
    const change = changes.get(property);
    const before = entries(change?.from, told);
    const after = entries(change?.to, told);
    if (before === null || after === null) return [];
    if (after.some((entry) => !before.includes(entry))) return [{ part: 'added', detail: `${what} added` }];
    return after.length < before.length ? [{ part: 'removed', detail: `${what} taken away` }] : [];
  });
  const asked = changes.get(REQUIREMENT);
  if (asked !== undefined && isList(asked.from) && !isList(asked.to)) {
    effects.push({ part: 'removed', detail: 'second factor no longer asked for' });
  }
  return effects;
}

/** What tells the entries of a list from others; null for what cannot be read, such as a value that was cut. */
function entries(
  text: string | undefined,
  told: (entry: Record<string, unknown>) => unknown[],
): string[] | null {
  if (text === undefined || text.trim() === '') return [];
  try {
    const list: unknown = JSON.parse(text);
    const values = (Array.isArray(list) ? list : []).filter(isObject).flatMap(told);
    return values.flatMap((value) =>
      value === null || value === undefined || value === '' ? [] : [String(value)],
    );
  } catch {
    return null;
  }
}

function isList(text: string): boolean {
  return /\{/.test(text);
}

/** `["DESKTOP-1"]` → DESKTOP-1 */
function firstOf(text: string): string {
  return text.replace(/[[\]"\r\n]+/g, ' ').trim();
}
