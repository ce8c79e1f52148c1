import { expect, test } from 'vitest';
import { loadDetections } from '../../analysis/detections/index.ts';
import { samples } from '../../cards/finding/sample.ts';
import { renderCard } from '../../cards/index.ts';
import { shownTexts } from './walk.ts';

const { open } = samples;
if (open === undefined) throw new Error('The sample has another name now');

test.each((await loadDetections()).map(({ name, severityRule }) => [name, severityRule] as const))(
  'how a finding of %s is rated is said whole',
  (_, severityRule) => {
    const written = shownTexts(renderCard('finding', { ...open, severityRule }).card)
      .map(({ text }) => text)
      .join('\n');
    for (const sentence of severityRule.match(/[^.]+\./g) ?? []) expect(written).toContain(sentence.trim());
  },
);
