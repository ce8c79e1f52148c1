import { Problem } from '../problems.ts';
import { defineCommand, EVERYWHERE, noArgs } from './_command.ts';

export const command = defineCommand<null>({
  name: 'cancel',
  aliases: ['stop', 'abort'],
  args: '',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'nothing',
  summary: 'Stops the analyses of this chat, running or waiting.',
  examples: ['cancel'],
  parse: noArgs,
  async run(_none, { place, caller }, { jobs }) {
    if (jobs.cancelAllOf(place, caller) === 0) {
      throw new Problem('No analysis is running in this chat', ['Write analyze to start one.']);
    }
    // The card of each job says that it was cancelled, and by whom.
    return [];
  },
});
