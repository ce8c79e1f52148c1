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
    for (const part of severityRule.match(/[^.;:]+/g) ?? []) expect(written).toContain(part.trim());
  },
);

test('why just this one is rated so stands first, then the rule in short lines', () => {
  if (open.finding === null) throw new Error('The sample has no finding');
  const explanation =
    'Nobody here used python-requests/2.32.3 before. Rated high: it is unknown; from 2.32.3.4. The log holds only 20 hours of mail access before it, so what was usual is hardly known.';
  const severityRule =
    'Low by itself. One step up each: unknown; acting in its own right. At most high for one.';
  const finding = { ...open.finding, severity: 'high' as const, explanation };
  const lines = shownTexts(renderCard('finding', { ...open, finding, severityRule }).card).map(
    ({ text }) => text,
  );
  const at = lines.indexOf('Rated high: it is unknown; from 2.32.3.4.');
  expect(lines.slice(at - 1, at + 6)).toEqual([
    'Why it is rated so ',
    'Rated high: it is unknown; from 2.32.3.4.',
    'How such findings are rated: Low by itself.',
    'One step up each:',
    '· unknown',
    '· acting in its own right',
    'At most high for one.',
  ]);
  expect(lines).toContain(
    'Nobody here used python-requests/2.32.3 before. The log holds only 20 hours of mail access before it, so what was usual is hardly known.',
  );
});
