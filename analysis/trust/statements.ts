/** What can and cannot be concluded from the log of a case, in sentences a lawyer can quote. */
import type { GapKind, ReportInput, Totals, TrustVerdict, Window } from '../report.ts';
import { isoTime } from '../time.ts';
import { count, list } from '../words.ts';
import { LATENESS_S } from './collection.ts';
import { type Contradiction, contradictionSentences } from './contradictions.ts';
import { merge, seconds, usable } from './scope.ts';

export interface GapCount {
  kind: GapKind;
  certainty: 'proven' | 'suspected';
  gaps: number;
  /** up to five of the mailboxes, accounts or, where the case has several, organisations concerned, in order of their names */
  names: string[];
  /** all of them */
  concerned: number;
}

/** Access given to somebody of whom no later record shows that it was used. */
export interface UnusedGrants {
  grants: number;
  /** up to three, 'grantee to mailbox' */
  examples: string[];
}

/** Mailboxes that are one by their MailboxGuid, whatever their names. */
export interface Renamed {
  mailboxes: number;
  /** all names of up to three, that which it goes by last */
  examples: string[][];
}

export interface TrustFacts {
  totals: Totals;
  window: Window;
  inputs: readonly ReportInput[];
  /** all of them */
  gaps: number;
  /** those within what was asked of the log */
  gapsInScope: number;
  gapKinds: readonly GapCount[];
  /** with records, and blind or not searched for some of the window */
  mailboxesWithGaps: number;
  /** of these, those of which the log itself lacks something */
  mailboxesBlind: number;
  contradictions: readonly Contradiction[];
  unusedGrants: UnusedGrants;
  renamed: Renamed;
  truncatedInputs: number;
  /** epoch seconds of the last mail access, where days without any follow that should hold much; else null */
  silentAfter: number | null;
  rejected: number;
}

/** Insufficient: nothing to conclude from. Sound: no gap found, within what was asked of the log. */
export function trustVerdict(
  facts: Pick<TrustFacts, 'totals' | 'gaps' | 'gapsInScope' | 'contradictions'>,
): TrustVerdict {
  if (facts.totals.mailItemsAccessed === 0) return 'insufficient';
  // Once the records contradict what was declared, what lies outside it is a gap like any other.
  const gaps = facts.contradictions.length > 0 ? facts.gaps : facts.gapsInScope;
  return gaps > 0 ? 'gaps' : 'sound';
}

export function canConclude(facts: TrustFacts): string[] {
  const { totals, window, inputs, mailboxesBlind } = facts;
  if (totals.mailItemsAccessed === 0) return [];
  const sentences: string[] = [];
  if (totals.mailboxMessages > 0) {
    sentences.push(
      `${count(totals.mailboxMessages, 'message')} in ${count(totals.mailboxes, 'mailbox', 'mailboxes')} ${totals.mailboxMessages === 1 ? 'is' : 'are'} on record as accessed singly (Bind) ${window.from === window.to ? `at ${window.from}` : `between ${window.from} and ${window.to}`}; each time is exact to two minutes, over which Exchange Online gathers accesses.`,
    );
  }
  if (totals.sync > 0) {
    sentences.push(
      `${count(totals.sync, 'record')} of folder synchronisation (Sync) ${totals.sync === 1 ? 'is' : 'are'} valid, inside gaps too: throttling stops only Bind records. Everything in a folder that was synced must be presumed copied.`,
    );
  }
  sentences.push(...renamedSentences(facts.renamed));
  const scope = provesAbsence(facts) ? (declaredPeriods(facts)?.text ?? null) : null;
  const covered = totals.mailboxes - mailboxesBlind;
  if (scope !== null && covered > 0) {
    const by = usable(inputs).some(({ acquired }) => acquired.users !== null)
      ? ' by the users asked for'
      : '';
    const but =
      facts.rejected === 0 ? '' : `, but for ${count(facts.rejected, 'row')} that could not be read`;
    sentences.push(
      `Within the declared search (${scope}), no gap was found for ${covered} of ${count(totals.mailboxes, 'mailbox', 'mailboxes')}: Bind access to them${by} of the kinds that MailItemsAccessed records would be on record${but}.`,
    );
  }
  return sentences;
}

function renamedSentences({ mailboxes, examples }: Renamed): string[] {
  const told = examples.map(
    (names) =>
      `${list(names, names.length)} are one mailbox by its MailboxGuid, here called ${names.at(-1)}, as its latest record names it.`,
  );
  const left = mailboxes - examples.length;
  return left === 0
    ? told
    : [...told, `The same is so of ${count(left, 'mailbox', 'mailboxes')} more that had other names before.`];
}

