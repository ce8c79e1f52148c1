/**
 * Whether access to a mailbox is recorded, and why not (reference/graph.md B8, B9). Pure: everything it goes by is
 * given. What decides and was not given makes the verdict unknown; nothing is called recorded by guess.
 */
import {
  type ExchangeSettings,
  LOGON_TYPES,
  type LogonType,
  type MailboxSettings,
} from '../exchange/settings.ts';
import { keptBy } from './retention.ts';

/** Worst first. `partly`: some access is recorded, or all of it for less time than usual, and some is known not to be. */
export const VERDICTS = ['not-recorded', 'partly', 'unknown', 'recorded'] as const;
export type Verdict = (typeof VERDICTS)[number];

export type Kind = 'user' | 'shared' | 'room' | 'equipment' | 'public-folder' | 'group' | 'other';

/** 'none': no plan with auditing is enabled */
export type Plan = 'premium' | 'standard' | 'none';

export interface Subject {
  /** null = neither Graph nor Exchange said */
  kind: Kind | null;
  /** null = Graph was not asked, or does not know the account */
  plan: Plan | null;
  /** null = Exchange said nothing of this mailbox */
  logon: MailboxSettings['logon'] | null;
  /** of the account that owns it; null = not given, not listed, or without the key */
  bypass: boolean | null;
  /** lower-case names under which a retention policy may list its owner */
  names: readonly string[];
}

export type Surroundings = Pick<ExchangeSettings, 'organization' | 'log' | 'retention'>;

export type ReasonCode =
  | 'organization-off'
  | 'log-off'
  | 'kind-never'
  | 'actions-customised'
  | 'bypass'
  | 'kept-short'
  | 'organization-unknown'
  | 'log-unknown'
  | 'settings-missing'
  | 'actions-unknown'
  | 'bypass-unknown'
  | 'plan-none'
  | 'plan-unknown'
  | 'kind-unknown';

export interface Reason {
  code: ReasonCode;
  /** follows the name of the mailbox */
  words: string;
  /** whose access it is about; empty = everybody's */
  logonTypes: LogonType[];
  /** of kept-short */
  policy: string | null;
}

export interface Judgement {
  verdict: Verdict;
  reasons: Reason[];
  /** how long its records are kept; null = not known */
  keptDays: number | null;
}

/** Microsoft's mailbox auditing: resource and public folder mailboxes are not covered, groups have a list without it. */
const NEVER: Partial<Record<Kind, string>> = {
  room: 'a room: mailboxes of rooms are never covered',
  equipment: 'equipment: its mailbox is never covered',
  'public-folder': 'a public folder mailbox: those are never covered',
  group: 'a group: what is recorded of groups does not include mail access',
};
const USUALLY_KEPT: Record<Plan, number> = { premium: 365, standard: 180, none: 180 };

export function judge(subject: Subject, around: Surroundings): Judgement {
  const never = neverCovered(subject);
  const off = [...organizationOff(around), ...never];
  const seen = byLogonType(subject);
  // Of what is never covered, its actions decide nothing and mend nothing.
  const holes = [...off, ...(never.length > 0 ? [] : customised(subject)), ...bypassed(subject)];
  const kept = keptBy(around.retention, subject.names);
  const usual = USUALLY_KEPT[subject.plan ?? 'standard'];
  const short = kept?.days != null && kept.days < usual ? [keptShort(kept.name, kept.days, usual)] : [];
  const open = holes.length > 0 ? [] : unknowns(subject, around);
  const nothing = off.length > 0 || LOGON_TYPES.every((type) => seen[type] === false);
  return {
    verdict: nothing
      ? 'not-recorded'
      : holes.length + short.length > 0
        ? 'partly'
        : open.length > 0
          ? 'unknown'
          : 'recorded',
    reasons: [...holes, ...short, ...open],
    keptDays: nothing ? null : keptDays(subject, around, kept),
  };
}

function keptDays(
  { plan }: Subject,
  { retention }: Surroundings,
  kept: { days: number | null } | null,
): number | null {
  if (retention === null || (plan === null && kept === null)) return null;
  return kept === null ? USUALLY_KEPT[plan ?? 'standard'] : kept.days;
}

