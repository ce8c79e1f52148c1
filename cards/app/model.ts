import type { AppSection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { pageButtons, shown } from '../_shared/lists.ts';
import { bold, dotted, exact, subtle, text } from '../_shared/rich.ts';
import { type TenantApp, tenantGroups } from '../_shared/tenant-app.ts';
import { count, cut, name, plural, sentence, shorten, span, time, title } from '../_shared/words.ts';

export type AppInput = AppSection & {
  /** what the tenant says of it; left out where it was not asked */
  tenant?: TenantApp;
};

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    /** What is known of one application and whose mail it read. */
    app: AppInput;
  }
}

const KIND_WORDS: Record<string, string> = {
  resource: 'what is called, by everybody: it reads nothing itself',
  service: 'a service of Microsoft',
  'first-party': 'an application of Microsoft',
  'first-party-abusable': 'an application of Microsoft that anybody with a token or a password can be behind',
  risky: 'a sound program that attackers like, because it takes a whole mailbox away',
  malicious: 'reported in attacks',
  'third-party-known': 'an ordinary mail program',
};

export const card = defineCard<AppInput>({
  template: lineTemplate,
  rows: 8,
  data(section, rows): LineCard {
    const caseId = section.case.id;
    const mailboxes = shown(section.mailboxes, rows);
    return {
      headline: headline(section),
      about: dotted(`case ${name(section.case.name)}`, section.name !== null && known(section)),
      groups: [
        ...group('', [line(exact(cut(section.id, 100))), ...facts(section)]),
        ...tenantGroups(section.tenant, rows),
        ...group(
          'Whose mail it read',
          mailboxes.items.map(({ mailbox, records, messages, firstSeen, lastSeen }) =>
            line(
              bold(`${name(mailbox)}  `),
              text(`${plural(messages, 'message')}, ${plural(records, 'record')}`),
              subtle(`  ${span(firstSeen, lastSeen)}`),
            ),
          ),
        ),
        ...group(
          'From where',
          section.topNetworks
            .slice(0, rows)
            .map(({ network, country, records, firstSeen }) =>
              line(
                exact(cut(network, 60)),
                text(dotted(`  ${country ?? 'country not known'}`, plural(records, 'record'))),
                subtle(`  since ${time(firstSeen)}`),
              ),
            ),
        ),
        ...group(
          'Changes that name it',
          section.changes
            .slice(0, rows)
            .map(({ at, kind, actor, detail }) =>
              line(
                bold(`${time(at)}  `),
                text(sentence(shorten(detail ?? kind, 160))),
                subtle(`  ${name(actor ?? '')}`),
              ),
            ),
        ),
        ...group(
          'Findings',
          section.findings
            .slice(0, rows)
            .map(({ id, title: words, severity }) =>
              line(bold(`${title(severity)}  `), text(`${shorten(words, 120)}  `), exact(cut(id, 40))),
            ),
        ),
      ],
      note: mailboxes.note,
      paging: pageButtons('show-app', { caseId, app: section.id }, [mailboxes], rows),
      buttons: [
        button('Mark hostile…', 'preview-mark', { caseId, marker: `app:${section.id}`, verdict: 'hostile' }),
        button('Approvals', 'show-baseline', { caseId }),
        button('Findings', 'show-findings', { caseId }),
        button('Summary', 'show-summary', { caseId }),
      ],
    };
  },
  summary: headline,
});

function headline(section: AppSection): string {
  const whom =
    section.name === null ? 'An application that is in no list here' : title(shorten(section.name, 120));
  if (section.records === 0) return `${whom}: as a caller it is not on record`;
  return `${whom} read mail of ${plural(section.mailboxes.total, 'mailbox', 'mailboxes')}`;
}

function known({ kind }: AppSection): string {
  return kind === null ? 'named by a list that was read in' : (KIND_WORDS[kind] ?? kind);
}

function facts(section: AppSection) {
  const { note, records, bind, sync, users, networks, firstSeen, lastSeen, approvals } = section;
  const accesses =
    records === 0
      ? 'No record names it as the caller. Records before 2025 may not name one at all.'
      : sentence(
          `${plural(records, 'record')} (${count(bind)} Bind, ${count(sync)} Sync) of ${plural(users, 'user')} from ${plural(networks, 'network')}, ${span(firstSeen, lastSeen)}`,
        );
  return [
    line(text(accesses)),
    ...(note === null ? [] : [line(text(sentence(shorten(note, 300))))]),
    ...(approvals === 0 ? [] : [line(text(`Approved in this case: ${plural(approvals, 'time')}.`))]),
  ];
}
