import { renderCard } from '../../cards/index.ts';
import { EXPORTS, exportEffects } from '../export.ts';
import { identityOf } from '../hand-over.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'export-case',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId, kind }, turn, services) {
    if (kind !== undefined) return await exportEffects(kind, caseId, turn, services);
    const choices = { case: await identityOf(services.engine, caseId), kinds: EXPORTS };
    return [{ do: 'replace', card: renderCard('exports', choices), for: 'clicker' }];
  },
});
