/** A responder's word on an address, session, app or user: what it hits, what it is refused for, how it is written. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Case, MarkerError } from '../../../analysis/index.ts';
import { lines, openDesk, reportOf } from '../case/desk.ts';
import { bind, EXCHANGE, GRAPH, later, sync } from '../case/records.ts';

const desk = await openDesk();

const APP = '9f3c0000-0000-4000-8000-000000000009';
const OFFICE = '203.0.113.10';
const ATTACKER = '203.0.113.66';
const SESSION = '5b1e0000-0000-4000-8000-0000000000aa';
const NINE = '2026-05-14T09:00:00';

/** Six people in one office for four days, and one intruder who took two of their sessions to an address of his own. */
function office() {
  const people = Array.from({ length: 6 }, (_, index) => `p${index}@contoso.com`);
  const days = [0, 1, 2, 3].map((day) => later(NINE, day * 86_400));
  return [
    ...people.flatMap((mailbox) =>
      days.map((at) => bind({ mailbox, at, ip: OFFICE, session: `s-${mailbox}` })),
    ),
    bind({
      mailbox: 'p0@contoso.com',
      at: later(NINE, 60),
      ip: `[${ATTACKER}]:444`,
      session: SESSION.toUpperCase(),
    }),
    bind({
      mailbox: 'p1@contoso.com',
      at: later(NINE, 3_600),
      ip: ATTACKER,
      session: null,
      with: {
        AppAccessContext: { AADSessionId: SESSION, UniqueTokenId: 'tOkEn-1' },
        ClientAppId: APP,
        AppId: GRAPH,
      },
    }),
    bind({
      mailbox: 'p1@contoso.com',
      at: later(NINE, 7_200),
      ip: '203.0.113.70',
      user: 'Eve+News@contoso.com',
    }),
    bind({ mailbox: 'p2@contoso.com', at: later(NINE, 60), ip: '2001:db8:0:1::5', session: 'v6' }),
    // The intruder in the office: the same address, another session.
    bind({ mailbox: 'p3@contoso.com', at: later(NINE, 60), ip: OFFICE, session: SESSION }),
  ];
}

let kase: Case;
beforeAll(async () => {
  kase = await desk.openCase();
  await desk.ingest(kase, lines(office()));
});

interface Hit {
  typed: string;
  stored?: string;
  records: number;
  mailboxes: number;
  contexts?: number;
}

const HITS: Hit[] = [
  { typed: `ip:${ATTACKER}`, records: 2, mailboxes: 2, contexts: 2 },
  { typed: ` IP: ${ATTACKER}:443 `, stored: `ip:${ATTACKER}`, records: 2, mailboxes: 2 },
  { typed: 'ip:2001:DB8:0:1:0:0:0:5', stored: 'ip:2001:db8:0:1::5', records: 1, mailboxes: 1 },
  { typed: 'ip:[2001:db8:0:1::5]:443', stored: 'ip:2001:db8:0:1::5', records: 1, mailboxes: 1 },
  { typed: 'ip:203.0.113.70/28', stored: 'network:203.0.113.64/28', records: 3, mailboxes: 2 },
  { typed: 'network:2001:db8:0:1::9/64', stored: 'network:2001:db8:0:1::/64', records: 1, mailboxes: 1 },
  { typed: `session:${SESSION.toUpperCase()}`, stored: `session:${SESSION}`, records: 3, mailboxes: 3 },
  { typed: `app:${APP.toUpperCase()}`, stored: `app:${APP}`, records: 1, mailboxes: 1 },
  { typed: 'user:EVE+news@contoso.com', stored: 'user:eve+news@contoso.com', records: 1, mailboxes: 1 },
  { typed: 'token:tOkEn-1', records: 1, mailboxes: 1 },
  // The case of token ids means something.
  { typed: 'token:token-1', records: 0, mailboxes: 0 },
  {
    typed: `session:${SESSION} + ip:${OFFICE}`,
    stored: `ip:${OFFICE}+session:${SESSION}`,
    records: 1,
    mailboxes: 1,
  },
  {
    typed: `ip:${ATTACKER}+from:2026-05-14T09:01:00Z+to:2026-05-14T09:59`,
    stored: `ip:${ATTACKER}+from:2026-05-14T09:01:00Z+to:2026-05-14T09:59:00Z`,
    records: 1,
    mailboxes: 1,
  },
  {
    typed: `ip:${ATTACKER}+from:2026-05-14+to:2026-05-14`,
    stored: `ip:${ATTACKER}+from:2026-05-14T00:00:00Z+to:2026-05-14T23:59:59Z`,
    records: 2,
    mailboxes: 2,
  },
  {
    typed: `ip:${ATTACKER}+from:2026-05-14T12:00:00+02:00`,
    stored: `ip:${ATTACKER}+from:2026-05-14T10:00:00Z`,
    records: 1,
    mailboxes: 1,
  },
  {
    typed: `ip:${ATTACKER}+from:14 May 2026 UTC+to:14 May 2026 09:59 UTC`,
    stored: `ip:${ATTACKER}+from:2026-05-14T00:00:00Z+to:2026-05-14T09:59:00Z`,
    records: 1,
    mailboxes: 1,
  },
  {
    typed: `ip:${ATTACKER}+from:2026-05-15`,
    stored: `ip:${ATTACKER}+from:2026-05-15T00:00:00Z`,
    records: 0,
    mailboxes: 0,
  },
  { typed: "user:x' or 1=1 --", records: 0, mailboxes: 0 },
];

