import { connected } from '../live/tenant.ts';
import { defineAction } from './_action.ts';

export const action = defineAction({
  verb: 'resolve-mailbox',
  role: 'responder',
  // Subjects of an exposed mailbox: an attacker may read along wherever several people do.
  scopes: ['personal'],
  about: 'case',
  async run({ caseId, mailbox }, { place, caller }, { live }) {
    connected(live.tenant, 'messages');
    const { names } = live;
    if (names === null) throw new Error('A tenant without names');
    return [
      { do: 'close', words: 'Asked.' },
      { do: 'begin', begin: () => names.resolve({ caseId, mailbox: mailbox.toLowerCase() }, place, caller) },
    ];
  },
});
