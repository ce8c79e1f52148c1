import { appCard } from '../live/names/app.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { splitQuoted } from './_words.ts';

export const command = defineCommand<string>({
  name: 'app',
  aliases: ['application', 'caller'],
  args: '<application id>',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'log',
  summary: 'What is known of an application: whose mail it read, from where, and what the tenant allowed it.',
  examples: ['app 9f3c0000-1111-4222-8333-444455556666'],
  parse(words) {
    const [id = '', ...more] = splitQuoted(words.replace(/^app:\s*/i, ''));
    if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) || more.length > 0) {
      throw new UsageError('Write app and the id of one application, 36 characters');
    }
    return id.toLowerCase();
  },
  async run(id, turn, services) {
    return [{ do: 'post', card: await appCard(services, enteredCase(turn), { id }, turn.role) }];
  },
});
