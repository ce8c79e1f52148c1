/** The printable report: what is put into it stays text, it asks nobody for anything, and no list is endless. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SectionName, Sections } from '../../analysis/sections.ts';
import { samples as finding } from '../../cards/finding/sample.ts';
import { samples as findings } from '../../cards/findings/sample.ts';
import { samples as gaps } from '../../cards/gaps/sample.ts';
import { type HtmlReportInput, htmlReport } from '../../cards/index.ts';
import { samples as inputs } from '../../cards/inputs/sample.ts';
import { samples as manager } from '../../cards/manager-summary/sample.ts';
import { samples as messages } from '../../cards/messages/sample.ts';
import { samples as nextSteps } from '../../cards/next-steps/sample.ts';
import { hostile } from './hostile.ts';
import { withStrings } from './inputs.ts';

const pulls: Omit<Sections['pulls']['result'], 'case'> = {
  pulls: {
    total: 1,
    offset: 0,
    items: [
      {
        id: 'hunt-1',
        source: 'audit-query',
        what: 'Mail access of ana@contoso.com',
        by: 'Lee Gu',
        begun: '2026-05-20T10:00:00Z',
        ended: '2026-05-20T10:20:00Z',
        from: '2026-05-14T00:00:00Z',
        to: '2026-05-20T00:00:00Z',
        queries: [],
        passes: [
          { pages: 3, records: 410 },
          { pages: 3, records: 409 },
        ],
        distinct: 410,
        duplicates: 409,
        onlyFirst: 1,
        onlySecond: 0,
        differing: 0,
        requestIds: ['r-1'],
        missing: [{ from: '2026-05-15T00:00:00Z', to: '2026-05-16T00:00:00Z', why: 'the query failed' }],
      },
    ],
  },
  outages: [],
  notObtained: [],
  ownReads: [
    {
      appId: 'c0ffee00-1111-4222-8333-444444444444',
      from: '2026-05-20T10:30:00Z',
      to: '2026-05-20T10:40:00Z',
      requestIds: 12,
      records: 4,
      foreign: 1,
    },
  ],
};

const SECTIONS: Partial<Record<SectionName, object>> = {
  pulls,
  gaps: gaps.gaps,
  findings: findings.findings,
  finding: finding.open,
  messages: messages.confirmed,
  'next-steps': nextSteps.steps,
  inputs: inputs['two files'],
};

/** The samples' one page, whatever is asked for after it empty. */
async function readSample<N extends SectionName>(name: N, query: object): Promise<Sections[N]['result']> {
  const section = SECTIONS[name];
  if (!section) throw new Error(`The report asks for ${name}`);
  const from = 'offset' in query ? Number(query.offset) : 0;
  const paged = Object.entries(section).map(([key, value]) =>
    from > 0 && typeof value === 'object' && value !== null && 'items' in value
      ? [key, { ...value, items: [], offset: from }]
      : [key, value],
  );
  return Object.fromEntries(paged) as Sections[N]['result'];
}

function given(more: Partial<HtmlReportInput> = {}): HtmlReportInput {
  const sample = manager['under way'];
  if (!sample) throw new Error('The manager’s sample has another name now');
  return { ...sample, read: readSample, by: 'Ana Ortiz', version: '0.1.0', namesHidden: false, ...more };
}

async function html(input: HtmlReportInput): Promise<string> {
  let text = '';
  for await (const piece of htmlReport(input)) text += piece;
  return text;
}

