import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { name, shorten } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

/** Asks until when a finding is not to be shown again, and why. */
export interface SuppressInput {
  caseId: string;
  finding: { id: string; title: string; mailboxes: string[] };
  alert?: boolean;
  /** days, YYYY-MM-DD: the first and last that can be chosen, and the one that stands there */
  first: string;
  last: string;
  until: string;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    suppress: SuppressInput;
  }
}

export const card = defineCard<SuppressInput>({
  template,
  data(input) {
    const { caseId, finding, alert, first, last, until } = input;
    const data = { caseId, id: finding.id, ...(alert ? { alert } : {}) };
    return {
      headline: headline(input),
      about: `Case ${name(caseId)}. It stays in the list, marked as suppressed, with who, why and until when. More evidence for it is still counted.`,
      first,
      last,
      until,
      buttons: [
        button('Suppress', 'suppress-finding', data),
        button('Back', 'show-finding', { caseId, id: finding.id }),
      ],
    };
  },
  summary: headline,
});

function headline({ finding }: SuppressInput): string {
  return `Suppress this one finding: ${shorten(finding.title, 160)}?`;
}
