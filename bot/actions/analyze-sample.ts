import { defineAction } from './_action.ts';

export const action = defineAction({
  verb: 'analyze-sample',
  role: 'responder',
  async run() {
    return [{ do: 'analyze', order: { source: { from: 'sample' } } }];
  },
});
