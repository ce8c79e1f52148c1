import type { Context, ExposedFolder, ExposureWindow } from '../../analysis/report.ts';
import type { LedgerMessage, MailboxExposure, MailboxMessagesSection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { calledWords } from '../_shared/called.ts';
import { defineCard } from '../_shared/define-card.ts';
import { pageButtons, type Shown, shown, shownOf } from '../_shared/lists.ts';
import { bold, type Colour, dotted, type Run, subtle, text } from '../_shared/rich.ts';
import { PROTOCOL_WORDS, SCOPE_WORDS } from '../_shared/vocabulary.ts';
import { bytes, count, cut, few, name, plural, span, time } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    /** What was accessed in one mailbox: windows, synced folders, messages, and by whom. */
    'mailbox-messages': MailboxMessagesSection;
  }
}

interface Row {
  what: Run[];
  detail: Run[];
}

export const card = defineCard<MailboxMessagesSection>({
  template,
  data(section, rows) {
    const messages = shown(section.messages, rows);
    const folders = shown(section.folders, rows);
    const windows = shownOf(section.windows, Math.min(rows, 5));
    const { mailbox, scope } = section.exposure;
    const who = describer(section.contexts);
    const data = { caseId: section.case.id, mailbox: mailbox, scope };
    return {
      headline: headline(section.exposure),
      colour: headlineColour(section.exposure),
      about: dotted(`case ${name(section.case.name)}`, SCOPE_WORDS[scope].meaning),
      because: because(section.exposure),
      parts: [
        part('Access cannot be excluded', windows, (one) => windowRow(one)),
        part('Synced folders', folders, (one) => folderRow(one, who)),
        part('Messages', messages, (one) => messageRow(one, who)),
      ].filter((one) => one.rows.length > 0 || one.note !== ''),
      paging: pageButtons('show-mailbox-messages', data, [messages, folders], rows),
      buttons: [
        button('Who and how', 'show-contexts', { caseId: data.caseId, mailbox: data.mailbox }),
        button('All mailboxes', 'show-messages', { caseId: data.caseId, scope }),
        button('Summary', 'show-summary', { caseId: data.caseId }),
      ],
    };
  },
  summary: (section) => `${headline(section.exposure)} (case ${name(section.case.name)})`,
});

/** Not one record of it, whoever looked: 'no access' would claim what nobody asked the log. */
function isUnknown({ scope, messages, folders, firstAccess }: MailboxExposure): boolean {
  return scope === 'recorded' && messages === 0 && folders === 0 && firstAccess === null;
}

function headline(exposure: MailboxExposure): string {
  const { mailbox, verdict, messages, folders } = exposure;
  const who = name(mailbox);
  if (isUnknown(exposure)) return `${who}: the log holds no record of such a mailbox`;
  if (verdict === 'entire-mailbox') return `${who}: the entire mailbox must be assumed read`;
  if (verdict === 'folders') return `${who}: ${plural(folders, 'folder')} must be assumed read`;
  if (verdict === 'messages') return `${who}: ${plural(messages, 'message')} must be assumed read`;
  if (verdict === 'unknown') return `${who}: access cannot be excluded`;
  if (verdict === 'no-evidence') return `${who}: no such access is on record`;
  return `${who}: ${plural(messages, 'message')} on record as accessed`;
}

function headlineColour(exposure: MailboxExposure): Colour {
  const { verdict } = exposure;
  if (verdict === null) return isUnknown(exposure) ? 'warning' : 'default';
  return verdict === 'unknown' || verdict === 'no-evidence' ? 'warning' : 'attention';
}

function because(exposure: MailboxExposure): string {
  const { verdict, folders, windows } = exposure;
  if (isUnknown(exposure)) {
    return 'Access is not shown, which is not the same as no access: the mailbox may be written differently in the log, not be audited, or lie outside what was searched.';
  }
  if (verdict === 'entire-mailbox' && folders > 0) {
    return `The mailbox was synced: a copy may have been taken. The ${plural(folders, 'folder')} on record are the proof of it, not its limit.`;
  }
  if (verdict === 'entire-mailbox') {
    return 'The log was blind while the mailbox was being accessed: any message may have been read.';
  }
  if (verdict === 'unknown') return 'No access is on record, but the log has a gap in the time that matters.';
  return windows > 0
    ? 'What follows is the least that was accessed: the log has a gap in the time that matters.'
    : '';
}

function part<T>(title: string, list: Shown<T>, row: (item: T) => Row) {
  return { title: `${title} (${count(list.total)})`, rows: list.items.map(row), note: list.note };
}

function windowRow({ from, to }: ExposureWindow): Row {
  // What was not searched has no end in the records either, so 'still open' would be wrong of it.
  const when = from !== null && to === null ? `from ${time(from)} on` : span(from, to);
  return { what: [text(when)], detail: [] };
}

function folderRow({ folder, firstSync, lastSync, contexts }: ExposedFolder, who: Describer): Row {
  return {
    what: [bold(cut(folder, 110))],
    detail: [subtle(dotted(span(firstSync, lastSync), who(contexts)))],
  };
}

function messageRow(message: LedgerMessage, who: Describer): Row {
  const id = message.internetMessageId ?? message.itemId ?? 'no id recorded';
  const { called } = message;
  const subject = called?.subject ?? message.subject;
  return {
    what: [
      bold(subject === null ? cut(id, 110) : cut(subject, 110)),
      ...(subject === null ? [] : [subtle(` ${cut(id, 90)}`)]),
    ],
    detail: [
      ...(called === undefined ? [] : [text(`${calledWords(called)}. `)]),
      subtle(
        dotted(
          time(message.firstAccess),
          message.lastAccess !== message.firstAccess && `last ${time(message.lastAccess)}`,
          message.folders.length > 0 && `in ${few(message.folders, 2)}`,
          message.sizeInBytes !== null && bytes(message.sizeInBytes),
          who(message.contexts),
        ),
      ),
    ],
  };
}

type Describer = (contextIds: string[]) => string;

/** 'Outlook on the web from 192.0.2.7 and 2 more', from the ids of contexts */
function describer(contexts: Context[]): Describer {
  const byId = new Map(contexts.map((context) => [context.id, context]));
  return (ids) => {
    const known = ids.flatMap((id) => byId.get(id) ?? []);
    const distinct = [...new Set(known.map(contextWords))];
    return distinct.length === 0 ? '' : few(distinct, 1);
  };
}

function contextWords({ protocol, ip, verdict }: Context): string {
  const how = PROTOCOL_WORDS[protocol] ?? protocol;
  const mark = verdict === 'hostile' ? ', marked hostile' : '';
  return `${how} ${ip === null ? 'from no recorded address' : `from ${ip}`}${mark}`;
}
