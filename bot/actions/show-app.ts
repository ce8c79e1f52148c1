import { show } from '../show.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'show-app',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId, app, offset = 0 }, _turn, { engine }) {
    return [{ do: 'replace', card: await show(engine, caseId, 'app', { id: app, offset }), for: 'clicker' }];
  },
});
