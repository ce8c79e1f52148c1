import { renderCard } from '../../cards/index.ts';
import { Problem } from '../problems.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'show-compare',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId, other, offset = 0 }, { mayOpen }, { engine }) {
    // The button names two cases; whether this person may see the one it carries as caseId is decided before.
    if (!mayOpen(other))
      throw new Problem('There is no case of that name', ['Write cases to see which there are.']);
    const comparison = await engine.compareCases(caseId, other);
    return [{ do: 'replace', card: renderCard('compare', { ...comparison, offset }), for: 'clicker' }];
  },
});
