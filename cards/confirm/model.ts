import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { bold, type Colour, type Run, text } from '../_shared/rich.ts';
import { name, sentence, time } from '../_shared/words.ts';
import type { ConfirmRequest, Deed } from '../_shared/work.ts';
import template from './template.json' with { type: 'json' };

/** Something that cannot be undone: asked by one person, confirmed or refused by another. */
export interface ConfirmInput {
  request: ConfirmRequest;
  caseName: string;
  /** null while it waits */
  answer: (Deed & { confirmed: boolean }) | null;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    confirm: ConfirmInput;
  }
}

interface Words {
  question(caseName: string, person: string): string;
  done(caseName: string, person: string): string;
  means: string;
}

const WORDS: Record<ConfirmRequest['kind'], Words> = {
  purge: {
    question: (caseName) => `Delete the case ${caseName} for good?`,
    done: (caseName) => `Deleted: the case ${caseName}`,
    means:
      'Its files, records, markers, notes and clocks are deleted and cannot be brought back. The audit trail stays.',
  },
  'lift-hold': {
    question: (caseName) => `Lift the legal hold of ${caseName}?`,
    done: (caseName) => `Legal hold lifted: ${caseName}`,
    means: 'From then on the case can be deleted.',
  },
  override: {
    question: (caseName, person) => `Let ${person} into ${caseName} all the same?`,
    done: (caseName, person) => `Let in: ${person}, into ${caseName}`,
    means:
      'The account is exposed or marked hostile in this case: an attacker who is in it reads what it is shown here.',
  },
};

export const card = defineCard<ConfirmInput>({
  template,
  data(input) {
    const { request, answer } = input;
    const { caseId, id: requestId } = request;
    const kind = WORDS[request.kind];
    return {
      headline: headline(input),
      colour: colourOf(input),
      means: answer === null ? kind.means : '',
      lines: [
        line('Why: ', sentence(request.reason)),
        line('Asked by: ', `${name(request.by.name)}, ${time(request.at)}`),
        answer === null
          ? line('Needs: ', `another lead, until ${time(request.expiresAt)}. Who asked cannot confirm.`)
          : line(
              answer.confirmed ? 'Confirmed by: ' : 'Refused by: ',
              `${name(answer.by.name)}, ${time(answer.at)}`,
            ),
      ],
      buttons:
        answer === null
          ? [
              button('Confirm', 'confirm-request', { caseId, requestId }),
              button('Refuse', 'refuse-request', { caseId, requestId }),
            ]
          : [],
    };
  },
  summary: (input) => sentence(headline(input)),
});

function headline({ request, caseName, answer }: ConfirmInput): string {
  const words = WORDS[request.kind];
  const [about, person] = [name(caseName), name(request.person?.name ?? '')];
  if (answer === null) return words.question(about, person);
  // A refusal must never read like a confirmation.
  return answer.confirmed ? words.done(about, person) : `Refused, nothing was changed: ${about}`;
}

function colourOf({ request, answer }: ConfirmInput): Colour {
  if (answer !== null) return 'default';
  return request.kind === 'purge' ? 'attention' : 'warning';
}

function line(label: string, words: string): { inlines: Run[] } {
  return { inlines: [bold(label), text(words)] };
}
