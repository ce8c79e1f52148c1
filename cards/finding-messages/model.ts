import type { FindingItem, FindingMessagesSection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { type LineCard, type LineGroup, line, lineTemplate } from '../_shared/line-card.ts';
import { pageButtons, shown } from '../_shared/lists.ts';
import { bold, dotted, subtle } from '../_shared/rich.ts';
import { cut, few, name, plural, shorten, span, title } from '../_shared/words.ts';

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    /** The messages and folders that the evidence of one finding names. */
    'finding-messages': FindingMessagesSection;
  }
}

export const card = defineCard<FindingMessagesSection>({
  template: lineTemplate,
  data(section, rows): LineCard {
    const { finding } = section;
    const caseId = section.case.id;
    const items = shown(section.items, rows);
    const rest = [
      button('Messages', 'show-messages', { caseId }),
      button('Findings', 'show-findings', { caseId }),
    ];
    return {
      headline: headline(section),
      about:
        finding === null
          ? 'More records or a marker may have changed it. See the list of findings.'
          : dotted(
              `${title(finding.severity)}: ${shorten(finding.title, 200)}`,
              'a record shows access, not that a person read it',
            ),
      groups: items.items.map(groupOf),
      note: items.note,
      paging:
        finding === null
          ? []
          : pageButtons('show-finding-messages', { caseId, id: finding.id }, [items], rows),
      buttons:
        finding === null ? rest : [button('Finding', 'show-finding', { caseId, id: finding.id }), ...rest],
    };
  },
  summary: headline,
});

/** A synced folder stands for all that was in it: what is listed is never said to be all. */
function headline({ finding, messages, folders }: FindingMessagesSection): string {
  if (finding === null) return 'This finding is not in the case any more';
  if (messages === 0 && folders === 0) return 'The records of this finding name no message';
  const named = [
    messages > 0 ? plural(messages, 'message') : '',
    folders > 0 ? plural(folders, 'synced folder') : '',
  ].filter((part) => part !== '');
  const whole = folders > 0 ? '; a synced folder was copied whole' : '';
  return `The records of this finding name ${named.join(' and ')}${whole}`;
}

function groupOf({
  mailbox,
  messageId,
  access,
  subject,
  folders,
  firstAccess,
  lastAccess,
}: FindingItem): LineGroup {
  const id = messageId ?? 'no id recorded';
  const folder = folders.length === 0 ? 'no folder recorded' : few(folders, 2);
  return {
    title: '',
    lines: [
      access === 'sync'
        ? line(bold(`Synced: ${cut(folder, 110)}`))
        : line(bold(cut(subject ?? id, 110)), ...(subject === null ? [] : [subtle(` ${cut(id, 90)}`)])),
      line(
        subtle(
          dotted(name(mailbox), span(firstAccess, lastAccess), access === 'bind' && `in ${cut(folder, 110)}`),
        ),
      ),
    ],
  };
}