export function cannotConclude(facts: TrustFacts): string[] {
  const { totals, inputs } = facts;
  if (totals.mailItemsAccessed === 0) {
    return [
      'These exports hold no MailItemsAccessed record. That no mail was accessed may not be concluded: the records may not have been asked for, made or kept.',
      ...blindness(facts),
    ];
  }
  const sentences: string[] = [];
  const declared = declaredPeriods(facts);
  if (declared === null) {
    sentences.push(
      'What was asked of the log (period, users, operations) is not known for every file. For any time, mailbox or kind of access without records, no access may not be concluded.',
    );
  }
  sentences.push(...contradictionSentences(facts.contradictions, inputs));
  const unasked = usable(inputs).filter((input) => !asksForMail(input)).length;
  if (unasked > 0) {
    sentences.push(
      `Of ${count(unasked, 'file')} it was declared that MailItemsAccessed was not searched for: that mail access is not on record there says nothing.`,
    );
  }
  if (declared?.cut != null) sentences.push(CUT[declared.cut.why](declared.cut.at));
  if (facts.mailboxesWithGaps > 0) {
    sentences.push(
      `For ${count(facts.mailboxesWithGaps, 'mailbox', 'mailboxes')} the log has gaps: that messages were not read in them may not be concluded.`,
    );
  }
  sentences.push(...blindness(facts));
  if (facts.truncatedInputs > 0) {
    sentences.push(
      `${count(facts.truncatedInputs, 'file')} may be cut short, by a row limit or in transfer: records may be missing from ${facts.truncatedInputs === 1 ? 'it' : 'them'} at any time of the period.`,
    );
  }
  if (facts.rejected > 0) {
    sentences.push(
      `${count(facts.rejected, 'row')} could not be read; what ${facts.rejected === 1 ? 'it says' : 'they say'} is not part of this statement.`,
    );
  }
  if (inputs.some(({ warnings }) => warnings.includes('message-ids-lost'))) {
    sentences.push(
      'An export without message ids is among the files: which messages its records touched cannot be told from it.',
    );
  }
  if (facts.unusedGrants.grants > 0) {
    const { grants, examples } = facts.unusedGrants;
    sentences.push(
      `Of ${count(grants, 'grant')} of access (${list(examples, examples.length, grants)}) no reading of mail is on record: it is not shown, which is not to say that there was none. What was sent, and the use of calendars, leave no such record.`,
    );
  }
  sentences.push(
    'A record shows that a message was accessed, not that a person read it. Repeated access to the same message within an hour in the same context is not recorded again, so counts of accesses are lower bounds.',
    'MailItemsAccessed never shows: mail reviewed or exported through eDiscovery; properties such as subject, sender and size read over EWS without opening the message; what was done with mail after it was synced; mail read from a backup, a journal or a forwarded copy.',
  );
  return sentences;
}

/** What the log does not hold for the whole tenant, of one account, or of mailboxes never seen in it. */
function blindness({ gapKinds }: TrustFacts): string[] {
  const sentences = gapKinds.flatMap((gap) => {
    const sentence = BLINDNESS[gap.kind]?.(list(gap.names, gap.names.length, gap.concerned), gap);
    return sentence === undefined ? [] : [sentence];
  });
  // Of some kinds it is the same whether they are proven or suspected.
  return [...new Set(sentences)];
}

