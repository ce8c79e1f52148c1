/** Microsoft's step 1: what throttling leaves unrecorded, proven by marks or suspected from what follows 1,000 records. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Gap, Report } from '../../../analysis/report.ts';
import { lines, openDesk, reportOf } from '../case/desk.ts';
import { type AuditData, type BindAccess, bind, burst, later, sync } from '../case/records.ts';

const desk = await openDesk();

const NINE = '2026-05-14T09:00:00';
const DAY = 86_400;
const HOUR = 3_600;

const iso = (at: string) => `${at}Z`;
const mark = (mailbox: string, at: string) => bind({ mailbox, at, throttled: true });

/** `count` Bind records of a mailbox within two hours from nine o'clock; the last stands at their end. */
function rush(mailbox: string, count: number, access: BindAccess = {}): AuditData[] {
  return burst(count, 2 * HOUR, { mailbox, at: NINE, ...access });
}

/** The last of 1,001 records within two hours. */
const RUSH_END = later(NINE, Math.floor((1_000 * 2 * HOUR) / 1_001));

/** 1,001 records, and one more so many seconds after the last. */
const resuming = (mailbox: string, pause: number) => [
  ...rush(mailbox, 1_001),
  bind({ mailbox, at: later(RUSH_END, pause) }),
];

interface Case {
  /** what the records of a mailbox are, and what gap they must give: [from, to], null when none */
  records: (mailbox: string) => AuditData[];
  gap: 'throttled' | 'suspected-throttle' | null;
  from?: (records: AuditData[]) => string;
  to?: string | null;
  cited?: number;
}

const at = (records: AuditData[], index: number) => iso(String(records.at(index)?.CreationTime));

const CASES: Record<string, Case> = {
  'one mark blinds for 24 hours': {
    records: (mailbox) => [mark(mailbox, NINE)],
    gap: 'throttled',
    from: () => iso(NINE),
    to: iso(later(NINE, DAY)),
    cited: 1,
  },
  'marks every five minutes are one gap, 24 hours from the last': {
    records: (mailbox) => Array.from({ length: 13 }, (_, index) => mark(mailbox, later(NINE, 300 * index))),
    gap: 'throttled',
    from: () => iso(NINE),
    to: iso(later(NINE, 12 * 300 + DAY)),
    cited: 13,
  },
  'marks 24 hours apart touch and are one gap': {
    records: (mailbox) => [mark(mailbox, NINE), mark(mailbox, later(NINE, DAY))],
    gap: 'throttled',
    from: () => iso(NINE),
    to: iso(later(NINE, 2 * DAY)),
    cited: 2,
  },
  'a mark on a Sync record counts too': {
    records: (mailbox) => [sync({ mailbox, at: NINE, throttled: true })],
    gap: 'throttled',
    from: () => iso(NINE),
    to: iso(later(NINE, DAY)),
    cited: 1,
  },
  '1,000 records are not more than 1,000': { records: (mailbox) => rush(mailbox, 1_000), gap: null },
  '1,000, and reading that comes back a day later, are not either': {
    records: (mailbox) => [...rush(mailbox, 1_000), bind({ mailbox, at: later(NINE, 2 * HOUR + DAY) })],
    gap: null,
  },
  '1,001 and then nothing': {
    records: (mailbox) => rush(mailbox, 1_001),
    gap: 'suspected-throttle',
    from: (records) => at(records, -1),
    to: null,
    cited: 1,
  },
  'the 1,002nd record disproves it': { records: (mailbox) => rush(mailbox, 1_002), gap: null },
  'two clients together pass 1,000': {
    records: (mailbox) =>
      rush(mailbox, 1_001).map((record, index) => ({
        ...record,
        ClientInfoString: index % 2 === 0 ? 'Client=OWA;Action=ViaProxy' : 'Client=MSExchangeRPC',
      })),
    gap: 'suspected-throttle',
    from: (records) => at(records, -1),
    to: null,
    cited: 1,
  },
  'records that resume 24 hours later end it': {
    records: (mailbox) => [
      ...rush(mailbox, 1_001),
      bind({ mailbox, at: later(NINE, 2 * HOUR + DAY) }),
      bind({ mailbox, at: later(NINE, 2 * HOUR + 2 * DAY) }),
    ],
    gap: 'suspected-throttle',
    from: (records) => at(records, 1_000),
    to: iso(later(NINE, 2 * HOUR + DAY)),
    cited: 1,
  },
  'records that resume in the evening disprove it': {
    records: (mailbox) => [...rush(mailbox, 1_001), bind({ mailbox, at: later(NINE, 12 * HOUR) })],
    gap: null,
  },
  'records that resume 23 hours later are about a day later': {
    records: (mailbox) => resuming(mailbox, 23 * HOUR),
    gap: 'suspected-throttle',
    from: (records) => at(records, 1_000),
    to: iso(later(RUSH_END, 23 * HOUR)),
  },
  'records that resume a second sooner disprove it': {
    records: (mailbox) => resuming(mailbox, 23 * HOUR - 1),
    gap: null,
  },
  'the 1,001st record exactly 24 hours after the first is of another day': {
    records: (mailbox) => [...rush(mailbox, 1_000), bind({ mailbox, at: later(NINE, DAY) })],
    gap: null,
  },
  'the 1,001st record a second before that is of the same': {
    records: (mailbox) => [...rush(mailbox, 1_000), bind({ mailbox, at: later(NINE, DAY - 1) })],
    gap: 'suspected-throttle',
    from: (records) => at(records, -1),
    to: null,
    cited: 1,
  },
  'Sync records go on under throttling and disprove nothing': {
    records: (mailbox) => [...rush(mailbox, 1_001), sync({ mailbox, at: later(NINE, 5 * HOUR) })],
    gap: 'suspected-throttle',
    from: (records) => at(records, 1_000),
    to: null,
  },
  'Sync records do not count towards 1,000': {
    records: (mailbox) => [
      ...rush(mailbox, 995),
      ...Array.from({ length: 10 }, (_, index) =>
        sync({ mailbox, at: later(NINE, index), folder: `f${index}` }),
      ),
    ],
    gap: null,
  },
  '1,001 records over more than 24 hours are ordinary': {
    records: (mailbox) => burst(1_001, DAY + 200, { mailbox, at: NINE }),
    gap: null,
  },
  'the same record twice is one record': {
    records: (mailbox) => {
      const records = rush(mailbox, 1_000);
      return [...records, ...records.slice(0, 50)];
    },
    gap: null,
  },
  'a mark says it better than the count': {
    records: (mailbox) => [...rush(mailbox, 1_000), mark(mailbox, later(NINE, 2 * HOUR))],
    gap: 'throttled',
    from: () => iso(later(NINE, 2 * HOUR)),
    to: iso(later(NINE, 2 * HOUR + DAY)),
    cited: 1,
  },
};

