import { Problem } from '../problems.ts';
import { defineAction } from './_action.ts';

export const action = defineAction({
  verb: 'cancel-lookup',
  role: 'responder',
  scopes: ['personal'],
  about: 'nothing',
  async run({ lookupId }, { place, caller }, { live }) {
    if (live.names?.cancel(lookupId, place, caller) !== true) {
      throw new Problem('That is over already', ['What had come is kept in the case.']);
    }
    // The card the button is on says so once it has stopped.
    return [];
  },
});
