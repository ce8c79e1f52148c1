/** What the cards are drawn from. Where others read along, names are replaced before a card is drawn. */
import type { CardInputs } from '../../../cards/index.ts';
import type { Redactor } from '../../access/index.ts';
import type { Place } from '../../turn.ts';
import { CMDLETS } from '../exchange/settings.ts';
import { mendings } from './mend.ts';
import { type Change, type Survey, type Surveyed, unmended } from './survey.ts';
import type { Kind, Plan, Verdict } from './verdict.ts';

export interface Viewing {
  redactor: Redactor;
  /** a computer of one's own: nobody else reads along */
  local: boolean;
}

const PAGE = 12;
/** So many names one line on a card has room for. */
const MOST_NAMES = 8;

const KINDS: Record<Kind, string> = {
  user: '',
  shared: 'shared mailbox',
  room: 'room',
  equipment: 'equipment',
  'public-folder': 'public folders',
  group: 'group',
  other: 'another type',
};
const PLANS: Record<Plan, string> = {
  premium: 'Audit (Premium)',
  standard: 'Audit (Standard)',
  none: 'no plan with auditing',
};

/** Viewers may read along in a shared conversation, and notifications show on locked screens. */
function isHidden(place: Place, { local }: Viewing): boolean {
  return !local && place.scope !== 'personal';
}

export function surveyInput(
  survey: Survey,
  { only, offset, contradicted }: { only: Verdict | null; offset: number; contradicted: string[] },
  place: Place,
  viewing: Viewing,
): CardInputs['coverage'] {
  const hidden = isHidden(place, viewing);
  const chosen =
    only === null ? survey.mailboxes : survey.mailboxes.filter(({ verdict }) => verdict === only);
  const input: CardInputs['coverage'] = {
    at: survey.at,
    settingsAt: survey.settingsAt,
    counts: survey.counts,
    missing: survey.missing.map((part) => CMDLETS[part]),
    notes: survey.notes,
    bypassed: survey.bypassedElsewhere,
    contradicted,
    only: only === null ? null : { verdict: only },
    mailboxes: {
      items: chosen.slice(offset, offset + PAGE).map(rowOf),
      total: chosen.length,
      offset,
    },
    mendings: hidden
      ? []
      : mendings(unmended(chosen), only === null ? survey.bypassedElsewhere : [], MOST_NAMES),
    hidden,
  };
  return hidden ? withoutNames(input, viewing.redactor) : input;
}

function rowOf({ address, verdict, reasons, kind, plan, keptDays }: Surveyed) {
  return {
    address,
    verdict,
    why: whyOf(reasons),
    about: aboutOf({ kind: saysKind(reasons) ? null : kind, plan, keptDays }),
  };
}

/** 'a room: mailboxes of rooms are never covered' needs no 'room' behind it. */
function saysKind(reasons: Surveyed['reasons']): boolean {
  return reasons.some(({ code }) => code === 'kind-never');
}

export function whyOf(reasons: Surveyed['reasons']): string {
  return reasons.map(({ words }) => words).join('; ');
}

function aboutOf({ kind, plan, keptDays }: Pick<Surveyed, 'kind' | 'plan' | 'keptDays'>): string[] {
  const words = [
    kind === null ? '' : KINDS[kind],
    plan === null ? '' : PLANS[plan],
    keptDays === null ? '' : `kept ${keptDays} days`,
  ];
  return words.filter((one) => one !== '');
}

export function weeklyInput(
  told: { survey: Survey; since: string | null; changes: Change[]; next: string; notes: string[] },
  place: Place,
  viewing: Viewing,
): CardInputs['coverage-weekly'] {
  const { survey, since, changes, next, notes } = told;
  const hidden = isHidden(place, viewing);
  const judged = (verdict: Verdict | null) => (verdict === null ? null : { verdict });
  const input: CardInputs['coverage-weekly'] = {
    at: survey.at,
    since: since ?? survey.at,
    next,
    begun: since === null,
    counts: survey.counts,
    changes: changes.map(({ address, was, is, why }) => ({ address, was: judged(was), is: judged(is), why })),
    notes: [...survey.notes, ...notes],
    hidden,
  };
  return hidden ? withoutNames(input, viewing.redactor) : input;
}

/** What is no address, such as the name of an account, tells the redactor nothing: it goes whole. */
function withoutNames<T extends CardInputs['coverage'] | CardInputs['coverage-weekly']>(
  input: T,
  redactor: Redactor,
): T {
  const nameless = (name: string) => (name.includes('@') ? redactor.redact(name) : 'hidden');
  const rows = <R extends { address: string }>(all: R[]) =>
    all.map((row) => ({ ...row, address: nameless(row.address) }));
  if ('mailboxes' in input) {
    return redactor.redact({
      ...input,
      bypassed: input.bypassed.map(nameless),
      contradicted: input.contradicted.map(nameless),
      mailboxes: { ...input.mailboxes, items: rows(input.mailboxes.items) },
    });
  }
  return redactor.redact({ ...input, changes: rows(input.changes) });
}