/** Tags with attributes that we fill: places of bars, and the hash of the style. */
const OURS =
  /^<(svg|line|text|rect|meta) |^<td data-label="\{\{label\}\}">$|^<strong\{\{#if alarm\}\} class="alarm"\{\{\/if\}\}>$/;

const tagsOf = (text: string) => text.match(/<[^>]*>/g) ?? [];

test('holds the manager’s part, then the evidence', async () => {
  const text = await html(given());
  const order = [
    '<h1>Somebody marked as an intruder reached the mail of 2 mailboxes',
    'How sure we are',
    'GDPR art. 33: 51 h left',
    '<svg',
    'What cannot be concluded',
    // Every record can be followed: file, digest, row.
    'in export.csv (SHA-256 b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9), rows 20,113,',
    'Confirmed exposure by mailbox',
    'Gaps in the log',
    'Next steps',
    'Files read',
    'How the tenant was asked',
    '410 records from 6 pages in 2 readings; 1 in one reading alone, 0 that differed',
    '4 records of its own, kept out of findings. 1 record of that application is not of its reads.',
    'Made 21 May 2026 06:02 UTC for Ana Ortiz by Mailtrail 0.1.0',
  ];
  const places = order.map((words) => text.indexOf(words));
  expect(places).not.toContain(-1);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  expect(text).toMatch(/[0-9a-f]{64}/);
  expect(text).not.toMatch(/undefined|NaN|\[object|\{\{/);
});

test('asks nobody for anything and runs nothing; its own style is all that is allowed', async () => {
  const text = await html(given());
  expect(text).not.toMatch(
    /<script|<link|<img|<iframe|<form|\b(src|href|action|on\w+|style)\s*=|url\(|@import/i,
  );
  const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(text) ?? [];
  const hash = createHash('sha256').update(style).digest('base64').replaceAll('=', '&#x3D;');
  expect(text).toContain(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'`);
});

test('says on every page that the case is privileged, and only then', async () => {
  const about = { ...given().case, privileged: true };
  const text = await html(given({ case: about }));
  expect(text.match(/Privileged and confidential\. Do not forward\./g)).toHaveLength(2);
  expect(text).toContain('@top-center');
  expect(await html(given())).not.toContain('Privileged');
});

describe('words of others stay text', () => {
  test('no template asks for anything else, nor puts them into an attribute', () => {
    const folder = new URL('../../cards/html/parts/', import.meta.url);
    for (const file of readdirSync(folder)) {
      const template = readFileSync(new URL(file, folder), 'utf8');
      expect(template, file).not.toMatch(/\{\{\{|\{\{&/);
      const attributes = [...template.matchAll(/<[^>]*\{\{[^>]*>/g)].map(([tag]) => tag);
      for (const tag of attributes) expect(tag, file).toMatch(OURS);
    }
  });

  async function tagsWith(replace: (value: string) => string): Promise<string[]> {
    const { read, ...words } = given();
    const input = withStrings(words, replace) as Omit<HtmlReportInput, 'read'>;
    const hostileRead = async (name: SectionName, query: object) =>
      withStrings(await readSample(name, query), replace);
    return tagsOf(await html({ ...input, read: hostileRead as HtmlReportInput['read'] }));
  }
  const tags = tagsWith((value) => `x${value}`);

  test.each(Object.entries(hostile))('%s', async (_, attack) => {
    expect(await tagsWith((value) => `x${value}${attack}`)).toEqual(await tags);
  });

  test('whatever it is', async () => {
    const wild = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(fc.constantFrom('<', '>', '"', "'", '`', '=', '&', '{{', '}}', '/', 'script', '-->', ' '))
        .map((a) => a.join('')),
    );
    await fc.assert(
      fc.asyncProperty(wild, async (words) => {
        expect(await tagsWith((value) => `x${value}${words}`)).toEqual(await tags);
      }),
      { numRuns: 40 },
    );
  });
});

test('lists end, and say where the rest is; nothing is read beyond that', async () => {
  const asked: number[] = [];
  const read = async (name: SectionName, query: { offset?: number; limit?: number }) => {
    const section = await readSample(name, {});
    if (name !== 'inputs') return section;
    const { inputs: page } = section as Sections['inputs']['result'];
    const { offset = 0, limit = 0 } = query;
    asked.push(offset);
    const items = Array.from({ length: limit }, () => page.items[0]);
    return { ...section, inputs: { items, total: 4_321, offset } };
  };
  const text = await html(given({ read: read as HtmlReportInput['read'] }));
  expect(asked).toEqual([0, 50, 100, 150]);
  expect(text).toContain('And 4,121 more: the evidence export holds them.');
});

test('a list that became shorter meanwhile ends', async () => {
  const read = async (name: SectionName, query: object) => {
    const section = await readSample(name, query);
    if (name !== 'inputs') return section;
    return { ...section, inputs: { items: [], total: 10, offset: 0 } };
  };
  expect(await html(given({ read: read as HtmlReportInput['read'] }))).toContain('Files read');
});
