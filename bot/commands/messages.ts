import type { MailboxMessagesSection } from '../../analysis/sections.ts';
import { renderCard } from '../../cards/index.ts';
import type { Services } from '../services.ts';
import { show } from '../show.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE } from './_command.ts';
import { mailboxArg } from './_section.ts';

export const command = defineCommand<string | null>({
  name: 'messages',
  aliases: ['message', 'mail', 'exposure'],
  args: '[mailbox]',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'log',
  summary: 'Which messages must be assumed read, by mailbox.',
  menu: 40,
  examples: ['messages', 'messages lee.gu@contoso.com'],
  parse: mailboxArg,
  async run(mailbox, turn, services) {
    const caseId = enteredCase(turn);
    const card =
      mailbox === null
        ? await show(services.engine, caseId, 'messages', {})
        : renderCard('mailbox-messages', await ofMailbox(services, caseId, mailbox));
    return [{ do: 'post', card }];
  },
});

/** Where nothing confirmed or suspected is on record, what matters is whether the log knows the mailbox at all. */
async function ofMailbox(
  { engine }: Services,
  caseId: string,
  mailbox: string,
): Promise<MailboxMessagesSection> {
  const section = await engine.section(caseId, 'mailbox-messages', { mailbox });
  if (section.exposure.verdict !== 'no-evidence') return section;
  const recorded = await engine.section(caseId, 'mailbox-messages', { mailbox, scope: 'recorded' });
  return recorded.exposure.firstAccess === null ? recorded : section;
}
