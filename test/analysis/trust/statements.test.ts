/** What may be concluded: nothing negative outside what was asked of the log, nor where records may still have been on their way. */
import { expect, test } from 'vitest';
import type { Acquired, GapKind, ReportInput, Totals } from '../../../analysis/report.ts';
import {
  canConclude,
  cannotConclude,
  type GapCount,
  type TrustFacts,
  trustVerdict,
} from '../../../analysis/trust/statements.ts';

const TOTALS: Totals = {
  records: 10,
  mailItemsAccessed: 10,
  bind: 10,
  sync: 0,
  throttled: 0,
  mailboxes: 3,
  contexts: 1,
  messages: 5,
  mailboxMessages: 5,
  itemReferences: 5,
  serviceRecords: 0,
};

function input(acquired: Partial<Acquired>, changes: Partial<ReportInput> = {}): ReportInput {
  return {
    name: 'export.csv',
    member: null,
    sha256: '0'.repeat(64),
    bytes: 1,
    format: 'purview-csv',
    rows: 10,
    records: 10,
    duplicates: 0,
    conflicts: 0,
    rejected: 0,
    mailItemsAccessed: 10,
    first: '2026-05-02T00:00:00Z',
    last: '2026-05-31T00:00:00Z',
    acquired: { at: null, by: null, from: null, to: null, users: null, operations: null, ...acquired },
    warnings: [],
    ...changes,
  };
}

function facts(...inputs: ReportInput[]): TrustFacts {
  return {
    totals: TOTALS,
    window: { from: '2026-05-02T00:00:00Z', to: '2026-05-03T00:00:00Z' },
    inputs,
    gaps: 0,
    gapsInScope: 0,
    gapKinds: [],
    mailboxesWithGaps: 0,
    mailboxesBlind: 0,
    contradictions: [],
    unusedGrants: { grants: 0, examples: [] },
    truncatedInputs: 0,
    renamed: { mailboxes: 0, examples: [] },
    silentAfter: null,
    rejected: 0,
  };
}

const MAY = { from: '2026-05-01T00:00:00Z', to: '2026-05-31T00:00:00Z' };
const UNKNOWN = /What was asked of the log .* is not known for every file/;
const AFTER = /When the log was acquired is not known/;
const LATE = /Records can arrive a day late/;

interface Case {
  inputs: ReportInput[];
  /** the periods of which something negative is said */
  within: string | null;
  late?: string;
  /** after the last record of anybody, since nobody said when the log was acquired */
  after?: string;
  unknown?: boolean;
}

const CASES: Record<string, Case> = {
  'declared for all': { inputs: [input(MAY)], within: '2026-05-01T00:00:00Z to 2026-05-31T00:00:00Z' },
  'declared for none': { inputs: [input({})], within: null, unknown: true },
  'declared for one of two': { inputs: [input(MAY), input({})], within: null, unknown: true },
  'only half declared': { inputs: [input({ from: MAY.from })], within: null, unknown: true },
  'declared as something that is no time': {
    inputs: [input({ from: 'spring', to: MAY.to })],
    within: null,
    unknown: true,
  },
  'unusable files count for nothing': {
    inputs: [input(MAY), input({}, { records: 0 })],
    within: '2026-05-01T00:00:00Z to 2026-05-31T00:00:00Z',
  },
  'periods that overlap or touch are one': {
    inputs: [
      input({ from: '2026-05-10T00:00:00Z', to: '2026-05-20T00:00:00Z' }),
      input({ from: '2026-05-01T00:00:00Z', to: '2026-05-10T00:00:00Z' }),
      input({ from: '2026-05-02T00:00:00Z', to: '2026-05-03T00:00:00Z' }),
    ],
    within: '2026-05-01T00:00:00Z to 2026-05-20T00:00:00Z',
  },
  'of the time between two periods nothing is said': {
    inputs: [
      input({ from: '2026-05-20T00:00:00Z', to: '2026-05-25T00:00:00Z' }),
      input({ from: '2026-05-01T00:00:00Z', to: '2026-05-05T00:00:00Z' }),
    ],
    within: '2026-05-01T00:00:00Z to 2026-05-05T00:00:00Z; 2026-05-20T00:00:00Z to 2026-05-25T00:00:00Z',
  },
  'nobody said when it was acquired: nothing after the last record of anybody': {
    inputs: [
      input(MAY, { last: '2026-05-20T19:55:00Z' }),
      input({ from: MAY.from, to: '2026-05-10T00:00:00Z' }, { last: '2026-05-08T00:00:00Z' }),
    ],
    within: '2026-05-01T00:00:00Z to 2026-05-20T19:55:00Z',
    after: '2026-05-20T19:55:00Z',
  },
  'acquired later, without a record to the end': {
    inputs: [input({ ...MAY, at: '2026-06-10T00:00:00Z' }, { last: '2026-05-20T19:55:00Z' })],
    within: '2026-05-01T00:00:00Z to 2026-05-31T00:00:00Z',
  },
  'searched long after': {
    inputs: [input({ ...MAY, at: '2026-06-10T00:00:00Z' })],
    within: '2026-05-01T00:00:00Z to 2026-05-31T00:00:00Z',
  },
  'searched at once: nothing of the last day': {
    inputs: [input({ ...MAY, at: '2026-05-31T00:00:00Z' })],
    within: '2026-05-01T00:00:00Z to 2026-05-30T00:00:00Z',
    late: '2026-05-30T00:00:00Z',
  },
  'searched at once for the last hours alone': {
    inputs: [input({ from: '2026-05-30T12:00:00Z', to: '2026-05-31T00:00:00Z', at: '2026-05-31T00:00:00Z' })],
    within: null,
    late: '2026-05-30T00:00:00Z',
  },
};