const BLINDNESS: Partial<Record<GapKind, (names: string, gap: GapCount) => string>> = {
  'ingestion-disabled': (names, { gaps }) =>
    `The unified audit log${names === '' ? '' : ` of the organisation ${names}`} was switched off for ${count(gaps, 'stretch', 'stretches')} of time: of these nothing at all may be concluded, for any ${names === '' ? 'mailbox' : 'mailbox of it'}.`,
  'audit-disabled': (names, { gaps }) =>
    `Mailbox auditing of the organisation ${names === '' ? '' : `${names} `}was disabled for ${count(gaps, 'stretch', 'stretches')} of time: that mail was not read in them may not be concluded, for any ${names === '' ? 'mailbox' : 'mailbox of it'}.`,
  'audit-bypass': (names, { certainty }) =>
    `An audit bypass ${certainty === 'proven' ? 'kept' : 'may have kept'} what ${names} did out of the log, in every mailbox: which mail ${names} read while it lasted may not be concluded.`,
  'audit-actions-removed': (names) =>
    `MailItemsAccessed was taken out of what is recorded of ${names}: of the time without it, that mail was not read may not be concluded.`,
  'audit-plan-removed': (names) =>
    `${names} lost the licence that records of mail access needed: from then on, that mail was not read may not be concluded.`,
  'ediscovery-access': (names, { certainty }) =>
    `${names} ${certainty === 'proven' ? 'had mail shown or exported' : 'searched mail'} through eDiscovery, which leaves no MailItemsAccessed record: which messages were seen that way may not be concluded from this log.`,
  'not-covered': (names, { concerned }) =>
    `No mail access to ${names} is on record, though other records name ${concerned === 1 ? 'this mailbox' : 'these mailboxes'}: access may not have been recorded, and that there was none may not be concluded.`,
  silence: (names) =>
    `${names} fell silent for longer than chance explains: that access simply stopped may not be concluded.`,
  'collection-outage': (names, { gaps, certainty }) =>
    certainty === 'proven'
      ? `For ${count(gaps, 'stretch', 'stretches')} of time records${names === '' ? '' : ` of ${names}`} were asked for or due and did not come: of these nothing may be concluded.`
      : `For ${count(gaps, 'stretch', 'stretches')} of time no mail access of anybody is on record, though there should be much: of these nothing may be concluded.`,
  retention: () =>
    'Part of the searched time lies further back than records are kept: that nothing happened in it may not be concluded.',
};

const CUT: Record<Cut['why'], (at: string) => string> = {
  late: (at) =>
    `Records can arrive a day late, and the log was searched soon after: of the time from ${at} on, no access may not be concluded.`,
  silent: (at) =>
    `No mail access of anybody is on record after ${at}, for days that should hold much: of the time from then on, no access may not be concluded, though it was declared as searched.`,
  'no-record': (at) =>
    `When the log was acquired is not known for every file, and no record of anybody follows ${at}: the files may end there, or later records may not have arrived yet. Of the time from then on, no access may not be concluded, though it was declared as searched.`,
};

/** A file cut short, or one for which MailItemsAccessed was not asked for, proves no absence. */
function provesAbsence({ inputs, truncatedInputs }: TrustFacts): boolean {
  return truncatedInputs === 0 && usable(inputs).every(asksForMail);
}

function asksForMail({ acquired: { operations } }: ReportInput): boolean {
  return operations === null || operations.some((name) => name.toLowerCase() === 'mailitemsaccessed');
}

interface Cut {
  at: string;
  /** records may still have been on their way; or nobody knows when the log was acquired, and no record is later; or there should be some */
  why: 'late' | 'no-record' | 'silent';
}

interface Declared {
  /** periods in which records would be on record, such as '… to …; … to …'; null when none is long enough ago */
  text: string | null;
  /** where the last of them ends earlier than was declared, else null */
  cut: Cut | null;
}

/** What was declared for every input, or null as soon as one does not say. Files of separate periods prove nothing of the time between. */
function declaredPeriods({ inputs, silentAfter }: TrustFacts): Declared | null {
  const held = usable(inputs);
  const lastRecord = Math.max(...held.flatMap(({ last }) => (last === null ? [] : [seconds(last)])));
  const periods = held.map(({ first, last, acquired: { from, to, at } }) => {
    const arrived = at === null ? lastRecord : seconds(at) - LATENESS_S;
    const known = Math.min(arrived, silentAfter ?? arrived);
    const why: Cut['why'] = known < arrived ? 'silent' : at === null ? 'no-record' : 'late';
    const period = { from: seconds(from), to: Math.min(seconds(to), known) };
    // Where all that is there lies elsewhere, that time was hardly what was searched.
    const elsewhere = seconds(first) > seconds(to) || seconds(last) < period.from;
    return { ...period, ...(elsewhere ? { to: period.from } : {}), why: known < seconds(to) ? why : null };
  });
  if (periods.length === 0 || periods.some(({ from, to }) => Number.isNaN(from + to))) return null;
  const merged = merge(periods);
  const end = Math.max(...periods.map(({ to }) => to));
  const last = periods.find(({ to, why }) => why !== null && to === end);
  return {
    text:
      merged.length === 0
        ? null
        : merged.map(({ from, to }) => `${isoTime(from)} to ${isoTime(to)}`).join('; '),
    cut: last?.why == null ? null : { at: isoTime(end), why: last.why },
  };
}
