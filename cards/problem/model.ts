import type { InputProblem } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { shownOf } from '../_shared/lists.ts';
import { bold, text } from '../_shared/rich.ts';
import { clause, name, sentence, title } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

/** Something did not work. Says what happened, to which file, and what to do now. */
export interface ProblemInput {
  /** what happened; its first sentence is the first line of the card */
  what: string;
  /** more about it, when one sentence is not enough */
  detail?: string;
  /** files that gave nothing usable */
  files?: InputProblem[];
  /** what to do now, one sentence each */
  todo: string[];
  /** the case that goes on all the same, for a button to it */
  caseId?: string;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    problem: ProblemInput;
  }
}

const MOST_TODO = 5;

export const card = defineCard<ProblemInput>({
  template,
  data({ what, detail, files = [], todo, caseId }, rows) {
    const [first, ...rest] = sentences(what);
    const some = shownOf(files, rows);
    return {
      headline: title(first ?? ''),
      detail: [...rest, ...(detail === undefined ? [] : [detail])].map(sentence).join(' '),
      files: some.items.map((file) => ({
        inlines: [bold(`${fileName(file)}: `), text(clause(file.problem))],
      })),
      note: some.note,
      todo: todo.slice(0, MOST_TODO).map((one) => ({ inlines: [text(sentence(one))] })),
      buttons: [
        ...(caseId === undefined ? [] : [button('Summary', 'show-summary', { caseId })]),
        button('Help', 'help', {}),
      ],
    };
  },
  summary: ({ what, todo }) => [...sentences(what).slice(0, 1), ...todo.slice(0, 1)].map(sentence).join(' '),
});

function fileName({ name: file, member }: InputProblem): string {
  return member === null ? name(file) : `${name(file)} / ${name(member)}`;
}

/** Errors of the engine may be several sentences or lines; 'export.csv' is not the end of one. */
function sentences(text: string): string[] {
  return text.split(/(?<=[.!?])\s+|\n+/).filter((one) => one.trim() !== '');
}
