import type { CaseIdentity } from '../../analysis/report.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { bold, exact, text } from '../_shared/rich.ts';
import { cut, name, plural } from '../_shared/words.ts';

/** Before a mailbox is asked what its exposed messages are called: is the log preserved? */
export interface NameMessagesInput {
  case: CaseIdentity;
  mailbox: string;
  /** exposed messages without a name */
  messages: number;
  /** files the case holds as they were received */
  inputs: number;
  held: boolean;
  /** of the application that will read */
  appId: string;
  /** requests to Microsoft Graph it takes, if nothing is throttled */
  requests: number;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    'name-messages': NameMessagesInput;
  }
}

export const card = defineCard<NameMessagesInput>({
  template: lineTemplate,
  data(input): LineCard {
    const { case: about, mailbox, messages, inputs, held, appId, requests } = input;
    const caseId = about.id;
    return {
      headline: headline(input),
      about: `case ${name(about.name)}`,
      groups:
        messages === 0
          ? []
          : [
              ...group('First: is the log preserved?', [
                line(
                  text(
                    'Asking reads subject, sender and time of these messages. Such reads can leave records of their own in the mailbox of the victim, beside those of the attacker.',
                  ),
                ),
                line(
                  text(
                    `This case keeps ${plural(inputs, 'file')} of the log as received, with digests${held ? ', under legal hold' : '; it is not under legal hold'}. What is not exported yet, export or hunt first.`,
                  ),
                ),
              ]),
              ...group('What is asked', [
                line(
                  bold(`${plural(messages, 'message')}, ${plural(requests, 'request')}: `),
                  text('no body, no attachment. Answers stay in the case, for responders and leads.'),
                ),
                line(text('It reads as application '), exact(cut(appId, 60))),
              ]),
            ],
      note: '',
      paging: [],
      buttons: [
        ...(messages === 0
          ? []
          : [
              button('It is preserved: ask', 'resolve-mailbox', { caseId, mailbox }),
              button('Not now', 'dismiss', {}),
            ]),
        button('Messages', 'show-mailbox-messages', { caseId, mailbox }),
      ],
    };
  },
  summary: headline,
});

function headline({ mailbox, messages }: NameMessagesInput): string {
  if (messages === 0) return `The case holds no exposed message of ${name(mailbox)} that is without a name`;
  return `Ask the mailbox of ${name(mailbox)} what ${plural(messages, 'exposed message')} are called?`.replace(
    /(?<=\b1 exposed message) are/,
    ' is',
  );
}
