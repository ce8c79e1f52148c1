import { show } from '../show.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE } from './_command.ts';
import { mailboxArg } from './_section.ts';

export const command = defineCommand<string | null>({
  name: 'timeline',
  aliases: ['events', 'course'],
  args: '[mailbox]',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'log',
  summary: 'Findings, changes, gaps and visits in order of time.',
  examples: ['timeline', 'timeline lee.gu@contoso.com'],
  parse: mailboxArg,
  async run(mailbox, turn, { engine }) {
    const query = mailbox === null ? {} : { mailbox };
    return [{ do: 'post', card: await show(engine, enteredCase(turn), 'timeline', query) }];
  },
});
