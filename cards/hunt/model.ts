import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { type AuditAllowance, huntHeadline, type ShownHunt } from '../_shared/hunt-words.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { shownOf } from '../_shared/lists.ts';
import { bold, subtle, text } from '../_shared/rich.ts';
import { count, plural, sentence, span, time } from '../_shared/words.ts';

/** A hunt in the live tenant; the same card is edited in place until it is done. */
export interface HuntInput {
  hunt: ShownHunt;
  /** null for Defender, which has no such allowance */
  allowance: AuditAllowance | null;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    hunt: HuntInput;
  }
}

export const card = defineCard<HuntInput>({
  template: lineTemplate,
  rows: 8,
  data({ hunt, allowance }, rows): LineCard {
    const missing = shownOf(hunt.missing, rows);
    return {
      headline: huntHeadline(hunt),
      about: `${span(hunt.from, hunt.to)}${hunt.case === null ? '' : `, into case ${hunt.case.name}`}`,
      groups: [
        ...group('', state(hunt)),
        ...group('How it was asked', [line(text(asked(hunt)))]),
        ...group('How it was read', attestation(hunt)),
        ...group(
          'Not obtained',
          missing.items.map(({ from, to, why }) =>
            line(bold(`${span(from, to)}: `, 'attention'), text(sentence(why))),
          ),
        ),
        ...group("Microsoft's limits", limits(hunt, allowance)),
      ],
      note: missing.note,
      paging: [],
      buttons: [
        ...(hunt.end === null ? [button('Cancel', 'cancel-hunt', { huntId: hunt.id })] : []),
        ...(hunt.case === null ? [] : [button('Summary', 'show-summary', { caseId: hunt.case.id })]),
      ],
    };
  },
  summary: ({ hunt }) => huntHeadline(hunt),
});

function state({ end, engine, deadline, why, read, missing, target }: HuntInput['hunt']) {
  if (end === null) {
    const hours = engine === 'audit' ? 'Microsoft takes minutes to hours for an audit query. ' : '';
    return [line(text(`${hours}What has not come by ${time(deadline)} is given up and named here.`))];
  }
  if (end === 'cancelled' && engine === 'audit') {
    return [
      line(
        text('Audit queries that were submitted cannot be cancelled at Microsoft: they run to their end.'),
      ),
      line(text('Mailtrail reads nothing more of them. What had come is in the case.')),
    ];
  }
  if (end === 'cancelled') return [line(text('What had come is in the case.'))];
  if (end === 'failed') return [line(text(sentence(why ?? 'a fault of Mailtrail; the log says more')))];
  if (read.distinct > 0 || missing.length > 0) return [];
  return [
    line(text('The search ended well and returned no records. That nothing happened is not shown by it:')),
    line(text('where auditing is off, a search returns none either. Write coverage to see who is recorded.')),
    ...(target.kind === 'mailbox'
      ? [line(text('The log names mailboxes by their sign-in name, which may differ from the address.'))]
      : []),
  ];
}

function asked({ engine, target, unfiltered }: HuntInput['hunt']): string {
  if (engine === 'defender') {
    const rare = 'Mail access of applications that read at most three mailboxes in the window';
    const what = target.kind === 'tenant' ? rare : 'Mail access';
    return `${what}, from Defender XDR (CloudAppEvents), which keeps 30 days and only what its connector to Microsoft 365 brought. Each window was asked for twice.`;
  }
  const by = 'By operation: MailItemsAccessed and those that rules read.';
  if (target.kind === 'tenant') return by;
  if (target.kind === 'app') {
    return `${by} Microsoft has no filter for applications: everything of the period is read, and what names it is kept.`;
  }
  if (unfiltered)
    return `${by} No other filter: everything of the period is read, and what is about it is kept.`;
  if (target.kind === 'ip') {
    return `${by} Microsoft's filter by address and its text search, united. Neither is documented to find every record; hunt with unfiltered reads everything.`;
  }
  return `${by} Microsoft's text search for the mailbox, which finds delegates and applications, united with what the account itself did. The text search is not documented to find every record; hunt with unfiltered reads everything.`;
}

function attestation({ read, engine }: HuntInput['hunt']) {
  const [first, second] = read.passes;
  if (!first || !second || first.pages + second.pages === 0) return [];
  const unit = engine === 'audit' ? 'page' : 'answer';
  const differ = read.onlyFirst + read.onlySecond + read.differing;
  return [
    line(
      bold('Twice: '),
      text(`${plural(first.pages, unit)} with ${plural(first.records, 'record')}, then `),
      text(`${plural(second.pages, unit)} with ${plural(second.records, 'record')}`),
    ),
    line(
      bold(`${count(read.distinct)} kept by id`),
      text(`, ${plural(read.duplicates, 'duplicate')}`),
      ...(read.unrelated === 0 ? [] : [text(`, ${count(read.unrelated)} about something else left out`)]),
    ),
    differ === 0
      ? line(subtle('Both readings gave the same.'))
      : line(
          bold('The readings differed: ', 'attention'),
          text(
            `${count(read.onlyFirst)} came only the first time, ${count(read.onlySecond)} only the second, `,
          ),
          text(`${count(read.differing)} with different content. What neither gave cannot be excluded.`),
        ),
  ];
}

function limits({ end, inFlight }: HuntInput['hunt'], allowance: AuditAllowance | null) {
  if (allowance === null) return [];
  const { used, most, nextAt } = allowance;
  const wait = nextAt === null || end !== null ? '' : `; the next at ${time(nextAt)}`;
  return [
    line(
      text(`${count(used)} of ${count(most)} audit queries submitted in 24 hours${wait}`),
      ...(end === null
        ? [text(` · ${count(inFlight)} running, at most ${count(allowance.inFlight)} at once`)]
        : []),
    ),
  ];
}
