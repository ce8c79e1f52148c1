/** What blinds the log, from the records that say so; and what only looks like it. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Gap } from '../../../analysis/report.ts';
import { type AuditRecord, auditDataJsonl, simulateTenant } from '../../../analysis/simulator/index.ts';
import { lines, openDesk } from '../case/desk.ts';
import { type AuditData, bind } from '../case/records.ts';
import {
  ANA,
  at,
  bypass,
  cmdlet,
  E5,
  E5_LESS,
  ingestion,
  iso,
  licence,
  other,
  set,
  type Who,
} from './blinding.ts';
import { gapsOf } from './found.ts';

const desk = await openDesk();

/** Records of a month that leave nothing to suspect. */
const MONTH = [
  bind({ mailbox: 'lee@contoso.com', at: at(-1) }),
  bind({ mailbox: 'lee@contoso.com', at: at(30) }),
];

type Expected = Partial<Gap> & { kind: Gap['kind'] };

/** What concerns one account or mailbox: each case has its own, and all of them one log. */
const CASES: Record<string, { records: (who: Who) => AuditData[]; gaps: (who: Who) => Expected[] }> = {
  'a bypass set, set again, and lifted': {
    records: (who) => [
      bypass(who, 1, true),
      bypass(who, 2, true),
      bypass(who, 5, false),
      bypass(who, 6, false),
    ],
    gaps: ({ ana }) => [
      {
        kind: 'audit-bypass',
        certainty: 'proven',
        mailbox: null,
        actor: ana,
        from: iso(1),
        to: iso(5),
        accessTypes: ['bind', 'sync'],
      },
    ],
  },
  'a bypass of somebody whose reading is on record after it': {
    records: (who) => [
      bypass(who, 1, true),
      bind({ mailbox: who.ana, at: at(2) }),
      bind({ mailbox: who.ana, at: at(3) }),
    ],
    gaps: () => [
      {
        kind: 'audit-bypass',
        certainty: 'suspected',
        from: iso(1),
        statement: expect.stringMatching(
          /may not have been recorded in full\. 2 records of that time are on hand all the same, from .*: what they show holds\. That it read nothing else/,
        ),
      },
    ],
  },
  'a bypass set minutes after its account read': {
    records: (who) => [bind({ mailbox: who.ana, at: at(1) }), bypass(who, 1.01, true)],
    gaps: () => [
      { kind: 'audit-bypass', certainty: 'proven', statement: expect.stringContaining('was not recorded.') },
    ],
  },
  'the last licence lost by a mailbox that is read on': {
    records: (who) => [licence(who, 1, E5, '[]'), bind({ mailbox: who.ana, at: at(2) })],
    gaps: () => [
      {
        kind: 'audit-plan-removed',
        certainty: 'suspected',
        statement: expect.stringContaining('1 record of that time is on hand all the same'),
      },
    ],
  },
  'a bypass set twice over': {
    records: (who) => [bypass(who, 1, true), bypass(who, 2, false), bypass(who, 3, true)],
    gaps: () => [
      { kind: 'audit-bypass', from: iso(1), to: iso(2) },
      { kind: 'audit-bypass', from: iso(3), to: null },
    ],
  },
  'a bypass lifted that nobody is on record as setting': {
    records: (who) => [other('FileAccessed', 1, {}, who.ana), bypass(who, 5, false)],
    gaps: ({ ana }) => [{ kind: 'audit-bypass', certainty: 'suspected', actor: ana, from: null, to: iso(5) }],
  },
  'a bypass lifted from someone whose reading was on record': {
    records: (who) => [
      other('FileAccessed', 1, {}, who.ana),
      bind({ mailbox: who.ana, at: at(2) }),
      bypass(who, 5, false),
    ],
    gaps: () => [],
  },
  'a bypass lifted from someone who left no record before that day': {
    records: (who) => [other('FileAccessed', 4.5, {}, who.ana), bypass(who, 5, false)],
    gaps: () => [],
  },
  'a refused attempt to set a bypass': {
    records: (who) => [{ ...bypass(who, 1, true), ResultStatus: 'False' }],
    gaps: () => [],
  },
  'MailItemsAccessed taken out for two logon types, and put back for one': {
    records: (who) => [
      set(who, 1, { AuditOwner: 'Update', AuditDelegate: 'SendAs' }),
      set(who, 4, { AuditDelegate: 'MailItemsAccessed;SendAs' }),
    ],
    gaps: ({ ana }) => [
      { kind: 'audit-actions-removed', mailbox: ana, logonTypes: ['owner'], from: iso(1), to: null },
      { kind: 'audit-actions-removed', mailbox: ana, logonTypes: ['delegate'], from: iso(1), to: iso(4) },
    ],
  },
  'MailItemsAccessed taken out, then back to the default set': {
    records: (who) => [
      set(who, 1, { AuditOwner: 'Update', AuditAdmin: 'Copy' }),
      set(who, 4, { DefaultAuditSet: 'Admin,Delegate,Owner' }),
    ],
    gaps: () => [{ kind: 'audit-actions-removed', logonTypes: ['owner', 'admin'], from: iso(1), to: iso(4) }],
  },
  'what smells of it and blinds nothing': {
    records: (who) => [
      set(who, 1, { AuditEnabled: 'False' }),
      set(who, 2, { AuditLogAgeLimit: '00:00:00' }),
      licence(who, 3, E5, E5_LESS),
    ],
    gaps: () => [],
  },
  'the last licence lost and given back': {
    records: (who) => [licence(who, 1, E5, '[]'), licence(who, 4, '[]', E5)],
    gaps: ({ ana }) => [{ kind: 'audit-plan-removed', mailbox: ana, from: iso(1), to: iso(4) }],
  },
  'Premium lost when records still hung on it': {
    records: (who) => [{ ...licence(who, 0, E5, E5_LESS), CreationTime: '2023-06-03T07:00:15' }],
    gaps: ({ ana }) => [{ kind: 'audit-plan-removed', mailbox: ana, from: '2023-06-03T07:00:15Z', to: null }],
  },
  'two searches through eDiscovery, one of which took mail out': {
    records: ({ admin }) => [
      other('SearchCreated', 1, {}, admin),
      other('SearchExported', 1.02, {}, admin),
      other('SearchCreated', 9, {}, admin),
      other('SearchStarted', 9.01, {}, admin),
    ],
    gaps: ({ admin }) => [
      {
        kind: 'ediscovery-access',
        certainty: 'proven',
        mailbox: null,
        actor: admin,
        from: iso(1),
        to: iso(1.02),
      },
      { kind: 'ediscovery-access', certainty: 'suspected', actor: admin, from: iso(9), to: iso(9.01) },
    ],
  },
  'a case made for eDiscovery, and nothing searched': {
    records: ({ admin }) => [other('CaseAdded', 2, {}, admin)],
    gaps: () => [],
  },
  'a mailbox that others name and no record of mail access does': {
    records: ({ ana, admin }) => [
      other('SendAs', 3, { MailboxOwnerUPN: ana, Item: { Subject: 'x' } }, admin),
    ],
    gaps: ({ ana }) => [{ kind: 'not-covered', certainty: 'suspected', mailbox: ana, from: null, to: null }],
  },
};

