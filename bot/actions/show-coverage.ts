import { renderCard } from '../../cards/index.ts';
import { Problem } from '../problems.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'show-coverage',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'nothing',
  async run({ verdict = null, offset = 0 }, { place }, { live }) {
    // The button is about no case, so it tells nothing of one.
    const input = await live.coverage?.page({ only: verdict, offset }, place, null);
    if (input == null) {
      throw new Problem('I have not looked at coverage since I was started', [
        'Write coverage for a fresh look.',
      ]);
    }
    return [{ do: 'replace', card: renderCard('coverage', input), for: 'clicker' }];
  },
});