const ALL = Object.entries(CASES).map(([name, one], index) => {
  const mailbox = `m${index}@contoso.com`;
  return { name, mailbox, made: one.records(mailbox), ...one };
});

/** Marked days before it passes 1,000 records. */
const TWICE = [mark('twice@x', later(NINE, -5 * DAY)), ...rush('twice@x', 1_001)];

describe('gaps', () => {
  let report: Report;
  beforeAll(async () => {
    ({ report } = await desk.analyse(lines([...ALL.flatMap(({ made }) => made), ...TWICE])));
  });

  test('a mark of another day accounts for nothing later', () => {
    const found = report.logTrust.gaps.filter(({ mailbox }) => mailbox === 'twice@x');
    expect(found.map(({ kind, from }) => [kind, from])).toEqual([
      ['throttled', iso(later(NINE, -5 * DAY))],
      ['suspected-throttle', at(TWICE, -1)],
    ]);
  });

  test.each(ALL)('$name', ({ mailbox, made, gap, from, to, cited }) => {
    const found = report.logTrust.gaps.filter((candidate) => candidate.mailbox === mailbox);
    if (gap === null) {
      expect(found).toEqual([]);
      return;
    }
    expect(found).toMatchObject([
      {
        kind: gap,
        certainty: gap === 'throttled' ? 'proven' : 'suspected',
        actor: null,
        accessTypes: ['bind'],
        from: from?.(made),
        to,
      },
    ]);
    const [one] = found as [Gap];
    expect(one.statement).toContain(mailbox);
    expect(one.statement).toContain('Sync records in it remain valid');
    expect(one.recordIds.length).toBe(cited ?? one.recordIds.length);
    const ids = new Set(made.map(({ Id }) => Id));
    expect(one.recordIds.filter((id) => !ids.has(id))).toEqual([]);
    expect(one.recordIds.length).toBeGreaterThan(0);
  });

  test('every record a gap cites is found in its file', () => {
    const rows = new Map(
      [...ALL.flatMap(({ made }) => made), ...TWICE].map(({ Id }, index) => [Id, index + 1]),
    );
    const cited = report.logTrust.gaps.flatMap(({ recordIds }) => recordIds).sort();
    // Findings cite records as well.
    const evidence = report.evidence.filter(({ recordId }) => cited.includes(recordId));
    expect(evidence.map(({ recordId }) => recordId).sort()).toEqual(cited);
    for (const { recordId, row, input, member } of evidence) {
      expect([recordId, row]).toEqual([recordId, rows.get(recordId)]);
      expect([input, member]).toEqual([report.inputs[0]?.sha256, null]);
    }
  });

  test('proven gaps come first, and the report says what may not be concluded', () => {
    const certainties = report.logTrust.gaps.map(({ certainty }) => certainty);
    expect(certainties).toEqual([...certainties].sort());
    expect(report.logTrust.verdict).toBe('gaps');
    expect(report.logTrust.cannotConclude.join(' ')).toContain('the log has gaps');
    expect(report.totals.throttled).toBe(19);
  });
});