const order = (one: Partial<Gap>) => `${one.from} ${one.kind} ${one.logonTypes?.join()}`;
const sorted = <T extends Partial<Gap>>(list: T[]) =>
  [...list].sort((a, b) => order(a).localeCompare(order(b)));

function expectSound({ recordIds, statement }: Gap, records: AuditData[]): void {
  const ids = new Set(records.map(({ Id }) => Id));
  expect(recordIds.length).toBeGreaterThan(0);
  expect(recordIds.filter((id) => !ids.has(id))).toEqual([]);
  expect(statement).toMatch(/may not be (concluded|excluded)|must be presumed|nothing may be concluded/);
  expect(statement).not.toMatch(/undefined|null|\b(safe|clean)\b/i);
}

describe('settings and searches', () => {
  const all = Object.entries(CASES).map(([name, one], index) => {
    const who = { ana: `ana${index}@contoso.com`, admin: `admin${index}@contoso.com` };
    return { name, who, made: one.records(who), expected: one.gaps(who) };
  });
  let found: Gap[];
  beforeAll(async () => {
    ({ gaps: found } = await gapsOf(desk.folder, lines([...MONTH, ...all.flatMap(({ made }) => made)])));
  }, 30_000);

  test.each(all)('$name', ({ who, made, expected }) => {
    const gaps = found.filter(
      ({ mailbox, actor }) => mailbox === who.ana || actor === who.ana || actor === who.admin,
    );
    expect(gaps).toHaveLength(expected.length);
    expect(sorted(gaps)).toMatchObject(sorted(expected));
    for (const gap of gaps) expectSound(gap, made);
  });

  test('nothing else is told', () => {
    expect(found).toHaveLength(all.flatMap(({ expected }) => expected).length);
  });
});

