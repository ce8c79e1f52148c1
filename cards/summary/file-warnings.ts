/** What is wrong with the files of a case, one line for each file that has something wrong. */
import { warningWords } from '../../analysis/input-warnings.ts';
import type { ReportInput } from '../../analysis/report.ts';
import type { Page } from '../../analysis/sections.ts';
import { bold, type Run, subtle, text } from '../_shared/rich.ts';
import { count, cut, name, plural } from '../_shared/words.ts';

/** '2 files: 50,000 rows, 3 of them rejected', of the files that are at hand. */
export function filesRead({ items, total }: Page<ReportInput>): Run[] {
  const rows = items.reduce((sum, input) => sum + input.rows, 0);
  const rejected = items.reduce((sum, input) => sum + input.rejected, 0);
  const counted = `: ${plural(rows, 'row')}, ${rejected === 0 ? 'none' : count(rejected)} of them rejected`;
  return [bold(plural(total, 'file')), text(items.length === total && total > 0 ? counted : '')];
}

const MOST_SENTENCES = 5;

export function fileWarnings(inputs: Page<ReportInput>, rows: number): { inlines: Run[] }[] {
  const lines = inputs.items.flatMap((input) => {
    const sentences = problems(input);
    if (sentences.length === 0) return [];
    const file = name(input.member === null ? input.name : `${input.name} / ${input.member}`);
    return [{ inlines: [bold(`${file}: `), text(sentences.slice(0, MOST_SENTENCES).join(' '))] }];
  });
  const unseen = inputs.total - inputs.items.length;
  const left = lines.length - rows;
  return [
    ...lines.slice(0, rows),
    ...(left > 0
      ? [{ inlines: [subtle(`and ${plural(left, 'more file')} with something to say: see Files`)] }]
      : []),
    ...(unseen > 0 && lines.length > 0
      ? [{ inlines: [subtle(`${plural(unseen, 'more file')} not looked at here: see Files`)] }]
      : []),
  ];
}

function problems({ warnings, rejected, conflicts }: ReportInput): string[] {
  return [
    ...warnings.map((code) => cut(warningWords(code), 300)),
    ...(rejected > 0
      ? [`${plural(rejected, 'row')} could not be read and ${rejected === 1 ? 'is' : 'are'} not counted.`]
      : []),
    ...(conflicts > 0
      ? [
          `${count(conflicts)} ${conflicts === 1 ? 'record came' : 'records came'} twice with different content; the fullest was kept.`,
        ]
      : []),
  ];
}
