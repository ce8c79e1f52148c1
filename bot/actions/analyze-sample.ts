import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'analyze-sample',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'nothing',
  async run() {
    return [{ do: 'analyze', order: { source: { from: 'sample' } } }];
  },
});
