import { defineCommand, EVERYWHERE, noArgs } from './_command.ts';

export const command = defineCommand<null>({
  name: 'about',
  aliases: ['version'],
  args: '',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'nothing',
  topic: 'about',
  summary: 'What Mailtrail is, its version, and what it never does.',
  examples: ['about'],
  parse: noArgs,
  async run(_none, _turn, { version, local }) {
    const words = [
      `Mailtrail ${version}${local ? ', in local mode: only this computer can reach me' : ''}.`,
      'I read MailItemsAccessed records and say which messages must be assumed read, by whom, and what the log cannot show.',
      'I change nothing in your tenant, and files stay where I run.',
      'A record shows access, not that a person read the message; some access leaves no record at all.',
    ];
    return [{ do: 'say', words: words.join(' ') }];
  },
});
