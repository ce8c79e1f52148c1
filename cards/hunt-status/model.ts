import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { type AuditAllowance, huntHeadline, type ShownHunt } from '../_shared/hunt-words.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { shownOf } from '../_shared/lists.ts';
import { bold, exact, subtle, text } from '../_shared/rich.ts';
import { count, plural, span, time } from '../_shared/words.ts';

/** The hunts of a conversation, and what Microsoft still allows. */
export interface HuntStatusInput {
  /** the newest first */
  hunts: ShownHunt[];
  allowance: AuditAllowance;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    'hunt-status': HuntStatusInput;
  }
}

export const card = defineCard<HuntStatusInput>({
  template: lineTemplate,
  rows: 8,
  data(input, rows): LineCard {
    const hunts = shownOf(input.hunts, rows);
    const { used, most, nextAt, inFlight } = input.allowance;
    return {
      headline: headline(input),
      about: 'Hunts that run go on after a restart. An audit query cannot be cancelled at Microsoft.',
      groups: [
        ...hunts.items.flatMap((hunt) =>
          group('', [
            line(bold(huntHeadline(hunt))),
            line(subtle(span(hunt.from, hunt.to)), ...(hunt.end === null ? [subtle(', running')] : [])),
          ]),
        ),
        ...group("Microsoft's limits", [
          line(
            text(`${count(used)} of ${count(most)} audit queries submitted in 24 hours, at most `),
            text(`${count(inFlight)} at once${nextAt === null ? '' : `; the next at ${time(nextAt)}`}`),
          ),
        ]),
        ...(input.hunts.some(({ end }) => end === null)
          ? group('', [line(text('To stop those that run here: '), exact('hunt stop'))])
          : []),
      ],
      note: hunts.note,
      paging: [],
      buttons: [button('Help', 'help', {})],
    };
  },
  summary: headline,
});

function headline({ hunts }: HuntStatusInput): string {
  if (hunts.length === 0) return 'Nothing was hunted in this chat lately';
  const running = hunts.filter(({ end }) => end === null).length;
  return running === 0
    ? `No hunt runs in this chat; ${plural(hunts.length, 'hunt')} ended lately`
    : `${plural(running, 'hunt')} ${running === 1 ? 'runs' : 'run'} in this chat`;
}
