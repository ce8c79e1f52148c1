import { show } from '../show.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE } from './_command.ts';
import { mailboxArg } from './_section.ts';

export const command = defineCommand<string | null>({
  name: 'contexts',
  aliases: ['context', 'who'],
  args: '[mailbox]',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'log',
  summary: 'Who reached the mailboxes and how: address, client, session, user.',
  menu: 50,
  examples: ['contexts', 'contexts lee.gu@contoso.com'],
  parse: mailboxArg,
  async run(mailbox, turn, services) {
    const query = mailbox === null ? {} : { mailbox };
    const card = await show(services.engine, enteredCase(turn), 'contexts', query);
    return [{ do: 'post', card }];
  },
});
