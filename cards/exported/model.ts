import type { CaseIdentity } from '../../analysis/report.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { bold, exact, text } from '../_shared/rich.ts';
import { bytes, cut, name, sentence } from '../_shared/words.ts';

/** An export that was written. */
export interface ExportedInput {
  case: CaseIdentity;
  /** path: where it lies on this computer; null where it is handed over */
  file: { kind: string; name: string; path: string | null; bytes: number; sha256: string };
  /** what is in it */
  about: string;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    exported: ExportedInput;
  }
}

export const card = defineCard<ExportedInput>({
  template: lineTemplate,
  data(input): LineCard {
    const { file } = input;
    return {
      headline: headline(input),
      about: sentence(input.about),
      groups: group('', [
        line(bold('File  '), exact(cut(file.path ?? file.name, 400))),
        line(bold('SHA-256  '), exact(cut(file.sha256, 64))),
        line(text(file.path === null ? HANDED_OVER : 'The same export again replaces it.')),
      ]),
      note: '',
      paging: [],
      buttons: [button('Summary', 'show-summary', { caseId: input.case.id })],
    };
  },
  summary: headline,
});

const HANDED_OVER = 'Allow it below, and it is put into your OneDrive. Nobody else gets it from me.';

function headline({ file, case: { name: caseName } }: ExportedInput): string {
  return `Written: ${cut(file.kind, 40)} of case ${name(caseName)}, ${bytes(file.bytes)}`;
}
