/** Every mailbox judged, how many of each verdict, and what has changed since an earlier look. */
import type { Account, Purpose } from '../../graph/users.ts';
import { type ExchangeSettings, PARTS, type Part } from '../exchange/settings.ts';
import { mailboxesOf } from './mailboxes.ts';
import type { Unmended } from './mend.ts';
import { type Judgement, judge, type Kind, type Plan, VERDICTS, type Verdict } from './verdict.ts';

export interface Surveyed extends Judgement {
  id: string;
  /** lower-case */
  address: string;
  kind: Kind | null;
  plan: Plan | null;
}

export interface Survey {
  /** ISO time */
  at: string;
  /** worst verdict first, then by address */
  mailboxes: Surveyed[];
  counts: Record<Verdict, number>;
  /** what of Exchange's settings was not given */
  missing: Part[];
  /** what the person should know of where this comes from, one sentence each */
  notes: string[];
  /** accounts with audit bypass that own none of the mailboxes */
  bypassedElsewhere: string[];
  /** when the settings were given; null = never */
  settingsAt: string | null;
}

export interface SurveyInput {
  at: string;
  /** null = Graph was not asked */
  accounts: readonly Account[] | null;
  purposes: ReadonlyMap<string, Purpose>;
  settings: ExchangeSettings;
  settingsAt: string | null;
  notes: readonly string[];
}

/** How many rows Get-Mailbox gives when nobody says how many. */
const USUAL_RESULT_SIZE = 1_000;

export function surveyOf({ at, accounts, purposes, settings, settingsAt, notes }: SurveyInput): Survey {
  const { mailboxes, bypassedElsewhere } = mailboxesOf(accounts, purposes, settings);
  const surveyed = mailboxes
    .map(({ id, address, subject }): Surveyed => {
      return { id, address, kind: subject.kind, plan: subject.plan, ...judge(subject, settings) };
    })
    .sort((a, b) => rank(a) - rank(b) || (a.address < b.address ? -1 : 1));
  return {
    at,
    mailboxes: surveyed,
    counts: countsOf(surveyed),
    missing: PARTS.filter((part) => settings[part] === null),
    notes: [...notes, ...remarks(settings)],
    bypassedElsewhere,
    settingsAt,
  };
}

function remarks({ mailboxes, bypasses }: ExchangeSettings): string[] {
  const cut = [mailboxes, bypasses].some((rows) => rows?.length === USUAL_RESULT_SIZE);
  return cut
    ? [
        'One of the lists has exactly 1,000 rows: it was probably cut off there. Run it with -ResultSize Unlimited.',
      ]
    : [];
}

function countsOf(mailboxes: readonly Surveyed[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { 'not-recorded': 0, partly: 0, unknown: 0, recorded: 0 };
  for (const { verdict } of mailboxes) counts[verdict] += 1;
  return counts;
}

function rank({ verdict }: Surveyed): number {
  return VERDICTS.indexOf(verdict);
}

export function unmended(mailboxes: readonly Surveyed[]): Unmended[] {
  return mailboxes.map(({ address, plan, reasons }) => ({ identity: address, plan, reasons }));
}

/** What is kept of a survey to compare the next one with: by id. */
export type Snapshot = Record<
  string,
  { address: string; verdict: Verdict; codes: string[]; keptDays: number | null }
>;

export function snapshotOf({ mailboxes }: Survey): Snapshot {
  const entries = mailboxes.map(({ id, address, verdict, reasons, keptDays }) => {
    const codes = reasons.map(({ code, logonTypes }) => [code, ...logonTypes].join(' '));
    return [id, { address, verdict, codes, keptDays }] as const;
  });
  return Object.fromEntries(entries);
}

export interface Change {
  address: string;
  /** null = it was not there */
  was: Verdict | null;
  /** null = it is not there any more */
  is: Verdict | null;
  /** why it is so now; '' when there is nothing against it */
  why: string;
}

/** The worst first. A change of the reasons alone is one, too; how long records are kept counts where both are known. */
export function changesSince(before: Snapshot, survey: Survey): Change[] {
  const now = new Map(survey.mailboxes.map((one) => [one.id, one]));
  const after = snapshotOf(survey);
  const changed = Object.entries(after)
    .filter(([id, one]) => !Object.hasOwn(before, id) || differs(before[id], one))
    .map(([id, one]): Change => {
      const was = Object.hasOwn(before, id) ? (before[id] ?? null) : null;
      return {
        address: one.address,
        was: was?.verdict ?? null,
        is: one.verdict,
        why: whyOf(was, now.get(id)),
      };
    });
  const gone = Object.entries(before)
    .filter(([id]) => !now.has(id))
    .map(([, { address, verdict }]): Change => ({ address, was: verdict, is: null, why: '' }));
  return [...changed, ...gone].sort((a, b) => order(a) - order(b) || (a.address < b.address ? -1 : 1));
}

type Kept = Snapshot[string];

function differs(was: Kept | undefined, is: Kept): boolean {
  if (was === undefined) return true;
  return was.verdict !== is.verdict || was.codes.join() !== is.codes.join() || keptChanged(was, is);
}

function keptChanged(was: Kept, is: Pick<Kept, 'keptDays'>): boolean {
  return was.keptDays !== null && is.keptDays !== null && was.keptDays !== is.keptDays;
}

function whyOf(was: Kept | null, is: Surveyed | undefined): string {
  if (is === undefined) return '';
  const kept =
    was !== null && keptChanged(was, is)
      ? [`its records are kept ${is.keptDays} days instead of ${was.keptDays}`]
      : [];
  return [...is.reasons.map(({ words }) => words), ...kept].join('; ');
}

function order({ is }: Change): number {
  return is === null ? VERDICTS.length : VERDICTS.indexOf(is);
}