describe('coverage', () => {
  const window = (mailbox: string) => [
    bind({ mailbox, at: NINE }),
    bind({ mailbox, at: later(NINE, 4 * DAY) }),
  ];

  test('is the share of the window in which Bind access would be on record', async () => {
    const { report } = await desk.analyse(
      lines([
        ...window('open@x'),
        mark('quarter@x', later(NINE, DAY)),
        // Two gaps with a day between them, the second of which reaches beyond the window.
        mark('half@x', later(NINE, DAY / 2)),
        mark('half@x', later(NINE, 3.5 * DAY)),
        mark('end@x', later(NINE, 4 * DAY)),
      ]),
    );
    const shares = Object.fromEntries(
      report.logTrust.mailboxes.map(({ mailbox, coveredShare, reasons }) => [
        mailbox,
        [coveredShare, reasons],
      ]),
    );
    expect(shares).toEqual({
      'open@x': [1, []],
      'quarter@x': [0.75, ['throttled']],
      'half@x': [0.625, ['throttled (2 times)']],
      'end@x': [1, ['throttled']],
    });
  });

  test('is written in four decimals, and is whole only where it is', async () => {
    const { report } = await desk.analyse(
      lines([
        bind({ mailbox: 'open@x', at: later(NINE, -41 * DAY) }),
        bind({ mailbox: 'open@x', at: later(NINE, 59 * DAY) }),
        mark('long@x', NINE),
        ...Array.from({ length: 40 }, (_, day) => mark('long@x', later(NINE, day * DAY))),
        mark('brief@x', later(NINE, 59 * DAY - 60)),
      ]),
    );
    const shares = report.logTrust.mailboxes.map(({ mailbox, coveredShare }) => [mailbox, coveredShare]);
    expect(Object.fromEntries(shares)).toEqual({ 'open@x': 1, 'long@x': 0.6, 'brief@x': 0.9999 });
  });

  test('a log of one moment that is throttled covers nothing', async () => {
    const { report } = await desk.analyse(lines([mark('a@x', NINE)]));
    expect(report.logTrust.mailboxes).toEqual([{ mailbox: 'a@x', coveredShare: 0, reasons: ['throttled'] }]);
  });
});

test('a gap keeps its id while marks are added to its end, and cites them where they stand', async () => {
  const kase = await desk.openCase();
  const first = mark('a@x', NINE);
  await desk.ingest(kase, lines([bind({ mailbox: 'b@x', at: NINE }), first]));
  const before = (await reportOf(kase)).logTrust.gaps;
  const second = mark('a@x', later(NINE, 300));
  await desk.ingest(kase, lines([second]));
  const after = await reportOf(kase);
  expect(before).toHaveLength(1);
  expect(after.logTrust.gaps).toMatchObject([
    {
      id: before[0]?.id,
      from: iso(NINE),
      to: iso(later(NINE, 300 + DAY)),
      recordIds: [first.Id, second.Id],
    },
  ]);
  const rows = after.evidence.map(({ recordId, input, row }) => [
    recordId,
    after.inputs.findIndex(({ sha256 }) => sha256 === input),
    row,
  ]);
  expect(rows.sort()).toEqual(
    [
      [first.Id, 0, 2],
      [second.Id, 1, 1],
    ].sort(),
  );
});
