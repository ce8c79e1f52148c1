import { warningWords } from '../../analysis/input-warnings.ts';
import type { Acquired, RejectedRow, ReportInput } from '../../analysis/report.ts';
import type { InputsSection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { pageButtons, shown } from '../_shared/lists.ts';
import { bold, dotted, type Run, subtle, text } from '../_shared/rich.ts';
import { FORMAT_WORDS } from '../_shared/vocabulary.ts';
import { bytes, count, cut, few, name, plural, sentence, shorten, span, time } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

/** `against`: what the records say against what was just declared of the search, in sentences */
type InputsInput = InputsSection & { against?: string[] };

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    /** The files of a case: what each was, and what became of each of its rows. */
    inputs: InputsInput;
  }
}

export const card = defineCard<InputsInput>({
  template,
  rows: 8,
  data(section, rows) {
    const files = shown(section.inputs, rows);
    const rejected = shown(section.rejected, rows);
    const data = { caseId: section.case.id };
    return {
      headline: headline(section),
      colour: section.rejected.total > 0 || against(section).length > 0 ? 'warning' : 'default',
      about: dotted(`case ${name(section.case.name)}`, 'every row is a record, a duplicate or rejected'),
      against: against(section)
        .slice(0, Math.min(rows, 4))
        .map((one) => ({
          inlines: [bold('Careful: '), text(sentence(shorten(one, 600)))],
        })),
      files: files.items.map((input) => ({
        title: [bold(name(input.name)), ...(input.member === null ? [] : [text(` / ${name(input.member)}`)])],
        facts: facts(input),
        sha256: `SHA-256 ${input.sha256}`,
        warnings: input.warnings.slice(0, 6).map((code) => ({
          inlines: [bold('Careful: '), text(cut(warningWords(code), 300))],
        })),
      })),
      filesNote: files.note,
      rejectedTitle: `Rejected rows (${count(section.rejected.total)})`,
      rejected: rejected.items.map((row) => ({ inlines: rejectedLine(row) })),
      rejectedNote: rejected.note,
      paging: pageButtons('show-inputs', data, [files, rejected], rows),
      buttons: [button('Gaps', 'show-gaps', data), button('Summary', 'show-summary', data)],
    };
  },
  summary: (section) => `${headline(section)} (case ${name(section.case.name)})`,
});

const against = ({ against: sentences = [] }: InputsInput) => sentences;

function headline(section: InputsInput): string {
  const { inputs, rejected } = section;
  if (against(section).length > 0) return 'What was declared of the search does not fit the records';
  const files = plural(inputs.total, 'file');
  return rejected.total === 0
    ? `${files} read, no row rejected`
    : `${files} read, ${plural(rejected.total, 'row')} rejected`;
}

function facts(input: ReportInput): { title: string; value: string }[] {
  const parts = `${plural(input.records, 'record')} + ${plural(input.duplicates, 'duplicate')} + ${count(input.rejected)} rejected`;
  return [
    { title: 'Shape', value: `${FORMAT_WORDS[input.format] ?? input.format}, ${bytes(input.bytes)}` },
    { title: 'Rows', value: `${count(input.rows)} = ${parts}` },
    { title: 'Mail access', value: plural(input.mailItemsAccessed, 'record') },
    {
      title: 'Records',
      value: input.first === null || input.last === null ? 'none' : span(input.first, input.last),
    },
    { title: 'Searched', value: searched(input.acquired) },
  ];
}

/** First and last record are not the searched period, so what nobody declared is said to be unknown. */
function searched({ at, by, from, to, users, operations }: Acquired): string {
  const words = dotted(
    from !== null && to !== null && span(from, to),
    users !== null && (users.length === 0 ? 'no user' : few(users, 3)),
    operations !== null && few(operations, 3),
    at !== null && `on ${time(at)}`,
    by !== null && `by ${name(by)}`,
  );
  return words === '' ? 'unknown: nobody has said what was asked of the log' : words;
}

function rejectedLine({ input, row, reason, excerpt }: RejectedRow): Run[] {
  return [
    bold(`${name(input)}, row ${count(row)}: `),
    text(cut(reason, 200)),
    ...(excerpt ? [subtle(` · ${cut(excerpt, 120)}`)] : []),
  ];
}
