import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { exact, text } from '../_shared/rich.ts';

/** What to run so that Mailtrail can tell which mailboxes are recorded. */
export interface CoverageHowInput {
  lines: string[];
  /** the settings can be read by Mailtrail itself, without these lines */
  adapter: 'off' | 'on';
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    'coverage-how': CoverageHowInput;
  }
}

const HEADLINE = 'Run these lines, then send me the file with the word coverage';

/** The bot's own lines are shorter; a longer one would fill the card. */
const LONGEST_LINE = 400;

export const card = defineCard<CoverageHowInput>({
  template: lineTemplate,
  rows: 12,
  data({ lines, adapter }, rows): LineCard {
    return {
      headline: HEADLINE,
      about:
        'In PowerShell with the module of Exchange Online, as Global Reader; the retention policies may need a role in Purview. The lines only read.',
      groups: [
        ...group(
          'To run',
          lines
            .filter((one) => one.length <= LONGEST_LINE)
            .slice(0, rows)
            .map((one) => line(exact(one))),
        ),
        ...group('Then', [
          line(
            text(
              'Attach mailtrail-settings.json to a message that says coverage, in a private chat with me.',
            ),
          ),
          line(
            text(
              'Other output of the five cmdlets is read, too: JSON, CSV, UTF-16, or a short answer pasted after coverage.',
            ),
          ),
          line(
            text(
              'What a file does not say stays as it was given before; what nobody gave is unknown, never taken as recorded.',
            ),
          ),
          line(
            text(
              adapter === 'on'
                ? 'All but the retention policies I also ask Exchange myself, since MAILTRAIL_EXCHANGE_ADMIN is on.'
                : 'With MAILTRAIL_EXCHANGE_ADMIN=on I ask Exchange myself for all but the retention policies, at an address Microsoft does not document.',
            ),
          ),
        ]),
      ],
      note: '',
      paging: [],
      buttons: [],
    };
  },
  summary: () => HEADLINE,
});