describe('a preview says what would be hit', () => {
  test('and how many of the contexts the report calls expected, and unusual', async () => {
    const { contexts } = await reportOf(kase);
    const told = await Promise.all(
      [OFFICE, ATTACKER, '203.0.113.70'].map((ip) => kase.previewMarker(`ip:${ip}`, 'trusted')),
    );
    expect(
      told.map((preview) => [preview.contexts, preview.expectedContexts, preview.unusualContexts]),
    ).toEqual(
      [OFFICE, ATTACKER, '203.0.113.70'].map((ip) => {
        const verdicts = contexts.filter((context) => context.ip === ip).map(({ verdict }) => verdict);
        const of = (wanted: string) => verdicts.filter((verdict) => verdict === wanted).length;
        return [verdicts.length, of('expected'), of('unusual')];
      }),
    );
    expect(told.map(({ unusualContexts }) => unusualContexts > 0)).toContain(true);
    // What is marked hostile was found unusual all the same: trusting it ends that, too.
    await kase.mark(`ip:${ATTACKER}`, 'hostile', 'test');
    const marked = await kase.previewMarker(`ip:${ATTACKER}`, 'trusted');
    await kase.unmark(`ip:${ATTACKER}`);
    expect(marked.unusualContexts).toBe(told[1]?.unusualContexts);
    expect(marked.unusualContexts).toBeGreaterThan(0);
  });

  test.each(HITS)('$typed', async ({ typed, stored = typed, records, mailboxes, contexts }) => {
    const preview = await kase.previewMarker(typed, 'hostile');
    expect(preview).toMatchObject({ marker: stored, verdict: 'hostile', records, mailboxes, refusal: null });
    expect(preview.contexts).toBe(contexts ?? preview.contexts);
    if (records === 0) expect(preview.advice).toContain('No record of this case matches');
    // What is stored reads as itself.
    expect((await kase.previewMarker(stored, 'hostile')).marker).toBe(stored);
  });
});

