import { Problem } from '../problems.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'cancel-job',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'nothing',
  async run({ jobId }, { place, caller }, { jobs }) {
    if (!jobs.cancel(jobId, place, caller)) {
      throw new Problem('That analysis is over already', ['Write summary to see what it found.']);
    }
    // The card the button is on says so as soon as the engine has stopped.
    return [];
  },
});
