import type { Context } from '../../analysis/report.ts';
import type { WhoReadCopy, WhoReadSection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { calledWords } from '../_shared/called.ts';
import { defineCard } from '../_shared/define-card.ts';
import { type LineCard, type LineGroup, line, lineTemplate } from '../_shared/line-card.ts';
import { pageButtons, shown } from '../_shared/lists.ts';
import { bold, dotted, subtle, text } from '../_shared/rich.ts';
import { gapLabel, gapSpan, PROTOCOL_WORDS } from '../_shared/vocabulary.ts';
import { count, cut, few, name, plural, sentence, span, time } from '../_shared/words.ts';

/** Who can have read the messages that were asked for. */
export interface WhoReadInput extends WhoReadSection {
  /** the name of the question, for turning pages */
  question: string;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    'who-read': WhoReadInput;
  }
}

export const card = defineCard<WhoReadInput>({
  template: lineTemplate,
  rows: 6,
  data(input, rows): LineCard {
    const caseId = input.case.id;
    const copies = shown(input.copies, rows);
    return {
      headline: headline(input),
      about: dotted(
        `case ${name(input.case.name)}`,
        input.since === null
          ? 'the time of delivery is not known, so the whole period counts'
          : `since ${time(input.since)}`,
        'a record shows access, not that a person read it',
      ),
      groups: copies.items.map(groupOf),
      note: copies.note,
      paging: pageButtons('show-who-read', { caseId, question: input.question }, [copies], rows),
      buttons: [
        button('Gaps', 'show-gaps', { caseId }),
        button('Messages', 'show-messages', { caseId }),
        button('Summary', 'show-summary', { caseId }),
      ],
    };
  },
  summary: headline,
});

/** Never that nobody read it: a Sync and a gap leave no record of a message. */
function headline({ asked, named }: WhoReadInput): string {
  const messages = plural(asked, 'message');
  if (named === 0)
    return `No record names ${asked === 1 ? 'this message' : `these ${messages}`}; access cannot be excluded`;
  if (named < asked)
    return `${count(named)} of ${messages} are named by records; of the others access cannot be excluded`;
  return asked === 1 ? 'Records name this message as accessed' : `Records name all ${messages} as accessed`;
}

function groupOf(copy: WhoReadCopy): LineGroup {
  return {
    title: `${cut(copy.id, 90)} · ${copy.mailbox === null ? 'in any mailbox' : name(copy.mailbox)}`,
    lines: [
      ...(copy.called === undefined
        ? []
        : [
            line(
              bold('Called  '),
              text(
                dotted(
                  copy.called.subject === null ? '' : cut(copy.called.subject, 110),
                  calledWords(copy.called),
                ),
              ),
            ),
          ]),
      line(bold('Read singly  '), text(sentence(binds(copy))), ...who(copy.readers, copy.binds > 0)),
      line(
        bold('May have been carried by a Sync  '),
        text(sentence(syncs(copy))),
        ...who(copy.syncers, copy.syncs > 0),
      ),
      line(bold('Not in the log  '), text(sentence(gaps(copy)))),
    ],
  };
}

function binds({ binds: records, firstBind, lastBind, folders }: WhoReadCopy): string {
  if (records === 0) return 'no record names it';
  const where = folders.length === 0 ? '' : `, in ${few(folders, 2)}`;
  return `${plural(records, 'record')} (Bind), ${span(firstBind, lastBind)}${where}`;
}

function syncs({
  syncs: records,
  syncsOfFolder,
  syncMailboxes,
  mailbox,
  firstSync,
  lastSync,
}: WhoReadCopy): string {
  if (records === 0) return 'no Sync is on record';
  const of = mailbox === null ? ` of ${plural(syncMailboxes, 'mailbox', 'mailboxes')}` : '';
  const same = syncsOfFolder > 0 ? `, ${count(syncsOfFolder)} of them of a folder it lay in` : '';
  return `${plural(records, 'Sync')}${of}, ${span(firstSync, lastSync)}${same}; a Sync takes whole folders and names no message`;
}

function gaps({ gaps: n, topGaps }: WhoReadCopy): string {
  if (n === 0)
    return 'no gap is known for that time; what the log never holds, such as reads of an eDiscovery search, cannot be excluded';
  const told = topGaps.map((gap) => `${gapLabel(gap)}, ${gapSpan(gap)}`);
  const more = n > told.length ? `; and ${count(n - told.length)} more` : '';
  return `${plural(n, 'gap')} in which an access leaves no record: ${told.join('; ')}${more}`;
}

function who(contexts: WhoReadCopy['readers'], any: boolean) {
  if (!any || contexts.length === 0) return [];
  const told = contexts.map(({ user, ip, protocol, verdict, hostileReads }) =>
    [
      name(user),
      `by ${PROTOCOL_WORDS[protocol]}`,
      ip === null ? '' : `from ${ip}`,
      hostileReads === 0 ? NOT_THIS : (MARKED[verdict] ?? ''),
    ]
      .filter((part) => part !== '')
      .join(' '),
  );
  return [subtle(`  ${told.join('; ')}`)];
}

/** A marker with a time may hit other reads of the same context alone. */
const NOT_THIS = '(not marked itself; other reads of this context are marked hostile)';

const MARKED: Partial<Record<Context['verdict'], string>> = {
  hostile: '(marked hostile)',
  unusual: '(unusual)',
  trusted: '(marked trusted)',
};
