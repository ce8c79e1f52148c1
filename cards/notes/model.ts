import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { noteLines } from '../_shared/finding-work.ts';
import { group, type LineCard, lineTemplate } from '../_shared/line-card.ts';
import { name, plural } from '../_shared/words.ts';
import type { Note } from '../_shared/work.ts';

/** What people noted about the whole case. */
export interface NotesInput {
  case: { id: string; name: string };
  notes: Note[];
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    notes: NotesInput;
  }
}

export const card = defineCard<NotesInput>({
  template: lineTemplate,
  rows: 12,
  data(input, rows): LineCard {
    return {
      headline: headline(input),
      about: 'Write note and your words to add one; note, a finding id and your words for one of a finding.',
      groups: group('', noteLines(input.notes, rows)),
      note: '',
      paging: [],
      buttons: [button('Summary', 'show-summary', { caseId: input.case.id })],
    };
  },
  summary: headline,
});

function headline({ case: { name: caseName }, notes }: NotesInput): string {
  if (notes.length === 0) return `No notes yet on case ${name(caseName)}`;
  return `${plural(notes.length, 'note')} on case ${name(caseName)}`;
}
