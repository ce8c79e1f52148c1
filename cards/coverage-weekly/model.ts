import { button } from '../_shared/buttons.ts';
import { type CoverageVerdict, VERDICT_WORDS } from '../_shared/coverage-words.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { shownOf } from '../_shared/lists.ts';
import { bold, type Run, subtle, text } from '../_shared/rich.ts';
import { count, cut, name, plural, sentence, time } from '../_shared/words.ts';

interface Judged {
  verdict: CoverageVerdict;
}

/** What a week changed about which mailboxes are recorded. */
export interface CoverageWeeklyInput {
  /** ISO times */
  at: string;
  since: string;
  next: string;
  /** begun just now: there is nothing to compare with yet */
  begun: boolean;
  counts: Record<CoverageVerdict, number>;
  /** worst first; null: it was not there, or is not any more */
  changes: { address: string; was: Judged | null; is: Judged | null; why: string }[];
  /** one sentence each */
  notes: string[];
  /** names are replaced, since others read along */
  hidden: boolean;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    'coverage-weekly': CoverageWeeklyInput;
  }
}

export const card = defineCard<CoverageWeeklyInput>({
  template: lineTemplate,
  rows: 15,
  data(input, rows): LineCard {
    const changes = shownOf(input.changes, rows);
    const { recorded, partly, unknown } = input.counts;
    const not = input.counts['not-recorded'];
    return {
      headline: headline(input),
      about: input.begun
        ? `Looked at ${time(input.at)}. Next look ${time(input.next)}.`
        : `Looked at ${time(input.at)}, compared with ${time(input.since)}. Next look ${time(input.next)}.`,
      groups: [
        ...group('', [
          line(
            text(
              `Recorded ${count(recorded)} · not fully ${count(partly)} · not recorded ${count(not)} · unknown ${count(unknown)}`,
            ),
          ),
        ]),
        ...group(
          '',
          changes.items.map((change) => line(...changeRuns(change))),
        ),
        ...group(
          '',
          input.notes.slice(0, 4).map((note) => line(subtle(sentence(note)))),
        ),
      ],
      note: [changes.note, input.hidden ? 'Names are hidden here; write coverage in a private chat.' : '']
        .filter((words) => words !== '')
        .join(' '),
      paging: [],
      buttons: [button('Coverage', 'show-coverage', {})],
    };
  },
  summary: (input) => sentence(headline(input)),
});

function headline({ changes, begun }: CoverageWeeklyInput): string {
  if (begun) return 'Coverage is looked at once a week from now on';
  if (changes.length === 0) return 'Coverage of mailboxes: nothing has changed in a week';
  const worse = changes.filter(({ is }) => isBad(is)).length;
  const rest = worse > 0 ? `, ${count(worse)} of them with holes now` : '';
  return `Coverage changed for ${plural(changes.length, 'mailbox', 'mailboxes')}${rest}`;
}

function changeRuns({ address, was, is, why }: CoverageWeeklyInput['changes'][number]): Run[] {
  const now = is === null ? 'not there any more' : VERDICT_WORDS[is.verdict].label.toLowerCase();
  const before = was === null ? 'new' : `was ${VERDICT_WORDS[was.verdict].label.toLowerCase()}`;
  return [
    bold(name(address)),
    bold(`  ${now}`, isBad(is) ? 'attention' : 'default'),
    subtle(` · ${before}${why === '' ? '' : ` · ${cut(why, 300)}`}`),
  ];
}

function isBad(judged: Judged | null): boolean {
  return judged?.verdict === 'not-recorded' || judged?.verdict === 'partly';
}
