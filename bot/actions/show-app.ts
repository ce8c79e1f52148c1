import { appCard } from '../live/names/app.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'show-app',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId, app, offset = 0 }, { role }, services) {
    const card = await appCard(services, caseId, { id: app, offset }, role);
    return [{ do: 'replace', card, for: 'clicker' }];
  },
});
