import { renderCard } from '../../cards/index.ts';
import { connected } from '../live/tenant.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, UsageError } from './_command.ts';
import { mailboxArg } from './_section.ts';

/** One request to Graph asks for so many (graph.md B3). */
const PER_REQUEST = 20;

export const command = defineCommand<string>({
  name: 'resolve',
  aliases: ['names', 'subjects'],
  args: '<mailbox>',
  role: 'responder',
  // Subjects of an exposed mailbox: an attacker may read along wherever several people do.
  scopes: ['personal'],
  about: 'case',
  topic: 'log',
  summary: 'Asks a mailbox for subject, sender and time of its exposed messages, once the log is preserved.',
  examples: ['resolve lee.gu@contoso.com'],
  parse(words) {
    const mailbox = mailboxArg(words);
    if (mailbox === null) throw new UsageError('Write resolve and one mailbox');
    return mailbox;
  },
  async run(mailbox, turn, services) {
    const caseId = enteredCase(turn);
    const { appId } = connected(services.live.tenant, 'messages');
    const { engine, work } = services;
    const { case: about, messages } = await engine.section(caseId, 'unnamed', {
      mailbox,
      failed: true,
      limit: 1,
    });
    const { inputs } = await engine.section(caseId, 'inputs', { limit: 1 });
    const card = renderCard('name-messages', {
      case: about,
      mailbox,
      messages: messages.total,
      inputs: inputs.total,
      held: work.of(caseId).hold !== null,
      appId,
      requests: Math.ceil(messages.total / PER_REQUEST),
    });
    return [{ do: 'post', card }];
  },
});
