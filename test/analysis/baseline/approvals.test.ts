/** What responders approve and what earlier cases teach. */
import { describe, expect, test } from 'vitest';
import type { Case } from '../../../analysis/index.ts';
import { lines, openDesk } from '../case/desk.ts';
import { type AuditData, bind, GRAPH } from '../case/records.ts';

const desk = await openDesk();
const APP = '11111111-2222-4333-8444-555555555555';
const ANA = 'ana@contoso.com';
const VENDOR = '203.0.113.77';
const WHY = 'our archive, ticket 42';

function days(count: number, from = 1): string[] {
  return Array.from({ length: count }, (_, n) => `2026-05-${String(from + n).padStart(2, '0')}T09:00:00`);
}

/** Five people who read at home for ten days. */
const people = [ANA, ...['ben', 'cai', 'dee', 'eva'].map((name) => `${name}@contoso.com`)];
const usual = people.flatMap((mailbox, n) =>
  days(10).map((at) => bind({ at, mailbox, ip: `192.0.2.${10 + n}`, session: null })),
);

function reads(mailbox: string, at: string, ip = VENDOR): AuditData {
  return bind({
    at,
    mailbox,
    ip,
    client: 'Client=REST;;',
    user: APP,
    session: null,
    with: { AppId: GRAPH, ClientAppId: APP, UserType: 5 },
  });
}

async function found(kase: Case): Promise<string[]> {
  const { findings } = await kase.section('findings', {});
  return findings.items.map(({ detection }) => detection).sort();
}

describe('approvals', () => {
  test('cover caller, network and mailbox together, and what leaves them is asked about', async () => {
    const kase = await desk.openCase();
    await desk.ingest(kase, lines([...usual, ...days(3, 8).map((at) => reads(ANA, at))]));
    expect(await found(kase)).toContain('unexpected-app');
    const approvals = await kase.approveApp(
      { caller: APP.toUpperCase(), network: VENDOR, mailbox: ANA },
      'lee',
      WHY,
    );
    expect(approvals).toMatchObject([{ caller: APP, network: VENDOR, mailbox: ANA, by: 'lee', reason: WHY }]);
    expect(await found(kase)).not.toContain('unexpected-app');
    expect(await found(kase)).not.toContain('left-approved-set');
    await desk.ingest(kase, lines([reads('ben@contoso.com', '2026-05-10T10:00:00')]));
    expect(await found(kase)).toEqual(['unexpected-app']);
    await kase.revokeApproval({ caller: APP, network: VENDOR, mailbox: ANA });
    expect(await found(kase)).toContain('unexpected-app');
    expect((await kase.baseline()).approvals).toEqual([]);
  });

  test('take a range as the addresses in it', async () => {
    const kase = await desk.openCase();
    await desk.ingest(
      kase,
      lines([reads(ANA, '2026-05-01T09:00:00'), reads(ANA, '2026-05-02T09:00:00', '203.0.113.78')]),
    );
    const approvals = await kase.approveApp(
      { caller: APP, network: '203.0.113.0/24', mailbox: '*' },
      'lee',
      WHY,
    );
    expect(approvals.map(({ network }) => network)).toEqual([VENDOR, '203.0.113.78']);
    await kase.revokeApproval({ caller: APP, network: '203.0.113.0/24', mailbox: '*' });
    expect((await kase.baseline()).approvals).toEqual([]);
  });

  let kase: Case | undefined;
  test.each([
    [{ caller: 'Outlook', network: '*', mailbox: '*' }, WHY, /not an application id/],
    [{ caller: GRAPH, network: '*', mailbox: '*' }, WHY, /calling application/],
    [{ caller: APP, network: "x' OR 1=1", mailbox: '*' }, WHY, /no address/],
    [{ caller: APP, network: '198.51.100.0/24', mailbox: '*' }, WHY, /no address in/],
    [{ caller: APP, network: '*', mailbox: ' ' }, WHY, /Name a mailbox/],
    [{ caller: APP, network: '*', mailbox: '*' }, '  ', /Say why/],
  ])('%j is refused in words', async (set, reason, words) => {
    kase ??= await desk.openCase();
    await expect(kase.approveApp(set, 'lee', reason)).rejects.toThrow(words);
    expect((await kase.baseline()).approvals).toEqual([]);
  });
});

describe('an earlier case', () => {
  const bens = 'ben@contoso.com';
  const crm = (at: string) =>
    bind({
      at,
      mailbox: bens,
      session: null,
      with: { AppId: GRAPH, ClientAppId: APP },
      client: 'Client=REST;;',
    });

  test('teaches what it knew, and nothing of its open findings', async () => {
    const earlier = await desk.openCase();
    await desk.ingest(
      earlier,
      lines([...usual, ...days(10).map(crm), ...days(4, 7).map((at) => reads(ANA, at, '45.77.4.144'))]),
    );
    const taught = [];
    for await (const batch of earlier.habits()) taught.push(...batch);
    expect(taught).toContainEqual({ subject: bens, kind: 'caller', value: APP });
    expect(taught).toContainEqual({ subject: ANA, kind: 'network', value: '192.0.2.10' });
    expect(taught.filter(({ subject, value }) => subject === ANA && value === APP)).toEqual([]);

    const later = await desk.openCase();
    await desk.ingest(later, lines([...usual, crm('2026-05-10T11:00:00')]));
    expect(await found(later)).toContain('unexpected-app');
    expect(await later.learn(earlier.habits(), 'case earlier', 'lee')).toBe(taught.length);
    expect(await found(later)).not.toContain('unexpected-app');
    await later.learn(earlier.habits(), 'case earlier', 'lee');
    expect((await later.baseline()).learnt).toMatchObject([
      { origin: 'case earlier', entries: taught.length, by: 'lee' },
    ]);
  });
});
