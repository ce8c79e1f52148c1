import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { exact, text } from '../_shared/rich.ts';
import { count, cut, name, plural, sentence, shorten, title } from '../_shared/words.ts';

/** Something is looked up in the tenant; the same card is edited in place until it is done. */
export interface LookupInput {
  lookupId: string;
  /** 'the names of messages of ana@contoso.com' */
  what: string;
  /** the command that goes on with it */
  again: string;
  done: number;
  /** null = not known */
  of: number | null;
  /** 'message', 'sign-in'; '' before the first came */
  unit: string;
  /** null while it runs; `by`: who stopped it, null = Mailtrail itself was */
  end: { how: 'stopped' | 'failed'; by: string | null; why: string | null } | null;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    lookup: LookupInput;
  }
}

export const card = defineCard<LookupInput>({
  template: lineTemplate,
  data: (input): LineCard => ({
    headline: headline(input),
    about: '',
    groups: [
      ...group('', [line(text(counted(input)))]),
      ...group(
        '',
        input.end === null
          ? []
          : [line(text('What had come is kept. To go on, write '), exact(cut(input.again, 200)))],
      ),
    ],
    note: '',
    paging: [],
    buttons:
      input.end === null
        ? [button('Cancel', 'cancel-lookup', { lookupId: input.lookupId })]
        : [button('Help', 'help', {})],
  }),
  summary: headline,
});

function headline({ what, end }: LookupInput): string {
  const about = shorten(what, 160);
  if (end === null) return `Looking up ${about}`;
  if (end.how === 'failed') return `${title(about)}: it did not work`;
  return end.by === null ? `${title(about)}: stopped` : `${title(about)}: cancelled by ${name(end.by)}`;
}

function counted({ done, of, unit, end }: LookupInput): string {
  if (end?.how === 'failed')
    return sentence(shorten(end.why ?? 'a fault of Mailtrail; the log says more', 600));
  const stopped = end !== null && end.by === null ? 'Mailtrail itself was stopped meanwhile. ' : '';
  if (unit === '')
    return end === null ? 'Asking Microsoft Graph.' : `${stopped}Nothing had come yet, as far as is known.`;
  return `${stopped}${plural(done, shorten(unit, 40))}${of === null ? '' : ` of ${count(of)}`} so far.`;
}
