/** What every detection says of itself. */
import { describe, expect, test } from 'vitest';
import { loadDetections } from '../../../analysis/detections/index.ts';
import { STEPS } from '../../../analysis/guidance/index.ts';

const steps = new Set(STEPS.map(({ id }) => id));

describe.each((await loadDetections()).map((detection) => [detection.name, detection] as const))(
  '%s',
  (_name, detection) => {
    const texts = [detection.title, detection.question, detection.severityRule, detection.falsePositives];

    test('asks one question', () => {
      expect(detection.question).toMatch(/^[A-Z][^?]*\?$/);
    });

    test('says how its severity rises', () => {
      expect(detection.severityRule.length).toBeGreaterThan(60);
      expect(detection.severityRule).toMatch(/\b(info|low|medium|high|critical)\b/i);
    });

    test('names techniques of ATT&CK', () => {
      expect(detection.attack.length).toBeGreaterThan(0);
      for (const id of detection.attack) expect(id).toMatch(/^T\d{4}(\.\d{3})?$/);
    });

    test('names who else does this honestly', () => {
      expect(detection.falsePositives.length).toBeGreaterThan(40);
    });

    test('is answered by steps that exist', () => {
      expect(detection.response.length).toBeGreaterThan(0);
      expect(detection.response.filter((id) => !steps.has(id))).toEqual([]);
    });

    test('speaks plainly and promises nothing', () => {
      for (const text of texts) {
        expect(text.trim()).toBe(text);
        expect(text).not.toMatch(/\b(safe|clean|leverage|utili[sz]e|IOC|TTPs?|anomal(y|ous)|undefined)\b/i);
        for (const sentence of text.split(/[.?:;]/)) expect(sentence.length, sentence).toBeLessThan(260);
      }
      expect(detection.title).not.toMatch(/[.?!]$/);
    });

    test('ends an incident after a pause', () => {
      expect(detection.pauseHours).toBeGreaterThan(0);
    });
  },
);
