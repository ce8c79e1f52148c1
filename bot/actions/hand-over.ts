import { Problem } from '../problems.ts';
import { defineAction } from './_action.ts';

/** The answer to the card with which Teams asks whether a file may be put into somebody's OneDrive. */
export const action = defineAction({
  verb: 'hand-over',
  role: 'viewer',
  scopes: ['personal'],
  about: 'case',
  async run({ caseId, offer, accepted }, { caller }, { offers }) {
    if (!accepted) return [{ do: 'close', words: 'Not handed over; the export stays where I run.' }];
    const offered = offers.recall(caseId, offer);
    if (offered === null || offered.by !== caller.objectId) {
      throw new Problem('I no longer have that file at hand', ['Write export again for a fresh one.']);
    }
    return [{ do: 'upload', file: offered.file }];
  },
});
