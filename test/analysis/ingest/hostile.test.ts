/** Records of hostile make: whatever their fields hold, each is taken or rejected, and the report stands. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../../analysis/report.ts';
import { lines, openDesk } from '../case/desk.ts';
import { type AuditData, bind, inboxRule, sync } from '../case/records.ts';
import { mailboxAuditLog } from './lossy-shapes.ts';
import { csv, ualRow } from './rows.ts';

const desk = await openDesk();

/** Texts that have broken parsers, queries, terminals and spreadsheets. */
const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  "'; DROP TABLE record; --",
  '"',
  '\\',
  '$.x',
  '%s',
  '=cmd|calc',
  '\u202e',
  '\ufeff',
  '🙂',
  'NULL',
  'null',
  '1e309',
  '-0',
  '99999999999999999999999999',
  'infinity',
  '2026-05-14T09:00:00',
  '[AppId=00000000-0000-0000-0000-000000000000]',
  '::1',
  '0.0.0.0',
  '255.255.255.255:99999',
  'fe80::1%eth0',
  '{"a":1}',
  '[1]',
  'x'.repeat(3_000),
  ';'.repeat(3_000),
];

const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ maxLength: 20, unit: 'grapheme' }));
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.constantFrom(null, true, false, 0, -1, 1.5, 1e300, 2 ** 60, -(2 ** 63)),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom('Id', 'Name', 'Value', 'Path', 'FolderItems', '@odata.type', '__proto__', 'x'),
      tie('any'),
      {
        maxKeys: 3,
      },
    ),
  ),
})).any;

const MAKERS = [bind, sync, inboxRule] as const;

/** A record some of whose fields hold anything. */
const record = fc
  .record({
    maker: fc.nat({ max: MAKERS.length - 1 }),
    fields: fc.array(fc.tuple(fc.nat(), value), { minLength: 1, maxLength: 4 }),
  })
  .map(({ maker, fields }) => {
    const made: AuditData = {
      ...MAKERS[maker]!(),
      ClientAppId: '',
      AppAccessContext: {},
      DeviceProperties: [],
    };
    const names = Object.keys(made);
    for (const [name, field] of fields) made[names[name % names.length]!] = field;
    return made;
  });

const samples = (seed: number, count: number) => fc.sample(record, { seed, numRuns: count });

describe('fields that hold anything', () => {
  let report: Report;
  const made = samples(1, 600);
  beforeAll(async () => {
    ({ report } = await desk.analyse(
      lines(made),
      csv(
        ['RecordId', 'CreationDate', 'RecordType', 'Operation', 'UserId', 'AuditData'],
        [...made, ...samples(2, 200)].map((one) => ({
          ...ualRow(bind(), 0, 1),
          AuditData: JSON.stringify(one),
        })),
      ),
      JSON.stringify({ value: made.map((auditData) => ({ id: 'x', auditData })) }),
    ));
  }, 60_000);

  test('cost no row and no other record', () => {
    expect(report.inputs.map(({ rows }) => rows)).toEqual([600, 800, 600]);
    // Most hold an Operation and a time still; those that do not are the ones rejected.
    const sane = made.filter(
      ({ Operation, CreationTime }) =>
        typeof Operation === 'string' && Operation.trim() !== '' && CreationTime === '2026-05-14T09:00:00',
    );
    const [first, second, third] = report.inputs;
    expect(Number(first?.records) + Number(first?.duplicates)).toBeGreaterThanOrEqual(sane.length);
    expect(sane.length).toBeGreaterThan(400);
    // The same texts in another shape are the same records.
    expect(second?.duplicates).toBeGreaterThanOrEqual(Number(first?.records));
    expect(third).toMatchObject({ records: 0, rejected: first?.rejected });
  });
});

test('addresses and client strings of any make are known the next time', async () => {
  const odd = TEXTS.flatMap((one) => [bind({ ip: one, client: 'Client=OWA;' }), bind({ client: one })]);
  const kase = await desk.openCase();
  await desk.ingest(kase, lines(odd));
  const first = await kase.section('contexts', { limit: 1_000 });
  await desk.ingest(
    kase,
    lines(odd.map((one) => bind({ ip: String(one.ClientIPAddress), client: String(one.ClientInfoString) }))),
  );
  const second = await kase.section('contexts', { limit: 1_000 });
  expect(second.contexts.items.map(({ id, protocol }) => [id, protocol])).toEqual(
    first.contexts.items.map(({ id, protocol }) => [id, protocol]),
  );
});

test('cells of shapes without AuditData may hold anything', async () => {
  const cells = fc.sample(fc.array(text, { minLength: 12, maxLength: 12 }), { seed: 3, numRuns: 200 });
  const columns = [
    'Operation',
    'OfficeWorkload',
    'TimeGenerated [UTC]',
    'OfficeId',
    'Folders',
    'OperationProperties',
    'Client_IPAddress',
    'ClientInfoString',
    'Logon_Type',
    'UserType',
    'MailboxOwnerUPN',
    'Item',
  ];
  const office = csv(
    columns,
    cells.map((row, index) => ({
      ...Object.fromEntries(columns.map((name, column) => [name, row[column]])),
      ...(index % 2 === 0
        ? { Operation: 'MailItemsAccessed', 'TimeGenerated [UTC]': '4/28/2021, 2:54:37.000 PM' }
        : {}),
    })),
  );
  const log = mailboxAuditLog(
    cells.map(([client, ip, session]) => bind({ client, ip, session })),
    () => '2026-05-14T18:11:56',
  );
  const { report } = await desk.analyse(office, log);
  expect(report.inputs.map(({ format, rows }) => [format, rows])).toEqual([
    ['office-activity-csv', 200],
    ['mailbox-audit-log-csv', 200],
  ]);
  expect(Number(report.inputs[0]?.records) + Number(report.inputs[0]?.duplicates)).toBeGreaterThanOrEqual(
    100,
  );
  expect(report.inputs[1]?.rejected).toBe(0);
});
