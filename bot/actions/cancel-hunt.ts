import { Problem } from '../problems.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'cancel-hunt',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'nothing',
  async run({ huntId }, { place, caller }, { live }) {
    if (live.hunts?.cancel(huntId, place, caller) !== true) {
      throw new Problem('That hunt is over already', ['Write hunt status to see what was hunted here.']);
    }
    // The card the button is on says so once everything has stopped.
    return [];
  },
});
