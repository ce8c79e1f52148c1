import { Problem } from '../problems.ts';
import { defineCommand, EVERYWHERE, noArgs } from './_command.ts';

export const command = defineCommand<null>({
  name: 'cancel',
  aliases: ['stop', 'abort'],
  args: '',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'nothing',
  topic: 'begin',
  summary: 'Stops the analyses and exports of this chat, running or waiting; viewers stop their own.',
  examples: ['cancel'],
  parse: noArgs,
  async run(_none, { place, caller, role }, { jobs }) {
    if (jobs.cancelAllOf(place, caller, role === 'viewer') === 0) {
      const whose = role === 'viewer' ? 'Nothing of yours' : 'Nothing';
      throw new Problem(`${whose} is running in this chat`, ['Write analyze or export to start something.']);
    }
    // The card of each job says that it was cancelled, and by whom.
    return [];
  },
});
