import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { shownOf } from '../_shared/lists.ts';
import { bold, dotted, type Run, subtle, text } from '../_shared/rich.ts';
import { name, plural, time } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

/** A case as the engine lists it. */
export interface ListedCase {
  id: string;
  name: string;
  createdAt: string;
  inputs: number;
  records: number;
}

export interface CasesInput {
  /** the newest first: the card shows the first of them */
  cases: ListedCase[];
  /** the case that commands of this chat are about; null when there is none */
  currentId: string | null;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    cases: CasesInput;
  }
}

export const card = defineCard<CasesInput>({
  template,
  data({ cases, currentId }, rows) {
    const some = shownOf(currentFirst(cases, currentId), rows);
    return {
      headline: headline(cases),
      cases: some.items.map((one) => ({
        title: title(one, currentId),
        detail: detail(one),
        open: [button('Open', 'show-summary', { caseId: one.id })],
      })),
      note: dotted(some.note, cases.length === 0 && 'Send an export, or start with the sample tenant.'),
      buttons: [
        ...(cases.length === 0 ? [button('Analyze the sample tenant', 'analyze-sample', {})] : []),
        button('Help', 'help', {}),
      ],
    };
  },
  summary: ({ cases }) => headline(cases),
});

function headline(cases: ListedCase[]): string {
  return cases.length === 0 ? 'There is no case yet' : plural(cases.length, 'case');
}

function currentFirst(cases: ListedCase[], currentId: string | null): ListedCase[] {
  return [...cases.filter(({ id }) => id === currentId), ...cases.filter(({ id }) => id !== currentId)];
}

function title(one: ListedCase, currentId: string | null): Run[] {
  return [bold(name(one.name)), text(one.id === currentId ? ' · current' : '', 'accent')];
}

function detail(one: ListedCase): Run[] {
  return [
    text(dotted(plural(one.inputs, 'file'), plural(one.records, 'record'))),
    subtle(` · since ${time(one.createdAt)}`),
  ];
}
