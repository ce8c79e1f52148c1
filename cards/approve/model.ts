import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { count, cut, name } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

/** Asks why an application is approved, for the networks and mailboxes of one finding. */
export interface ApproveInput {
  caseId: string;
  finding: { id: string };
  app: string;
  networks: string[];
  mailboxes: string[];
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    approve: ApproveInput;
  }
}

export const card = defineCard<ApproveInput>({
  template,
  data(input) {
    const { caseId, finding, networks, mailboxes } = input;
    return {
      headline: headline(input),
      from: `From: ${listed(networks)}`,
      of: `In: ${listed(mailboxes)}`,
      about: 'Only these together. From another network, or in another mailbox, it is asked about again.',
      buttons: [
        button('Approve', 'approve-app', { caseId, id: finding.id }),
        button('Back', 'show-finding', { caseId, id: finding.id }),
      ],
    };
  },
  summary: headline,
});

function headline({ app }: ApproveInput): string {
  return `Approve the application ${cut(app, 60)}?`;
}

/** All of them as far as there is room: who approves must see what. */
function listed(values: string[]): string {
  const shown = values.slice(0, 12).map(name).join(', ');
  return values.length > 12 ? `${shown} and ${count(values.length - 12)} more` : shown;
}
