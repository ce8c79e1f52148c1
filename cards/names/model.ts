import type { CaseIdentity } from '../../analysis/report.ts';
import type { NameState } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { bold, subtle, text } from '../_shared/rich.ts';
import { count, name, plural, sentence, shorten } from '../_shared/words.ts';

/** How many exposed messages of a mailbox have a name now. Holds no name itself. */
export interface NamesInput {
  case: CaseIdentity;
  mailbox: string;
  asked: number;
  states: Record<NameState, number>;
  /** not asked for any more */
  left: number;
  /** why nothing of this mailbox can be read; null when something could */
  closed: string | null;
  requests: number;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    names: NamesInput;
  }
}

export const card = defineCard<NamesInput>({
  template: lineTemplate,
  data(input): LineCard {
    const { case: about, mailbox, states, closed, left, requests } = input;
    return {
      headline: headline(input),
      about: `case ${name(about.name)}, ${plural(requests, 'request')} to Microsoft Graph`,
      groups: [
        ...group(
          '',
          closed === null
            ? []
            : [line(bold('Not readable: ', 'attention'), text(sentence(shorten(closed, 300))))],
        ),
        ...group('', left === 0 ? [] : [line(text(`${plural(left, 'message')} not asked for any more.`))]),
        ...group('', [
          ...stateLine(states.found, 'found', ''),
          ...stateLine(
            states.several,
            'not told apart',
            'several messages of the mailbox carry the same Message-ID',
          ),
          ...stateLine(
            states['not-found'],
            'not in the mailbox any more',
            'deleted, moved to an archive or purged, or under another id: they were read all the same',
          ),
          ...stateLine(
            states.failed,
            'could not be asked for',
            'the list of messages says why; resolve asks them again',
          ),
        ]),
        ...group('', [
          line(
            subtle(
              'Our own reads may be on record in this mailbox. The application and its request ids are noted in the case: such records are kept out of findings and listed in the evidence.',
            ),
          ),
        ]),
      ],
      note: '',
      paging: [],
      buttons: [
        button('Messages', 'show-mailbox-messages', { caseId: about.id, mailbox }),
        button('Summary', 'show-summary', { caseId: about.id }),
      ],
    };
  },
  summary: headline,
});

function headline({ mailbox, asked, states }: NamesInput): string {
  const who = name(mailbox);
  if (asked === 0) return `The case holds no exposed message of ${who} that is without a name`;
  return `${who}: ${count(states.found)} of ${plural(asked, 'exposed message')} named`;
}

function stateLine(messages: number, words: string, more: string) {
  if (messages === 0) return [];
  return [line(bold(`${count(messages)} ${words}`), ...(more === '' ? [] : [subtle(`  ${more}`)]))];
}