test.each(Object.entries(CASES))('%s', (_, { inputs, within, late, after, unknown = false }) => {
  const concluded = canConclude(facts(...inputs)).join(' ');
  const open = cannotConclude(facts(...inputs)).join(' ');
  if (within === null) expect(concluded).not.toContain('no gap');
  else
    expect(concluded).toContain(
      `Within the declared search (${within}), no gap was found for 3 of 3 mailboxes`,
    );
  expect(UNKNOWN.test(open)).toBe(unknown);
  expect(LATE.test(open)).toBe(late !== undefined);
  expect(AFTER.test(open)).toBe(after !== undefined);
  if (after !== undefined) expect(open).toContain(`no record of anybody follows ${after}`);
  if (late !== undefined) expect(open).toContain(`from ${late} on`);
});

test('what was not asked for, or may be cut off, is not said to be absent', () => {
  const negative = (given: TrustFacts) =>
    canConclude(given).filter((sentence) => sentence.includes('no gap'));
  expect(negative({ ...facts(input(MAY)), truncatedInputs: 1 })).toEqual([]);
  expect(negative(facts(input({ ...MAY, operations: ['New-InboxRule'] })))).toEqual([]);
  expect(negative(facts(input({ ...MAY, operations: ['New-InboxRule', 'mailitemsaccessed'] })))).toHaveLength(
    1,
  );
  expect(negative(facts(input({ ...MAY, users: ['ana@contoso.com'] })))[0]).toContain(
    'by the users asked for',
  );
  expect(negative({ ...facts(input(MAY)), rejected: 2 })[0]).toContain(
    'but for 2 rows that could not be read',
  );
});

test('a file for which mail access was not asked says so', () => {
  const said = (operations: string[]) => cannotConclude(facts(input({ ...MAY, operations }))).join(' ');
  expect(said(['Send'])).toContain('Of 1 file it was declared that MailItemsAccessed was not searched for');
  expect(said(['Send', 'MailItemsAccessed'])).not.toContain('not searched for');
});

test('where nobody accessed anything for days that should hold much, nothing is said of them', () => {
  const asked = { ...MAY, at: '2026-06-10T00:00:00Z' };
  const silent = { ...facts(input(asked)), silentAfter: Date.parse('2026-05-20T19:55:00Z') / 1000 };
  expect(canConclude(silent).join(' ')).toContain('(2026-05-01T00:00:00Z to 2026-05-20T19:55:00Z), no gap');
  expect(cannotConclude(silent).join(' ')).toContain(
    'No mail access of anybody is on record after 2026-05-20T19:55:00Z',
  );
});

test('without mail access nothing is concluded', () => {
  const none = { ...facts(input(MAY)), totals: { ...TOTALS, mailItemsAccessed: 0 } };
  expect(trustVerdict(none)).toBe('insufficient');
  expect(canConclude(none)).toEqual([]);
  expect(cannotConclude(none)).toHaveLength(1);
});

test('each kind of blindness has its sentence, with the names that are known and the number of the rest', () => {
  const gap = (
    kind: GapKind,
    names: string[],
    concerned = names.length,
    certainty: 'proven' | 'suspected' = 'proven',
  ) => ({
    kind,
    certainty,
    gaps: 2,
    names,
    concerned,
  });
  const open = (gapKinds: GapCount[]) => cannotConclude({ ...facts(input(MAY)), gapKinds });
  const plain = open([]);
  const said = (gapKinds: GapCount[]) =>
    open(gapKinds)
      .filter((sentence) => !plain.includes(sentence))
      .join(' ');
  expect(said([gap('audit-bypass', ['ana@x'])])).toContain('what ana@x did out of the log, in every mailbox');
  expect(said([gap('ediscovery-access', ['eve@x'])])).toContain(
    'eve@x had mail shown or exported through eDiscovery',
  );
  expect(said([gap('ediscovery-access', ['eve@x'], 1, 'suspected')])).toContain('eve@x searched mail');
  expect(said([gap('not-covered', ['a@x', 'b@x'], 9)])).toContain(
    'No mail access to a@x, b@x and 7 more is on record',
  );
  expect(said([gap('ingestion-disabled', [])])).toContain('switched off for 2 stretches of time');
  expect(said([gap('throttled', ['a@x'])])).toBe('');
});

test('access that was given and is not on record as used is not shown, which is not to say there was none', () => {
  const unusedGrants = { grants: 4, examples: ['boss@x to eve@x', 'team@x to eve@x', 'ana@x to lee@x'] };
  const open = cannotConclude({ ...facts(input(MAY)), unusedGrants }).join(' ');
  expect(open).toContain(
    'Of 4 grants of access (boss@x to eve@x, team@x to eve@x, ana@x to lee@x and 1 more) no reading of mail is on record: it is not shown',
  );
});

test('what the log never shows is said whatever it holds', () => {
  const open = cannotConclude(facts(input(MAY))).join(' ');
  expect(open).toMatch(
    /never shows: mail reviewed or exported through eDiscovery; properties .* read over EWS/,
  );
});
