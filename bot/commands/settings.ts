import { renderCard } from '../../cards/index.ts';
import { defineCommand, EVERYWHERE, noArgs } from './_command.ts';
import { listed } from './_custody.ts';

export const command = defineCommand<null>({
  name: 'settings',
  aliases: ['my role', 'whoami'],
  args: '',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'nothing',
  topic: 'about',
  summary: 'What applies to you here: your role, the case of this chat, where files go.',
  examples: ['settings'],
  parse: noArgs,
  async run(_none, { place, role, mayOpen }, { engine, store, version, local }) {
    const caseId = store.currentCase(place);
    const mine =
      caseId !== null && mayOpen(caseId) ? { id: caseId, ...(await listed(engine, caseId)) } : null;
    const input = { version, local, role, scope: place.scope, case: mine };
    return [{ do: 'post', card: renderCard('settings', input) }];
  },
});