describe('a marker that is set already', () => {
  const told = async (of: Case, typed: string, verdict: 'hostile' | 'trusted') => {
    const { setNow, confirmedAlone } = await of.previewMarker(typed, verdict);
    return { setNow, confirmedAlone };
  };

  test('says which verdict ends, and what only it confirms', async () => {
    const set = await desk.caseOf(
      lines([
        bind({ mailbox: 'a@x', ip: ATTACKER, session: 's-1', messages: ['m1@x', 'm2@x'] }),
        bind({ mailbox: 'b@x', ip: ATTACKER, session: 's-2', messages: ['m3@x'] }),
        bind({ mailbox: 'a@x', ip: '198.51.100.4', session: 's-1', messages: ['m2@x'] }),
        sync({ mailbox: 'b@x', ip: ATTACKER, session: 's-2' }),
      ]),
    );
    const none = { setNow: null, confirmedAlone: null };
    expect(await told(set, `ip:${ATTACKER}`, 'trusted')).toEqual(none);
    await set.mark(`ip:${ATTACKER}`, 'hostile', 'test');
    expect(await told(set, `ip:${ATTACKER}+session:s-1`, 'trusted')).toEqual(none);
    expect(await told(set, `IP:${ATTACKER}`, 'hostile')).toEqual({ setNow: 'hostile', confirmedAlone: null });
    const all = { messages: 3, mailboxes: 2, syncs: 1 };
    expect(await told(set, `ip:${ATTACKER}`, 'trusted')).toEqual({ setNow: 'hostile', confirmedAlone: all });
    // What another marker confirms too stays confirmed.
    await set.mark('ip:198.51.100.4', 'hostile', 'test');
    const rest = { messages: 2, mailboxes: 1, syncs: 1 };
    expect(await told(set, `ip:${ATTACKER}`, 'trusted')).toEqual({ setNow: 'hostile', confirmedAlone: rest });
    expect(await set.mark(`ip:${ATTACKER}`, 'trusted', 'test')).toMatchObject({ setNow: 'hostile' });
    expect(await told(set, `ip:${ATTACKER}`, 'hostile')).toEqual({ setNow: 'trusted', confirmedAlone: null });
    expect((await reportOf(set)).exposure.confirmed.markers).toEqual(['ip:198.51.100.4']);
  });
});

describe('refused', () => {
  test.each([
    [`app:${GRAPH}`, /Microsoft Graph.*Mark the calling application/],
    [`app:${EXCHANGE.toUpperCase()}`, /Exchange Online/],
    [`app:${GRAPH}+ip:${ATTACKER}`, /Microsoft Graph/],
    ['203.0.113.9', /not a marker.*network:.*token:/],
    ['', /not a marker/],
    ['ip:', /needs a value/],
    ['ip:999.1.1.1', /not an IP address/],
    ['ip:0x7f.1', /not an IP address/],
    ['ip:203.0.113.9/8', /too wide/],
    ['ip:203.0.113.9/33', /not a network/],
    ['ip:2001:db8::/16', /too wide/],
    ['colour:red', /not a marker/],
    [`ip:${ATTACKER}+ip:${OFFICE}`, /given twice/],
    ['from:2026-05-14', /only narrow/],
    [`ip:${ATTACKER}+from:yesterday`, /not a time/],
    [`ip:${ATTACKER}+from:14.05.2026`, /not a time/],
    [`ip:${ATTACKER}+from:2026-13-45`, /not a time/],
    [`ip:${ATTACKER}+from:2026-05-15+to:2026-05-14`, /later than/],
  ])('%s', async (typed, reason) => {
    expect(await kase.previewMarker(typed, 'hostile')).toMatchObject({
      records: 0,
      refusal: expect.stringMatching(reason),
    });
    await expect(kase.mark(typed, 'hostile', 'test')).rejects.toThrow(MarkerError);
  });

  test('a value without end', async () => {
    const { refusal, marker } = await kase.previewMarker(`user:${'x'.repeat(2_000)}`, 'hostile');
    expect(refusal).toMatch(/too long/);
    expect(marker.length).toBeLessThanOrEqual(200);
  });

  test('an address of a whole office, until it is narrowed', async () => {
    const alone = await kase.previewMarker(`ip:${OFFICE}`, 'hostile');
    expect(alone).toMatchObject({ records: 25, mailboxes: 6, expectedContexts: 7 });
    expect(alone.refusal).toMatch(/everyday address of 6 mailboxes.*Narrow it/);
    expect((await kase.previewMarker('ip:203.0.113.0/28', 'hostile')).refusal).toMatch(/Narrow it/);
    // A time alone does not narrow it.
    expect((await kase.previewMarker(`ip:${OFFICE}+from:2026-05-14`, 'hostile')).refusal).toMatch(
      /Narrow it/,
    );
    expect(await kase.previewMarker(`ip:${OFFICE}+session:${SESSION}`, 'hostile')).toMatchObject({
      records: 1,
      refusal: null,
    });
    // Trusting it is no accusation.
    expect((await kase.previewMarker(`ip:${OFFICE}`, 'trusted')).refusal).toBeNull();
  });

  test('an everyday address of one person is accepted with advice', async () => {
    const preview = await kase.previewMarker('user:p4@contoso.com', 'hostile');
    expect(preview).toMatchObject({ records: 4, expectedContexts: 1, refusal: null });
    expect(preview.advice).toContain('everyday use of one mailbox');
  });
});

