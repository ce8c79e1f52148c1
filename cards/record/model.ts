import type { CaseIdentity } from '../../analysis/report.ts';
import type { RawRecord } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { bold, dotted, exact, text } from '../_shared/rich.ts';
import { FORMAT_WORDS } from '../_shared/vocabulary.ts';
import { count, cut, name, plural, time } from '../_shared/words.ts';

/** One record as it was received, and whether the file it came in is still the same. */
export interface RecordInput {
  case: CaseIdentity;
  record: RawRecord;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    record: RecordInput;
  }
}

/** Characters of the row itself: what is longer is in the evidence, whole. */
const ROOM = 2_400;

export const card = defineCard<RecordInput>({
  template: lineTemplate,
  data(input): LineCard {
    const { record } = input;
    const { input: file, member, row, format, sha256, text: raw } = record;
    const left = (raw?.length ?? 0) - ROOM;
    return {
      headline: headline(input),
      about: dotted(
        `row ${count(row)} of ${name(file)}`,
        member !== null && name(member),
        FORMAT_WORDS[format],
        `case ${name(input.case.name)}`,
      ),
      groups: [
        ...group('', [
          line(bold('Record  '), exact(cut(record.recordId, 100))),
          line(bold('Is it as received?  '), text(asReceived(record))),
          line(bold('SHA-256 of the file  '), exact(cut(sha256, 64))),
        ]),
        ...group('The row, as it stands in the file', raw === null ? [] : [line(exact(raw.slice(0, ROOM)))]),
      ],
      note: left > 0 ? `And ${plural(left, 'character')} more. Export evidence holds the file whole.` : '',
      paging: [],
      buttons: [
        button('Inputs', 'show-inputs', { caseId: input.case.id }),
        button('Summary', 'show-summary', { caseId: input.case.id }),
      ],
    };
  },
  summary: headline,
});

function headline({ record }: RecordInput): string {
  return `${cut(record.operation, 60) || 'A record'}, ${time(record.time)}`;
}

function asReceived({ found, sha256, sha256Now }: RawRecord): string {
  const same = sha256 === sha256Now;
  if (found && same) return 'Yes: the file has the digest it had when it was read.';
  if (found) return 'The row is there, but the file has changed since it was read.';
  return same
    ? 'The file is unchanged, but the row could not be found in it again.'
    : 'No: the file has changed since it was read, and the row is not there any more.';
}