describe('the whole tenant', () => {
  test('ingestion off for a night, auditing disabled, and what the service does over and over', async () => {
    const records = [
      ingestion(1, false),
      ingestion(1.5, true),
      ingestion(2, true, 'Microsoft Operator'),
      ingestion(3, true, 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)'),
      cmdlet(
        'Set-AdminAuditLogConfig',
        4,
        { AdminAuditLogEnabled: 'True', Force: 'True' },
        'NT AUTHORITY\\SYSTEM',
      ),
      cmdlet('Set-OrganizationConfig', 5, { AuditDisabled: 'True' }),
      cmdlet('Add-MailboxPermission', 6, {
        Identity: 'Org/DiscoverySearchMailbox{D9}',
        User: 'x@contoso.com',
        AccessRights: 'FullAccess',
      }),
    ];
    const { gaps } = await gapsOf(desk.folder, lines([...MONTH, ...records]));
    expect(sorted(gaps)).toMatchObject([
      {
        kind: 'ingestion-disabled',
        certainty: 'proven',
        mailbox: null,
        actor: null,
        from: iso(1),
        to: iso(1.5),
      },
      {
        ...{
          kind: 'audit-disabled',
          certainty: 'proven',
          mailbox: null,
          actor: null,
          from: iso(5),
          to: null,
        },
        statement: expect.stringMatching(
          /not recorded in full\. 1 record of that time is on hand all the same/,
        ),
      },
      { kind: 'not-covered', certainty: 'proven', mailbox: 'discoverysearchmailbox{d9}' },
    ]);
    for (const gap of gaps) expectSound(gap, records);
  });

  test('what came within the hour that switching off takes was recorded, and what comes later ends it', async () => {
    const records = [ingestion(1, false), other('FileAccessed', 1 + 40 / 1440, {}, ANA)];
    const { gaps } = await gapsOf(
      desk.folder,
      lines([...records, other('FileAccessed', 3, {}, ANA), bind({ mailbox: ANA, at: at(4) })]),
    );
    expect(gaps).toMatchObject([{ kind: 'ingestion-disabled', from: iso(1, 2_400), to: iso(3) }]);
    expect(gaps[0]?.recordIds).toEqual([records[0]?.Id]);
  });

  test('what is switched off for all is missing from the share of every mailbox, and named among its reasons', async () => {
    const records = [
      ...MONTH,
      bind({ mailbox: ANA, at: at(5) }),
      ingestion(0, false),
      ingestion(3.1, true),
      bypass({ ana: ANA }, 4, true),
    ];
    const { coverage } = await gapsOf(desk.folder, lines(records));
    expect(coverage).toEqual(
      [ANA, 'lee@contoso.com'].map((mailbox) => ({
        mailbox,
        coveredShare: 0.9,
        reasons: [`audit-bypass (${ANA})`, 'ingestion-disabled (whole tenant)'],
      })),
    );
  });
});

test('gaps of a simulated tenant are those it truly has, to the minute', async () => {
  const simulation = await simulateTenant({
    seed: 't1',
    people: 6,
    from: '2026-05-04',
    days: 14,
    attacks: ['audit-bypass', 'ingestion-off', 'actions-removed', 'bulk-throttle', 'ediscovery-export'],
  });
  const records: Iterable<AuditRecord> = simulation.records();
  const { gaps } = await gapsOf(desk.folder, [...auditDataJsonl(records)].join(''));
  const minute = (time: string | null) => (time === null ? null : Math.floor(Date.parse(time) / 60_000));
  const told = ({
    kind,
    mailbox,
    actor,
    from,
    to,
  }: Pick<Gap, 'kind' | 'mailbox' | 'actor' | 'from' | 'to'>) =>
    [kind, mailbox, actor, minute(from), minute(to)].join(' ');
  expect(gaps.map(told).sort()).toEqual(simulation.truth().gaps.map(told).sort());
  expect(gaps.length).toBeGreaterThanOrEqual(5);
}, 60_000);