describe('everyday use', () => {
  const onDays = (mailbox: string, ip: string, from: number, count: number) =>
    Array.from({ length: count }, (_, day) =>
      bind({ mailbox, ip, at: later(NINE, (from + day) * 86_400), session: null }),
    );
  const many = (count: number, ip: string) =>
    Array.from({ length: count }, (_, n) => onDays(`${n}-of-${count}@x`, ip, 0, 3)).flat();
  const preview = (ip: string) => used.previewMarker(`ip:${ip}`, 'hostile');

  let used: Case;
  beforeAll(async () => {
    used = await desk.openCase();
    const log = [
      ...many(5, '203.0.113.101'),
      ...many(4, '203.0.113.102'),
      ...onDays('two-days@x', '203.0.113.103', 0, 2),
      ...onDays('a-third@x', '203.0.113.104', 0, 3),
      ...onDays('a-third@x', '192.0.2.1', 3, 6),
      ...onDays('less@x', '203.0.113.105', 0, 3),
      ...onDays('less@x', '192.0.2.2', 3, 7),
    ];
    await desk.ingest(used, lines(log));
  });

  test('of five mailboxes is an office’s, of four is not', async () => {
    expect((await preview('203.0.113.101')).refusal).toContain('everyday address of 5 mailboxes');
    expect(await preview('203.0.113.102')).toMatchObject({
      refusal: null,
      advice: expect.stringContaining('everyday use of 4 mailboxes'),
    });
  });

  test.each([
    ['on two days is none', '203.0.113.103', null],
    ['on a third of the days is', '203.0.113.104', expect.stringContaining('everyday use of one mailbox')],
    ['on fewer days than that is none', '203.0.113.105', null],
  ])('%s', async (_what, ip, advice) => {
    expect(await preview(ip)).toMatchObject({ refusal: null, advice });
  });

  test('however seldom, its contexts are counted where the report calls them expected', async () => {
    expect(await preview('203.0.113.103')).toMatchObject({ contexts: 1, expectedContexts: 1 });
    await used.mark('ip:203.0.113.103', 'hostile', 'test');
    expect(await preview('203.0.113.103')).toMatchObject({ contexts: 1, expectedContexts: 0 });
    await used.unmark('ip:203.0.113.103');
  });
});

test('an address of many mailboxes without a history is accepted with advice', async () => {
  const day = await desk.openCase();
  const sweep = Array.from({ length: 8 }, (_, index) => bind({ mailbox: `q${index}@x`, ip: ATTACKER }));
  await desk.ingest(day, lines(sweep));
  const preview = await day.previewMarker(`ip:${ATTACKER}`, 'hostile');
  expect(preview).toMatchObject({ records: 8, mailboxes: 8, refusal: null });
  expect(preview.advice).toMatch(/8 mailboxes/);
});

test('what is marked both ways counts as hostile, and that is said before', async () => {
  const both = await desk.openCase();
  const record = (at: number, session: string) =>
    bind({ mailbox: 'a@x', ip: ATTACKER, at: later(NINE, at), session });
  await desk.ingest(both, lines([record(0, 's-1'), record(60, 's-2')]));
  await both.mark(`ip:${ATTACKER}`, 'hostile', 'test');
  const within = `ip:${ATTACKER}+session:s-2`;
  expect((await both.previewMarker(within, 'trusted')).advice).toBe(
    '1 of these records is marked hostile by another marker: what is marked both counts as hostile.',
  );
  expect((await both.previewMarker(within, 'hostile')).advice).toBeNull();
  await both.mark(within, 'trusted', 'test');
  const { exposure } = await reportOf(both);
  expect(exposure.confirmed.mailboxes.map(({ messages }) => messages.length)).toEqual([2]);
  // What counts as hostile is not set aside.
  expect((await both.section('summary', {})).exposure.removed).toMatchObject({ messages: 0 });
  expect((await both.previewMarker(`ip:${ATTACKER}`, 'hostile')).advice).toContain(
    '1 of these records is marked trusted by another marker',
  );
  await both.close();
});
