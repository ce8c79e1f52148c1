import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'dismiss',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'nothing',
  async run() {
    return [{ do: 'close', words: 'Closed; nothing was changed.' }];
  },
});
