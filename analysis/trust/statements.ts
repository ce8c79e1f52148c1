/** What can and cannot be concluded from the log of a case, in sentences a lawyer can quote. */
import type { ReportInput, Totals, TrustVerdict, Window } from '../report.ts';

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

export function canConclude({ totals, window, inputs, mailboxesWithGaps }: TrustFacts): string[] {
  if (totals.mailItemsAccessed === 0) return [];
  const sentences = [
    `${count(totals.mailboxMessages, 'message')} in ${count(totals.mailboxes, 'mailbox', 'mailboxes')} ${totals.mailboxMessages === 1 ? 'is' : 'are'} on record as accessed singly (Bind) between ${window.from} and ${window.to}; each time is exact to two minutes, over which Exchange Online gathers accesses.`,
  ];
  if (totals.sync > 0) {
    sentences.push(
      `${count(totals.sync, 'record')} of folder synchronisation (Sync) ${totals.sync === 1 ? 'is' : 'are'} valid, inside gaps too: throttling stops only Bind records. Everything in a folder that was synced must be presumed copied.`,
    );
  }
  const scope = declaredPeriod(inputs);
  const covered = totals.mailboxes - mailboxesWithGaps;
  if (scope !== null && covered > 0) {
    sentences.push(
      `Within the declared search (${scope}), no gap was found for ${covered} of ${count(totals.mailboxes, 'mailbox', 'mailboxes')}: Bind access to them of the kinds that MailItemsAccessed records would be on record.`,
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
  if (declaredPeriod(inputs) === null) {
    sentences.push(
      'What was asked of the log (period, users, operations) is not known for every file. For any time, mailbox or kind of access without records, no access may not be concluded.',
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

/** The period declared for every input, or null as soon as one does not say. */
function declaredPeriod(inputs: readonly ReportInput[]): string | null {
  const used = inputs.filter(({ records, duplicates }) => records + duplicates > 0);
  const periods = used.map(({ acquired }) =>
    acquired.from !== null && acquired.to !== null ? acquired : null,
  );
  if (used.length === 0 || periods.includes(null)) return null;
  const from = used.map(({ acquired }) => acquired.from as string).sort()[0];
  const to = used
    .map(({ acquired }) => acquired.to as string)
    .sort()
    .at(-1);
  return `${from} to ${to}`;
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
