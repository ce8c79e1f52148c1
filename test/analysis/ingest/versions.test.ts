/** One version of each record: the fullest, whatever came first; ids that are none make no record of many. */
import { join } from 'node:path';
import { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { groupBy } from '../../../analysis/group-by.ts';
import { openCase } from '../../../analysis/index.ts';
import type { Report } from '../../../analysis/report.ts';
import { Database } from '../../../analysis/store/database.ts';
import { lines, openDesk, reportOf } from '../case/desk.ts';
import { type AuditData, bind, inboxRule, nextId } from '../case/records.ts';

const desk = await openDesk();

/** Three versions of one record, from the one that lost most to the whole one. */
function versions(mailbox: string): [AuditData, AuditData, AuditData] {
  const id = nextId();
  const whole = { id, mailbox, messages: ['a@x', 'b@x', 'c@x'] };
  return [
    bind({ ...whole, session: null, messages: ['a@x'], client: '' }),
    bind({ ...whole, session: null }),
    bind({ ...whole, with: { Id: id.toUpperCase() } }),
  ];
}

const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

test('the fullest version is kept in every order of arrival, across inputs and within one', async () => {
  const across = ORDERS.map((order, index) => ({ order, made: versions(`across${index}@x`) }));
  const within = ORDERS.map((order, index) => ({ order, made: versions(`within${index}@x`) }));
  const { kase, report } = await desk.analyse(
    ...[0, 1, 2].map((place) => lines(across.map(({ order, made }) => made[order[place]!]!))),
    lines(within.flatMap(({ order, made }) => order.map((version) => made[version]!))),
  );
  const { records, duplicates, conflicts } = sums(report);
  // Two of three versions of each record say something else than the one that is kept.
  expect({ records, duplicates, conflicts }).toEqual({ records: 12, duplicates: 24, conflicts: 24 });
  expect(report.totals).toMatchObject({
    records: 12,
    mailItemsAccessed: 12,
    mailboxMessages: 36,
    itemReferences: 36,
  });
  expect(report.contexts).toHaveLength(12);
  expect(report.contexts.filter(({ sessionId, messages }) => sessionId === null || messages !== 3)).toEqual(
    [],
  );
  const { mailboxes } = await kase.section('messages', { scope: 'recorded' });
  expect(mailboxes.items.map(({ messages }) => messages)).toEqual(ORDERS.concat(ORDERS).map(() => 3));
});

test('of equally full versions the same one is kept, whichever came first', async () => {
  const pairs = Array.from({ length: 8 }, (_, n) => {
    const same = { id: nextId(), mailbox: `twice${n}@x` };
    return ['203.0.113.1', '203.0.113.2'].map((ip) => bind({ ...same, ip }));
  });
  const all = (version: 0 | 1) => lines(pairs.map((pair) => pair[version]!));
  const kept: (string | null)[][] = [];
  for (const files of [[all(0), all(1)], [all(1), all(0)], [all(1) + all(0)]]) {
    const { report } = await desk.analyse(...files);
    expect(sums(report)).toEqual({ records: 8, duplicates: 8, conflicts: 8 });
    const byMailbox = report.contexts.toSorted((a, b) => a.mailbox.localeCompare(b.mailbox));
    kept.push(byMailbox.map(({ ip }) => ip));
  }
  expect(kept[0]).toHaveLength(8);
  expect(kept[1]).toEqual(kept[0]);
  expect(kept[2]).toEqual(kept[0]);
});

test('whatever is offered how often in which file, every row is accounted for', async () => {
  const offers = fc.array(fc.record({ record: fc.nat(3), filled: fc.nat(2) }), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(offers, { minLength: 1, maxLength: 3 }), async (files) => {
      const made = [0, 1, 2, 3].map((n) => versions(`any${n}@x`));
      const { report } = await desk.analyse(
        ...files.map((rows) => lines(rows.map(({ record, filled }) => made[record]![filled]!))),
      );
      const held = new Map<number, number>();
      const expected = files.map((rows) => accountsOf(rows, held));
      expect(
        report.inputs.map(({ records, duplicates, conflicts }) => ({ records, duplicates, conflicts })),
      ).toEqual(expected);
      expect(report.totals.mailItemsAccessed).toBe(held.size);
      const messages = [...held.values()].map((filled) => (filled === 0 ? 1 : 3));
      expect(report.totals.mailboxMessages).toBe(messages.reduce((sum, n) => sum + n, 0));
    }),
    { numRuns: 5 },
  );
});

/** What one file must come to after those whose versions are held; they are brought up to date. */
function accountsOf(rows: { record: number; filled: number }[], held: Map<number, number>) {
  let [records, duplicates, conflicts] = [0, 0, 0];
  for (const [record, group] of groupBy(rows, (row) => row.record)) {
    const best = Math.max(...group.map(({ filled }) => filled));
    const differing = group.filter(({ filled }) => filled !== best).length;
    const before = held.get(record);
    records += before === undefined ? 1 : 0;
    duplicates += before === undefined ? group.length - 1 : group.length;
    if (before === undefined || before === best) conflicts += differing;
    else conflicts += best > before ? differing + 1 : group.length;
    held.set(record, Math.max(best, before ?? 0));
  }
  return { records, duplicates, conflicts };
}

