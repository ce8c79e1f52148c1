import { whoReadCard } from '../commands/_who-read.ts';
import { Problem } from '../problems.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'show-who-read',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId, question, offset = 0 }, _turn, services) {
    const found = services.asked.recall(caseId, question);
    if (found === null) {
      throw new Problem('I no longer know which messages these were', [
        'Write who read and their ids again.',
      ]);
    }
    return [
      { do: 'replace', card: await whoReadCard(caseId, question, found, offset, services), for: 'clicker' },
    ];
  },
});
