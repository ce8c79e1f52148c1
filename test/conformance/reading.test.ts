/** What published tools lose or twist while reading (peers.md 3b). */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCase } from '../../analysis/index.ts';
import { Database } from '../../analysis/store/database.ts';
import { lines, openDesk } from '../analysis/case/desk.ts';
import {
  type AuditData,
  bind,
  inboxRule,
  later,
  nextId,
  ORGANIZATION,
  sync,
} from '../analysis/case/records.ts';
import { flattened } from '../analysis/ingest/lossy-shapes.ts';
import { csv, ualRow } from '../analysis/ingest/rows.ts';
import { WHOLE } from '../analysis/ingest/shapes.ts';
import { defect } from './defects.ts';

const desk = await openDesk();

const UAL = [
  'RecordType',
  'CreationDate',
  'UserIds',
  'Operations',
  'AuditData',
  'ResultIndex',
  'ResultCount',
];
const START = '2026-05-14T00:00:01';
const OTHERS = 5_100;
const READS = 5_200;
const MAILBOXES = ['ana@contoso.com', 'lee@contoso.com', 'miriam@contoso.com'];

function ual(records: readonly AuditData[], resultCount = records.length): string {
  return csv(
    UAL,
    records.map((record, index) => ualRow(record, index, resultCount)),
  );
}

function fileAccessed(at: string): AuditData {
  return {
    CreationTime: at,
    Id: nextId(),
    Operation: 'FileAccessed',
    OrganizationId: ORGANIZATION,
    RecordType: 6,
    UserId: 'ana@contoso.com',
    UserType: 0,
    Workload: 'OneDrive',
  };
}

describe('a large export of three people, other operations first', async () => {
  // Half a minute apart: too slow to be throttled, so that what is marked is the only gap.
  const reads = Array.from({ length: READS }, (_, n) =>
    bind({
      at: later(START, 30 * n),
      mailbox: MAILBOXES[n % 3] as string,
      session: `5b1e0000-0000-4000-8000-00000000000${n % 3}`,
      messages: [`m${n}@contoso.com`],
      throttled: n === 1_500,
    }),
  );
  const others = Array.from({ length: OTHERS }, () => fileAccessed(START));
  const { report } = await desk.analyse(ual([...others, ...reads]));

  test(defect(5), () => {
    expect(report.totals.mailboxes).toBe(3);
    expect(report.contexts.map(({ mailbox }) => mailbox).sort()).toEqual(MAILBOXES);
  });

  test(defect(6), () => {
    expect(report.inputs).toMatchObject([{ rows: OTHERS + READS, records: OTHERS + READS, rejected: 0 }]);
    expect(report.totals.messages).toBe(READS);
  });

  test(defect(16), () => {
    expect(report.totals).toMatchObject({ records: OTHERS + READS, mailItemsAccessed: READS });
  });

  test(defect(18), () => {
    expect(report.logTrust.gaps.filter(({ kind }) => kind === 'throttled')).toMatchObject([
      { mailbox: MAILBOXES[0], from: `${later(START, 45_000)}Z`, recordIds: [reads[1_500]?.Id] },
    ]);
  });

  test(defect(14), () => {
    expect(report.window).toEqual({ from: `${START}Z`, to: `${later(START, 30 * (READS - 1))}Z` });
    expect(report.contexts.map(({ firstSeen }) => firstSeen).sort()).toEqual(
      [0, 30, 60].map((seconds) => `${later(START, seconds)}Z`),
    );
  });

  test(defect(30), () => {
    expect(report.contexts.reduce((sum, { messages }) => sum + messages, 0)).toBe(READS);
    expect(report.contexts.map(({ verdict }) => verdict)).not.toContain('service');
  });
});

describe('three shapes that mislead', async () => {
  const graph = WHOLE.find(({ format }) => format === 'graph-audit-records-json');
  const { report } = await desk.analyse(
    flattened([bind({ mailbox: 'flat@x' }), sync({ mailbox: 'flat@x' })]),
    ual([bind({ mailbox: 'cut@x' }), sync({ mailbox: 'cut@x' })], 7_301),
    String(graph?.write([bind({ mailbox: 'ana@contoso.com', user: 'lee@contoso.com' })])),
  );
  const [flat, cut, crossed] = report.inputs;

  test(defect(15), () => {
    expect(flat).toMatchObject({ records: 2, warnings: ['message-ids-lost'] });
    const read = report.contexts.filter(({ mailbox }) => mailbox === 'flat@x');
    expect(read.map(({ messages }) => messages)).toEqual([0, 0]);
    expect(JSON.stringify(report)).not.toMatch(/System\.Object|\[object Object\]/);
  });

  test(defect(17), () => {
    expect(cut?.warnings).toContain('result-count-exceeds-rows');
    expect(report.logTrust.cannotConclude.join(' ')).toMatch(/1 file may be cut short/);
  });

  test(defect(31), () => {
    expect(crossed?.format).toBe('graph-audit-records-json');
    const read = report.contexts.filter(({ mailbox }) => mailbox === 'ana@contoso.com');
    expect(read).toMatchObject([{ user: 'lee@contoso.com', logonType: 'delegate' }]);
  });
});