describe('ids', () => {
  test('are compared whatever their case, and not at all where they are none', async () => {
    const zero = '00000000-0000-0000-0000-000000000000';
    const again = bind({ id: '[REDACTED_GUID]', mailbox: 'again@x' });
    const { report } = await desk.analyse(
      lines([
        bind({ id: 'ABCDEF00-1a2b-4c3d-8e4f-5a6b7c8d9e0f', mailbox: 'case@x' }),
        bind({ id: 'abcdef00-1A2B-4c3d-8e4f-5a6b7c8d9e0f', mailbox: 'case@x' }),
        bind({ id: zero, mailbox: 'zero1@x' }),
        bind({ id: zero, mailbox: 'zero2@x' }),
        bind({ id: '[REDACTED_GUID]', mailbox: 'redacted@x' }),
        again,
        again,
        bind({ mailbox: 'none1@x', with: { Id: undefined } }),
        bind({ mailbox: 'none2@x', with: { Id: '' } }),
        bind({ mailbox: 'none3@x', with: { Id: null } }),
      ]),
      lines([again, bind({ id: zero, mailbox: 'zero1@x', at: '2026-05-14T09:00:01' })]),
    );
    expect(report.inputs.map(({ records, duplicates }) => [records, duplicates])).toEqual([
      [8, 2],
      [1, 1],
    ]);
    expect(report.totals.mailboxes).toBe(8);
  });
});

test('the same record of another operation, written differently, is no conflict', async () => {
  const rule = inboxRule();
  const reversed = Object.fromEntries(Object.entries(rule).reverse()) as AuditData;
  const graph = JSON.stringify([
    {
      id: rule.Id,
      auditData: {
        '@odata.type': '#microsoft.graph.security.defaultAuditData',
        'RecordType@odata.type': '#Int64',
        ...rule,
        CreationTime: `${rule.CreationTime}Z`,
        'Parameters@odata.type': '#Collection(microsoft.graph.security.defaultAuditData)',
      },
    },
  ]);
  const changed = { ...rule, Parameters: [{ Name: 'MoveToFolder', Value: 'RSS Feeds' }] };
  const { report } = await desk.analyse(
    lines([rule]),
    JSON.stringify(rule, null, 2).replaceAll('/', '\\/'),
    lines([reversed]),
    graph,
    lines([changed]),
  );
  expect(report.inputs.map(({ duplicates, conflicts }) => [duplicates, conflicts])).toEqual([
    [0, 0],
    [1, 0],
    [1, 0],
    [1, 0],
    [1, 1],
  ]);
});

describe('of the only file of a case the text tells versions apart', () => {
  const twice = bind({ mailbox: 'twice@x' });
  const rule = inboxRule();
  const [poor, fuller, whole] = versions('versions@x');
  const spelled = bind({ mailbox: 'spelled@x' });
  const reversed = Object.fromEntries(Object.entries(spelled).reverse()) as AuditData;
  const CASES = [
    { name: 'no record comes twice', file: lines([twice, rule, whole]), readings: 1 },
    { name: 'a record comes twice, word for word', file: lines([twice, rule, twice, rule]), readings: 1 },
    { name: 'in three versions', file: lines([fuller, whole, twice, poor]), readings: 2 },
    { name: 'in two spellings of the same', file: lines([spelled, rule, reversed]), readings: 2 },
    { name: 'beside damage', file: `${lines([whole, poor])}{"Id":`, readings: 2 },
    { name: 'in a file that is nothing', file: 'nothing', readings: 0 },
  ];

  test.each(CASES)('$name: the same report as beside others', async ({ name, file, readings }) => {
    const { report: expected } = await desk.analyse(file);
    const path = await desk.file(expected.inputs[0]!.name, file);
    const id = expected.case.id;
    const kase = await openCase({
      folder: join(desk.folder, name),
      id,
      name: id,
      temporary: true,
      oneFile: true,
    });
    const run = vi.spyOn(DuckDBConnection.prototype, 'run');
    try {
      await kase.ingest([{ path, name: expected.inputs[0]!.name }]);
      const staged = run.mock.calls.filter(([sql]) =>
        sql.startsWith('CREATE OR REPLACE TEMP TABLE "stage" AS'),
      );
      expect(staged).toHaveLength(readings);
      expect(await reportOf(kase)).toEqual(expected);
      await expect(kase.ingest([{ path, name: 'another' }])).rejects.toThrow('opened for one file');
    } finally {
      run.mockRestore();
      await kase.close();
    }
  });
});

test('the text of records that rules read is kept, also where it speaks of MailItemsAccessed', async () => {
  const kase = await openCase({ folder: join(desk.folder, 'kept'), id: 'kept', name: 'kept' });
  const blinding = inboxRule({
    with: {
      Operation: 'Set-Mailbox',
      Parameters: [
        { Name: 'Identity', Value: 'ana' },
        { Name: 'AuditOwner', Value: 'MailItemsAccessed' },
      ],
    },
  });
  await desk.ingest(
    kase,
    lines([bind(), blinding, inboxRule(), inboxRule({ with: { Operation: 'Get-Nothing' } })]),
  );
  await reportOf(kase);
  await kase.close();
  const db = await Database.open(`${kase.folder}/case.duckdb`, desk.folder);
  const rows = await db.rows<{ operation: string; raw: string | null }>(
    'SELECT operation, raw FROM record ORDER BY row_no',
  );
  db.close();
  expect(
    rows.map(({ operation, raw }) => [operation, raw === null ? null : JSON.parse(raw).Operation]),
  ).toEqual([
    ['MailItemsAccessed', null],
    ['Set-Mailbox', 'Set-Mailbox'],
    ['New-InboxRule', 'New-InboxRule'],
    ['Get-Nothing', null],
  ]);
  expect(rows[1]?.raw).toContain('AuditOwner');
});

function sums({ inputs }: Report) {
  const sum = (name: 'records' | 'duplicates' | 'conflicts') =>
    inputs.reduce((total, input) => total + input[name], 0);
  return { records: sum('records'), duplicates: sum('duplicates'), conflicts: sum('conflicts') };
}
