import { show } from '../show.ts';
import { currentCase } from './_case.ts';
import { defineCommand, EVERYWHERE } from './_command.ts';
import { mailboxArg } from './_section.ts';

export const command = defineCommand<string | null>({
  name: 'messages',
  aliases: ['message', 'mail', 'exposure'],
  args: '[mailbox]',
  role: 'viewer',
  scopes: EVERYWHERE,
  summary: 'Which messages must be assumed read, by mailbox.',
  menu: 40,
  examples: ['messages', 'messages lee.gu@contoso.com'],
  parse: mailboxArg,
  async run(mailbox, { place }, services) {
    const caseId = currentCase(services, place);
    const card =
      mailbox === null
        ? await show(services.engine, caseId, 'messages', {})
        : await show(services.engine, caseId, 'mailbox-messages', { mailbox });
    return [{ do: 'post', card }];
  },
});
