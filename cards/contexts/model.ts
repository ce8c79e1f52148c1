import type { Context } from '../../analysis/report.ts';
import type { ContextGroup, ContextsSection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { pageButtons, shown } from '../_shared/lists.ts';
import { bold, dotted, exact, type Run, subtle, text } from '../_shared/rich.ts';
import { PROTOCOL_WORDS, verdictWords } from '../_shared/vocabulary.ts';
import { count, cut, name, plural, span } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    /** Who reached the mailboxes and how: visits first, then the exact contexts. */
    contexts: ContextsSection;
  }
}

export const card = defineCard<ContextsSection>({
  template,
  rows: 6,
  data(section, rows) {
    const visits = shown(section.groups, rows);
    const contexts = shown(section.contexts, rows);
    const caseId = section.case.id;
    const { mailbox } = section;
    return {
      headline: headline(section),
      about: dotted(
        `case ${name(section.case.name)}`,
        isUnknown(section)
          ? 'that is not the same as no access: it may be written differently in the log, not be audited, or lie outside what was searched'
          : 'a visit is what one user did from one network with one kind of client',
      ),
      visits: visits.items.map((visit) => ({ title: visitTitle(visit), detail: visitDetail(visit) })),
      visitsNote: visits.note,
      contexts: contexts.items.map((context) => ({
        title: contextTitle(context),
        detail: contextDetail(context),
      })),
      contextsNote: contexts.note,
      advice: isUnknown(section)
        ? [subtle('Whom the log knows, and how they were reached, shows '), exact('contexts')]
        : [
            subtle('If one of these was the attacker, write '),
            exact('mark hostile ip:<address>'),
            subtle(
              ' (or network:, session:, token:, app:, user:). What it would hit is shown before it counts.',
            ),
          ],
      paging: pageButtons(
        'show-contexts',
        { caseId, ...(mailbox === null ? {} : { mailbox }) },
        [visits, contexts],
        rows,
      ),
      buttons: [
        ...(mailbox === null ? [] : [button('Its messages', 'show-mailbox-messages', { caseId, mailbox })]),
        button('Messages', 'show-messages', { caseId }),
        button('Summary', 'show-summary', { caseId }),
      ],
    };
  },
  summary: (section) => `${headline(section)} (case ${name(section.case.name)})`,
});

function isUnknown({ mailbox, contexts }: ContextsSection): boolean {
  return mailbox !== null && contexts.total === 0;
}

function headline(section: ContextsSection): string {
  const { mailbox, groups, contexts } = section;
  const visits = plural(groups.total, 'visit');
  const exactly = plural(contexts.total, 'context');
  if (mailbox !== null && isUnknown(section)) return `${name(mailbox)}: no access to it is on record`;
  return mailbox === null
    ? `Who reached the mailboxes, and how: ${visits}, ${exactly}`
    : `Who reached ${name(mailbox)}, and how: ${visits}, ${exactly}`;
}

function visitTitle(visit: ContextGroup): Run[] {
  const { words, colour } = verdictWords(visit);
  const who = visit.user === visit.mailbox ? 'by its owner' : `by ${name(visit.user)}`;
  return [bold(name(visit.mailbox)), text(` ${who}${through(visit)}`), text(` · ${words}`, colour)];
}

/** In an owner's name another may read: the application is whom to ask about. */
function through({ user, through: by }: ContextGroup): string {
  if (by === undefined || by.app === user) return '';
  return ` through app ${name(by.app)}${by.others > 0 ? ` and ${count(by.others)} more` : ''}`;
}

function visitDetail(visit: ContextGroup): Run[] {
  const network = visit.network === null ? 'network not recorded' : `from ${name(visit.network)}`;
  return [
    text(
      dotted(
        PROTOCOL_WORDS[visit.protocol] ?? visit.protocol,
        network,
        plural(visit.records, 'record'),
        plural(visit.messages, 'message'),
        visit.sync > 0 && plural(visit.sync, 'folder sync'),
      ),
    ),
    subtle(` · ${span(visit.firstSeen, visit.lastSeen)}`),
  ];
}

function contextTitle(context: ContextsSection['contexts']['items'][number]): Run[] {
  const { words, colour } = verdictWords(context);
  const place = dotted(context.country, context.asn == null ? null : `AS${context.asn}`);
  return [
    bold(context.ip === null ? 'no address' : name(context.ip)),
    text(place === '' ? '' : ` (${place})`),
    text(` · ${name(context.mailbox)}`),
    text(` · ${words}`, colour),
  ];
}

function contextDetail(context: Context): Run[] {
  return [
    subtle(
      dotted(
        context.client === null ? 'client not recorded' : cut(context.client, 240),
        context.sessionId === null ? 'no session id' : `session ${name(context.sessionId)}`,
        context.user !== context.mailbox && `user ${name(context.user)}`,
        context.logonType !== 'owner' && `${context.logonType} access`,
        context.caller !== null && `app ${name(context.caller)}`,
        plural(context.records, 'record'),
        plural(context.messages, 'message'),
        context.sync > 0 && `${plural(context.folders, 'folder')} synced`,
        span(context.firstSeen, context.lastSeen),
      ),
    ),
  ];
}
