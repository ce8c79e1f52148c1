/** What can and cannot be concluded from the log of a case, in sentences a lawyer can quote. */
import type { ReportInput, Totals, TrustVerdict, Window } from '../report.ts';
import { isoTime } from '../time.ts';

export interface TrustFacts {
  totals: Totals;
  window: Window;
  inputs: readonly ReportInput[];
  gaps: number;
  mailboxesWithGaps: number;
  truncatedInputs: number;
  rejected: number;
}

/** Insufficient: nothing to conclude from. Sound: no gap found, within what was asked of the log. */
export function trustVerdict(facts: Pick<TrustFacts, 'totals' | 'gaps'>): TrustVerdict {
  if (facts.totals.mailItemsAccessed === 0) return 'insufficient';
  return facts.gaps > 0 ? 'gaps' : 'sound';
}

export function canConclude(facts: TrustFacts): string[] {
  const { totals, window, inputs, mailboxesWithGaps } = facts;
  if (totals.mailItemsAccessed === 0) return [];
  const sentences = [
    `${count(totals.mailboxMessages, 'message')} in ${count(totals.mailboxes, 'mailbox', 'mailboxes')} ${totals.mailboxMessages === 1 ? 'is' : 'are'} on record as accessed singly (Bind) between ${window.from} and ${window.to}; each time is exact to two minutes, over which Exchange Online gathers accesses.`,
  ];
  if (totals.sync > 0) {
    sentences.push(
      `${count(totals.sync, 'record')} of folder synchronisation (Sync) ${totals.sync === 1 ? 'is' : 'are'} valid, inside gaps too: throttling stops only Bind records. Everything in a folder that was synced must be presumed copied.`,
    );
  }
  const scope = provesAbsence(facts) ? (declaredPeriods(inputs)?.text ?? null) : null;
  const covered = totals.mailboxes - mailboxesWithGaps;
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

export function cannotConclude(facts: TrustFacts): string[] {
  const { totals, inputs } = facts;
  if (totals.mailItemsAccessed === 0) {
    return [
      'These exports hold no MailItemsAccessed record. That no mail was accessed may not be concluded: the records may not have been asked for, made or kept.',
    ];
  }
  const sentences: string[] = [];
  const declared = declaredPeriods(inputs);
  if (declared === null) {
    sentences.push(
      'What was asked of the log (period, users, operations) is not known for every file. For any time, mailbox or kind of access without records, no access may not be concluded.',
    );
  }
  if (declared?.cutAt != null) {
    sentences.push(
      `Records can arrive a day late, and the log was searched soon after: of the time from ${declared.cutAt} on, no access may not be concluded.`,
    );
  }
  if (facts.gaps > 0) {
    sentences.push(
      `For ${count(facts.mailboxesWithGaps, 'mailbox', 'mailboxes')} the log has gaps: that messages were not read in them may not be concluded.`,
    );
  }
  if (facts.truncatedInputs > 0) {
    sentences.push(
      `${count(facts.truncatedInputs, 'file')} may be cut short by a row limit: records may be missing from ${facts.truncatedInputs === 1 ? 'it' : 'them'} at any time of the period.`,
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
  sentences.push(
    'A record shows that a message was accessed, not that a person read it. Repeated access to the same message within an hour in the same context is not recorded again, so counts of accesses are lower bounds.',
    'MailItemsAccessed never shows: mail reviewed or exported through eDiscovery, properties such as subject and sender read over EWS without opening the message, and what was done with mail after it was synced.',
  );
  return sentences;
}

/** A file cut short, or one for which MailItemsAccessed was not asked for, proves no absence. */
function provesAbsence({ inputs, truncatedInputs }: TrustFacts): boolean {
  const asked = ({ acquired: { operations } }: ReportInput) =>
    operations === null || operations.some((name) => name.toLowerCase() === 'mailitemsaccessed');
  return truncatedInputs === 0 && usable(inputs).every(asked);
}

function usable(inputs: readonly ReportInput[]): ReportInput[] {
  return inputs.filter(({ records, duplicates }) => records + duplicates > 0);
}

interface Declared {
  /** periods in which records would be on record, such as '… to …; … to …'; null when none is long enough ago */
  text: string | null;
  /** where the last of them ends early because records may still have been on their way, else null */
  cutAt: string | null;
}

/** Records arrive within 60 to 90 minutes as a rule, but without a promise; the report's schema reckons with a day. */
const LATENESS_S = 86_400;

/** What was declared for every input, or null as soon as one does not say. Files of separate periods prove nothing of the time between. */
function declaredPeriods(inputs: readonly ReportInput[]): Declared | null {
  const periods = usable(inputs).map(({ acquired: { from, to, at } }) => ({
    from: seconds(from),
    to: Math.min(seconds(to), at === null ? Number.POSITIVE_INFINITY : seconds(at) - LATENESS_S),
    cut: at !== null && seconds(at) - LATENESS_S < seconds(to),
  }));
  if (periods.length === 0 || periods.some(({ from, to }) => Number.isNaN(from + to))) return null;
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of periods.filter((one) => one.from < one.to).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  const end = Math.max(...periods.map(({ to }) => to));
  return {
    text:
      merged.length === 0
        ? null
        : merged.map(({ from, to }) => `${isoTime(from)} to ${isoTime(to)}`).join('; '),
    cutAt: periods.some(({ to, cut }) => cut && to === end) ? isoTime(end) : null,
  };
}

function seconds(time: string | null): number {
  return time === null ? Number.NaN : Math.floor(Date.parse(time) / 1000);
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