describe('single records', async () => {
  const at = (minutes: number) => later(START, minutes * 60);
  const twoFolders = [
    { FolderItems: [{ InternetMessageId: '<one@x>', SizeInBytes: 10 }], Id: 'a', Path: '\\Inbox' },
    {
      FolderItems: [{ InternetMessageId: '<two@x>', SizeInBytes: 20 }],
      Id: 'b',
      Path: '\\Inbox\\Board\\2026',
    },
  ];
  const access = (kind: string) => [
    { Name: 'IsThrottled', Value: 'False' },
    { Name: 'MailAccessType', Value: kind },
  ];
  const records = [
    bind({ mailbox: 'admin@x', at: at(0), user: 'boss@x', with: { LogonType: 1 } }),
    bind({ mailbox: 'odd@x', at: at(1), user: 'boss@x', with: { LogonType: undefined } }),
    bind({ mailbox: 'folders@x', at: at(2), with: { Folders: twoFolders, OperationCount: 2 } }),
    bind({ mailbox: 'type-two@x', at: at(3), with: { RecordType: 2, OperationProperties: access('Bind') } }),
    sync({
      mailbox: 'type-fifty@x',
      at: at(4),
      with: { RecordType: 50, OperationProperties: access('Sync') },
    }),
    bind({ mailbox: 'address@x', at: at(5), ip: '203.0.113.99' }),
  ];
  const { kase, report } = await desk.analyse(lines(records));
  const context = (mailbox: string) => report.contexts.find((one) => one.mailbox === mailbox);

  test(defect(19), async () => {
    expect(context('admin@x')?.logonType).toBe('admin');
    expect(context('odd@x')?.logonType).toBe('other');
    expect(context('folders@x')).toMatchObject({ folders: 2, messages: 2 });
    const ledger = await kase.section('mailbox-messages', { mailbox: 'folders@x', scope: 'recorded' });
    expect(ledger.messages.items.flatMap(({ folders }) => folders).sort()).toEqual([
      '\\Inbox',
      '\\Inbox\\Board\\2026',
    ]);
  });

  test(defect(20), () => {
    expect(context('folders@x')?.messages).toBe(2);
    expect(context('type-two@x')).toMatchObject({ bind: 1, sync: 0 });
    expect(context('type-fifty@x')).toMatchObject({ bind: 0, sync: 1 });
  });

  test(defect(28), () => {
    expect(records.at(-1)).not.toHaveProperty('ClientIP');
    expect(context('address@x')?.ip).toBe('203.0.113.99');
  });
});

describe('addresses of other records', async () => {
  const signIn = (id: string, address: Record<string, string>): AuditData => ({
    ...fileAccessed(START),
    Id: id,
    Operation: 'UserLoggedIn',
    RecordType: 15,
    Workload: 'AzureActiveDirectory',
    ...address,
  });
  const ids = [nextId(), nextId()] as [string, string];
  const folder = join(desk.folder, 'sign-ins');
  const kase = await openCase({ folder, id: 'sign-ins', name: 'sign-ins' });
  await desk.ingest(
    kase,
    lines([
      bind(),
      inboxRule({ ip: '203.0.113.10' }),
      signIn(ids[0], { ActorIpAddress: '203.0.113.41' }),
      signIn(ids[1], { ClientIP: '203.0.113.42', ActorIpAddress: '203.0.113.42' }),
    ]),
  );
  await kase.close();
  const db = await Database.open(join(folder, 'case.duckdb'), folder);
  const rows = await db.rows<{ record_id: string; ip: string | null }>('SELECT record_id, ip FROM record');
  db.close();

  test(defect(29), () => {
    const addressOf = (id: string) => rows.find(({ record_id }) => record_id === id)?.ip;
    expect(ids.map(addressOf)).toEqual(['203.0.113.41', '203.0.113.42']);
  });
});
