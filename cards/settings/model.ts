import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { bold, text } from '../_shared/rich.ts';
import { name } from '../_shared/words.ts';

/** What applies to whoever asks, here and now. */
export interface SettingsInput {
  version: string;
  /** one person on this computer */
  local: boolean;
  role: string;
  scope: 'personal' | 'groupChat' | 'channel';
  /** the case of this chat, where there is one this person may open */
  case: { id: string; name: string } | null;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    settings: SettingsInput;
  }
}

const MAY: Record<string, string> = {
  viewer: 'You see how many and when; addresses and subjects are left out.',
  responder: 'You analyse exports, mark, approve, assign, suppress and export.',
  lead: 'You decide who is in a case, how it is kept, and what is deleted.',
};

export const card = defineCard<SettingsInput>({
  template: lineTemplate,
  data(input): LineCard {
    const { version, local, role, scope } = input;
    return {
      headline: headline(input),
      about: `Mailtrail ${version}${local ? ', in local mode: only this computer can reach me' : ''}`,
      groups: group('', [
        line(bold('Your role  '), text(`${role}. ${MAY[role] ?? ''}`)),
        line(bold('Case of this chat  '), text(input.case === null ? 'none' : name(input.case.name))),
        line(bold('Files  '), text(filesWords(local, scope))),
        line(bold('Times  '), text('UTC throughout, unless a clock names another zone.')),
      ]),
      note: 'Who has which role, and which tenants are served, is set by the person who runs Mailtrail.',
      paging: [],
      buttons: [
        ...(input.case === null ? [] : [button('Summary', 'show-summary', { caseId: input.case.id })]),
        button('Help', 'help', {}),
      ],
    };
  },
  summary: headline,
});

function filesWords(local: boolean, scope: SettingsInput['scope']): string {
  if (local)
    return 'Write analyze and the path of an export; what I export stays on this computer, and I say where.';
  if (scope === 'personal') return 'Attach exports to a message; what I export comes back here.';
  return 'Teams gives me no files here: send exports in a private chat with me, and export there.';
}

function headline({ role }: SettingsInput): string {
  return `What applies to you here: ${role}`;
}