function organizationOff({ organization, log }: Surroundings): Reason[] {
  const off: Reason[] = [];
  // Said to overrule AuditEnabled of each mailbox, and bypasses too.
  if (organization?.auditDisabled === true) {
    off.push(reason('organization-off', 'auditing is switched off for the whole organization'));
  }
  if (log?.ingestion === false) {
    off.push(reason('log-off', 'the audit log of the organization is switched off'));
  }
  return off;
}

function neverCovered({ kind }: Subject): Reason[] {
  const words = kind === null ? undefined : NEVER[kind];
  return words === undefined ? [] : [reason('kind-never', words)];
}

/** Whether access is recorded by who it is; null = it cannot be told. */
function byLogonType({ logon, bypass }: Subject): Record<LogonType, boolean | null> {
  const seen = (type: LogonType) => (type === 'owner' && bypass === true ? false : recorded(logon, type));
  return { owner: seen('owner'), delegate: seen('delegate'), admin: seen('admin') };
}

/**
 * A type on the default set has MailItemsAccessed; one that was customised has it only when its own list names it,
 * and never receives it by itself. A default set whose list lacks it contradicts itself: that decides nothing.
 */
function recorded(logon: Subject['logon'], type: LogonType): boolean | null {
  if (logon === null) return null;
  const { onDefault, named } = logon[type];
  if (named === true) return true;
  if (onDefault === true) return named === null ? true : null;
  return named;
}

function customised({ logon }: Subject): Reason[] {
  const types = LOGON_TYPES.filter((type) => recorded(logon, type) === false);
  if (types.length === 0) return [];
  const whose = types.length === LOGON_TYPES.length ? 'anybody' : listed(types);
  const words = `its actions were customised and lack MailItemsAccessed, so access by ${whose} is not recorded`;
  return [{ ...reason('actions-customised', words), logonTypes: types }];
}

function bypassed({ bypass }: Subject): Reason[] {
  if (bypass !== true) return [];
  const words = 'audit bypass is set on its account: what that account does, in any mailbox, is not recorded';
  return [{ ...reason('bypass', words), logonTypes: ['owner'] }];
}

function keptShort(policy: string, days: number, usual: number): Reason {
  const words = `a retention policy keeps its records for ${days} days instead of ${usual}`;
  return { ...reason('kept-short', words), policy };
}

/** What would have to be known. */
function unknowns({ kind, plan, logon, bypass }: Subject, { organization, log }: Surroundings): Reason[] {
  const found: Reason[] = [];
  const say = (code: ReasonCode, words: string) => found.push(reason(code, words));
  if (organization?.auditDisabled !== false) {
    say('organization-unknown', asked(organization, 'whether auditing is on for the organization'));
  }
  if (log?.ingestion !== true) say('log-unknown', asked(log, 'whether the audit log is on'));
  if (kind === null && logon !== null) say('kind-unknown', 'which type of mailbox it is, is not known');
  if (kind === 'other')
    say('kind-unknown', 'whether this type of mailbox is covered, Microsoft does not say');
  if (logon === null) say('settings-missing', 'its audit settings were not given');
  const unclear = LOGON_TYPES.filter((type) => logon !== null && recorded(logon, type) === null);
  if (unclear.length > 0) {
    const words = `its actions for ${listed(unclear)} were not given, were cut short, or contradict the default set`;
    found.push({ ...reason('actions-unknown', words), logonTypes: unclear });
  }
  if (bypass === null) say('bypass-unknown', 'whether its account bypasses auditing was not given');
  // A shared mailbox needs no plan of its own; what is recorded of it was never said to depend on one.
  if (kind === 'shared') return found;
  if (plan === null) say('plan-unknown', 'its plans are not known');
  if (plan === 'none') {
    say(
      'plan-none',
      'no plan with auditing is enabled on it, and for those Microsoft does not say what is recorded',
    );
  }
  return found;
}

function asked(given: object | null, what: string): string {
  return given === null ? `${what} was not given` : `${what} is not configured in what was given`;
}

function reason(code: ReasonCode, words: string): Reason {
  return { code, words, logonTypes: [], policy: null };
}

function listed(types: readonly LogonType[]): string {
  const words = types.map((type) => `the ${type}`.replace(/^the (delegate|admin)$/, '$1s'));
  return words.join(' and ').replace(/ and (?=.* and )/, ', ');
}
