import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseClientString } from '../../../analysis/reference/clients.ts';
import { readUserAgent } from '../../../analysis/reference/user-agent.ts';
import { CLIENT_CASES, POSING_CASES } from './clients.cases.ts';

describe('parseClientString', () => {
  it.each(CLIENT_CASES)('%s', (raw, expected) => {
    expect(parseClientString(raw)).toEqual(expected);
  });

  it.each(POSING_CASES)('is not fooled by %s', (raw, expected) => {
    expect(parseClientString(raw)).toMatchObject(expected);
  });

  it('takes null', () => {
    expect(parseClientString(null)).toEqual(parseClientString(''));
  });

  it('puts both strings of one OWA visit in one family', () => {
    const families = ['Client=OWA;Action=ViaProxy', 'Client=OWA;Mozilla/5.0 (X11; Linux x86_64);'].map(
      (raw) => parseClientString(raw).family,
    );
    expect(new Set(families)).toEqual(new Set(['owa']));
  });

  it('never throws and gives bounded text for any string', () => {
    const piece = fc.constantFrom(
      'Client=',
      'REST;',
      'OWA;',
      ';',
      '[AppId=',
      ']',
      '+Preload',
      '/',
      ' ',
      'UserAgent=',
    );
    const wild = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }).map((a) => a.join('')),
    );
    fc.assert(
      fc.property(wild, (raw) => {
        const parsed = parseClientString(raw);
        expect(parsed.family.length).toBeLessThanOrEqual(40);
        expect(parsed.family).not.toBe('');
        expect((parsed.userAgent ?? 'x').trim()).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  it('reads no more than 2,048 characters of a string of any length', () => {
    const parsed = parseClientString(`Client=OWA;${';'.repeat(50_000)}a${'+Preload'.repeat(50_000)}`);
    expect(parsed).toMatchObject({ protocol: 'owa', userAgent: null });
    expect(parseClientString(`Client=REST;${'a'.repeat(1_000_000)}`).userAgent?.length).toBeLessThan(2_049);
  });
});

describe('readUserAgent', () => {
  it.each([
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
      'iOS',
      'Safari',
      'iPhone',
    ],
    [
      'Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.0.0 Mobile Safari/537.36',
      'Android',
      'Chrome',
      'phone',
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/118.0',
      'Linux',
      'Firefox',
      'computer',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Safari/605.1.15',
      'macOS',
      'Safari',
      'computer',
    ],
    [
      'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.0.0 Safari/537.36',
      'ChromeOS',
      'Chrome',
      'computer',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko',
      'Windows',
      'Internet Explorer',
      'computer',
    ],
    ['axios/1.7.2', null, null, null],
  ])('%s', (userAgent, os, browser, device) => {
    expect(readUserAgent(userAgent)).toEqual({ os, browser, device });
  });
});

const patterns = new URL(
  '../../../../shared/data/apps/derived_clientinfostring_patterns.csv',
  import.meta.url,
);

describe.skipIf(!existsSync(patterns))(
  'the published client patterns (skipped when ../shared is absent)',
  () => {
    it('agrees on what is service-side', () => {
      const rows: Record<string, string>[] = parse(readFileSync(patterns), { columns: true });
      const service = rows.filter((row) => row.severity_hint === 'benign-context');
      expect(service.length).toBeGreaterThan(3);
      for (const row of service) {
        const text = (row.pattern_regex ?? '').replace('(EBA|TBA)', 'EBA').replace(/[\^$\\]/g, '');
        expect(parseClientString(text), text).toMatchObject({ system: true, protocol: 'service' });
      }
    });
  },
);
