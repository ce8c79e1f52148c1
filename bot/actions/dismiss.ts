import { defineAction } from './_action.ts';

export const action = defineAction({
  verb: 'dismiss',
  role: 'viewer',
  async run() {
    return [{ do: 'close', words: 'Closed; nothing was changed.' }];
  },
});
