import { renderCard } from '../../cards/index.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

/** What a finding suggests to mark is shown with all it would hit, as a typed marker is. */
export const action = defineAction({
  verb: 'preview-mark',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId, marker, verdict }, _turn, { engine }) {
    const preview = await engine.previewMarker(caseId, marker, verdict);
    return [{ do: 'post', card: renderCard('marker-preview', { caseId, preview }) }];
  },
});
