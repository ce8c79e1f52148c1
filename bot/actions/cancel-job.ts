import { Problem } from '../problems.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'cancel-job',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'nothing',
  async run({ jobId }, { place, caller, role }, { jobs }) {
    const owner = jobs.ownerOf(jobId, place);
    if (owner === null) throw new Problem('That is over already', ['Write summary to see the case.']);
    if (role === 'viewer' && owner.objectId !== caller.objectId) {
      throw new Problem('Only responders can stop what somebody else started', ['Ask who started it.']);
    }
    jobs.cancel(jobId, place, caller);
    // The card the button is on says so as soon as the engine has stopped.
    return [];
  },
});
