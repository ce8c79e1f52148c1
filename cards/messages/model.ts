import type { ExposureScope, MailboxExposure, MessagesSection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { pageButtons, shown } from '../_shared/lists.ts';
import { bold, type Colour, dotted, type Run, subtle, text } from '../_shared/rich.ts';
import { EXPOSURE_WORDS, SCOPE_WORDS } from '../_shared/vocabulary.ts';
import { count, name, plural, span } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    /** The mailboxes of one scope of the exposure, with what was accessed in each. */
    messages: MessagesSection;
  }
}

const SCOPES = ['confirmed', 'suspected', 'recorded'] as const satisfies ExposureScope[];

export const card = defineCard<MessagesSection>({
  template,
  data(section, rows) {
    const mailboxes = shown(section.mailboxes, rows);
    const { scope } = section;
    const caseId = section.case.id;
    return {
      headline: headline(section),
      colour: headlineColour(section),
      about: dotted(`case ${name(section.case.name)}`, SCOPE_WORDS[scope].meaning),
      mailboxes: mailboxes.items.map((mailbox) => ({
        title: title(mailbox, scope),
        detail: detail(mailbox),
        open:
          mailbox.verdict === 'no-evidence'
            ? []
            : [button('Open', 'show-mailbox-messages', { caseId, mailbox: mailbox.mailbox, scope })],
      })),
      note: mailboxes.note,
      paging: pageButtons('show-messages', { caseId, scope }, [mailboxes], rows),
      buttons: [
        ...SCOPES.filter((other) => other !== scope).map((other) =>
          button(SCOPE_WORDS[other].title, 'show-messages', { caseId, scope: other }),
        ),
        button('Summary', 'show-summary', { caseId }),
      ],
    };
  },
  summary: (section) => `${headline(section)} (case ${name(section.case.name)})`,
});

const MUST_BE_ASSUMED: readonly (MailboxExposure['verdict'] | undefined)[] = [
  'entire-mailbox',
  'folders',
  'messages',
];

function headline(section: MessagesSection): string {
  const { scope, mailboxes } = section;
  const { total, offset, items } = mailboxes;
  if (scope === 'recorded') {
    return total === 0
      ? 'No message access is on record'
      : `Accesses to ${plural(total, 'mailbox', 'mailboxes')} are on record`;
  }
  const lead = SCOPE_WORDS[scope].title;
  if (offset > 0) return `${lead}: mailboxes ${count(offset + 1)} and on, of ${count(total)}`;
  const read = items.filter(({ verdict }) => MUST_BE_ASSUMED.includes(verdict)).length;
  if (read > 0) {
    // The worst come first: only when the page holds nothing milder may there be more on the next.
    const atLeast = read === items.length && total > read ? 'at least ' : '';
    return `${lead}: mail of ${atLeast}${plural(read, 'mailbox', 'mailboxes')} must be assumed read`;
  }
  if (items.some(({ verdict }) => verdict === 'unknown')) return `${lead}: access cannot be excluded`;
  return scope === 'confirmed' ? 'Nothing is confirmed yet' : 'No finding points to accessed messages';
}

function headlineColour({ scope, mailboxes: { items } }: MessagesSection): Colour {
  const verdicts = items.map(({ verdict }) => verdict);
  if (verdicts.some((verdict) => MUST_BE_ASSUMED.includes(verdict))) {
    return scope === 'confirmed' ? 'attention' : 'warning';
  }
  return verdicts.includes('unknown') ? 'warning' : 'default';
}

function title({ mailbox, verdict }: MailboxExposure, scope: ExposureScope): Run[] {
  if (verdict === null) return [bold(name(mailbox))];
  if (verdict === 'no-evidence') return [bold(name(mailbox)), text(` · ${SCOPE_WORDS[scope].notReached}`)];
  const colour = verdict === 'unknown' ? 'default' : 'attention';
  return [bold(name(mailbox)), text(` · ${EXPOSURE_WORDS[verdict] ?? verdict}`, colour)];
}

function detail({ verdict, messages, folders, windows, firstAccess, lastAccess }: MailboxExposure): Run[] {
  return [
    text(
      dotted(
        (messages > 0 || verdict === null) && plural(messages, 'message'),
        folders > 0 && `${plural(folders, 'folder')} synced`,
        windows > 0 && `${plural(windows, 'window')} in which access cannot be excluded`,
      ),
    ),
    subtle(firstAccess === null && lastAccess === null ? '' : ` · ${span(firstAccess, lastAccess)}`),
  ];
}
