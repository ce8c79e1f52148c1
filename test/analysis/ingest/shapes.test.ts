/** Every export shape, recognised by what it holds, gives the same records to the last field, and each of them back. */
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Case } from '../../../analysis/index.ts';
import type { Report, ReportInput } from '../../../analysis/report.ts';
import { type AuditRecord, officeActivityCsv } from '../../../analysis/simulator/index.ts';
import { lines, openDesk, reportOf } from '../case/desk.ts';
import { type AuditData, bind, inboxRule, sync } from '../case/records.ts';
import { flattened, mailboxAuditLog } from './lossy-shapes.ts';
import { csv, ualRow, zip } from './rows.ts';
import { WHOLE } from './shapes.ts';

const desk = await openDesk();

const counts = ({ rows, records, duplicates, conflicts, rejected }: ReportInput) => [
  rows,
  records,
  duplicates,
  conflicts,
  rejected,
];

const FOLDERS = [
  {
    FolderItems: [{ InternetMessageId: '<a@x>', SizeInBytes: 44329 }, { InternetMessageId: '<b@x>' }],
    Id: 'LgInbox',
    Path: '\\Inbox',
  },
  { FolderItems: [{ InternetMessageId: '<a@x>' }], Id: 'LgSent', Path: '\\Éléments envoyés/ü "q", 日本' },
];
const RECORDS = [
  bind({
    at: '2026-05-14T09:00:00',
    with: {
      Folders: FOLDERS,
      OperationCount: 3,
      AppId: '00000003-0000-0000-C000-000000000000',
      ClientAppId: '9f3c0000-0000-4000-8000-000000000009',
      AppAccessContext: {
        AADSessionId: '5b1e0000-0000-4000-8000-000000000002',
        UniqueTokenId: '3kVZRE8tFkinHtPA7_EFAA',
      },
    },
  }),
  sync({
    at: '2026-05-14T10:00:00',
    mailbox: 'lee@contoso.com',
    ip: '2001:db8::7',
    folder: 'Éléments envoyés',
  }),
  bind({
    at: '2026-05-15T11:00:01',
    mailbox: 'miriam@contoso.com',
    user: 'ana@contoso.com',
    throttled: true,
  }),
];

describe('shapes that hold the whole of AuditData', () => {
  /** One record more in each file, by which it is found again. */
  const own = WHOLE.map(() => bind({ messages: ['a@x'] }));
  let kase: Case;
  let report: Report;
  beforeAll(async () => {
    const files = WHOLE.map(({ write }, index) => write([...RECORDS, own[index] as AuditData]));
    ({ kase, report } = await desk.analyse(
      ...files.map((content, index) => (index % 3 === 0 ? gzipSync(content) : content)),
    ));
  });

  test('say the same', () => {
    const seen = report.inputs.map((input, index) => ({
      shape: WHOLE[index]?.name,
      format: input.format,
      counts: counts(input),
      warnings: input.warnings,
      period: [input.first, input.last],
    }));
    // No conflict among the duplicates: every field that tells versions apart was read alike.
    expect(seen).toEqual(
      WHOLE.map(({ name, format }, index) => ({
        shape: name,
        format,
        counts: index === 0 ? [4, 4, 0, 0, 0] : [4, 1, 3, 0, 0],
        warnings: [],
        period: ['2026-05-14T09:00:00Z', '2026-05-15T11:00:01Z'],
      })),
    );
    expect(report.totals).toMatchObject({
      records: 3 + own.length,
      mailItemsAccessed: 3 + own.length,
      bind: 2 + own.length,
      sync: 1,
      throttled: 1,
      mailboxes: 3,
      messages: 3,
      mailboxMessages: 3,
      itemReferences: 4 + own.length,
    });
  });

  test.each(WHOLE.map(({ name }, index) => [name, index] as const))(
    'give back each record as it was received: %s',
    async (_name, index) => {
      const { Id = '' } = own[index] ?? {};
      const shown = await kase.showRecord(Id);
      expect(shown).toMatchObject({ recordId: Id, input: report.inputs[index]?.name, row: 4, found: true });
      expect(shown?.text).toContain(Id);
      expect(shown?.sha256Now).toBe(shown?.sha256);
    },
  );
});

/** Files of one record, in which a document, a line and an element look alike, and how they are called then. */
const ALONE: [string, (typeof WHOLE)[number]['format']][] = [
  ['AuditData lines without a last line end', 'audit-data-jsonl'],
  ['AuditData one after the other, pretty-printed', 'audit-data-jsonl'],
  ['wrapper lines, AuditData as text', 'audit-record-jsonl'],
  ['Extractor-Suite, one document per record', 'audit-record-json'],
  ['Extractor-Suite array, text', 'audit-record-json'],
  ['Management API array', 'management-api-json'],
  ['Graph records, a line each', 'graph-audit-records-json'],
  ['Graph, one record after the other, pretty-printed', 'graph-audit-records-json'],
  ['Graph pages, an envelope a line', 'graph-audit-records-json'],
  ['Wazuh', 'siem-wrapped-json'],
];

test('a record alone in its file is read as well', async () => {
  const one = RECORDS.slice(0, 1);
  const { report } = await desk.analyse(
    ...ALONE.map(([name]) => WHOLE.find((shape) => shape.name === name)?.write(one) ?? name),
  );
  expect(report.inputs.map((input, index) => [ALONE[index]?.[0], input.format, ...counts(input)])).toEqual(
    ALONE.map(([name, format], index) => [name, format, 1, index === 0 ? 1 : 0, index === 0 ? 0 : 1, 0, 0]),
  );
});

test('a line longer than what is looked at hides no shape', async () => {
  const many = Array.from({ length: 1_500 }, () => bind());
  const wanted = ['Graph envelope', 'Management API array', 'portal since 2023'];
  const texts = wanted.map((name) => String(WHOLE.find((shape) => shape.name === name)?.write(many)));
  const [long] = many as [AuditData];
  long.Padding = 'x'.repeat(600_000);
  const { report } = await desk.analyse(...texts, lines(many));
  expect(report.inputs.map((input) => [input.format, input.rows, input.rejected])).toEqual([
    ['graph-audit-records-json', 1_500, 0],
    ['management-api-json', 1_500, 0],
    ['purview-csv', 1_500, 0],
    ['audit-data-jsonl', 1_500, 0],
  ]);
});

describe('shapes that lose something', () => {
  test('OfficeActivity: no session, but the same record by its id', async () => {
    const office = [...officeActivityCsv(RECORDS as unknown as AuditRecord[])].join('');
    const { report } = await desk.analyse(office, lines(RECORDS));
    const [first, second] = report.inputs as [ReportInput, ReportInput];
    expect(first).toMatchObject({ format: 'office-activity-csv', first: '2026-05-14T09:00:00Z' });
    expect(first.warnings).toEqual(['no-session-ids']);
    expect(counts(first)).toEqual([3, 3, 0, 0, 0]);
    // The fuller version came second and is the one that is kept.
    expect(counts(second)).toEqual([3, 0, 3, 3, 0]);
    expect(report.contexts.map(({ sessionSource }) => sessionSource)).toEqual([
      'SessionId',
      'SessionId',
      'SessionId',
    ]);
    expect(report.totals).toMatchObject({ bind: 2, sync: 1, throttled: 1, itemReferences: 4 });
  });

  test('the retired mailbox audit log: no record id, local times', async () => {
    const american = mailboxAuditLog(RECORDS, () => '5/14/2026 6:11:56 PM');
    const iso = mailboxAuditLog(RECORDS.slice(0, 1), () => '2026-05-14T18:11:56');
    const { report } = await desk.analyse(american, iso);
    expect(report.inputs.map(({ format }) => format)).toEqual([
      'mailbox-audit-log-csv',
      'mailbox-audit-log-csv',
    ]);
    expect(report.inputs[0]?.warnings).toEqual(['times-are-local']);
    // Without ids the row itself is the identity: written alike, it is the same record.
    expect(report.inputs.map(counts)).toEqual([
      [3, 3, 0, 0, 0],
      [1, 0, 1, 0, 0],
    ]);
    expect(report.totals).toMatchObject({
      bind: 2,
      sync: 1,
      throttled: 1,
      mailboxes: 3,
      messages: 3,
      itemReferences: 4,
    });
    expect(report.window).toEqual({ from: '2026-05-14T18:11:56Z', to: '2026-05-14T18:11:56Z' });
    expect(report.contexts.map(({ mailbox, user, logonType }) => [mailbox, user, logonType]).sort()).toEqual([
      ['ana@contoso.com', 'ana@contoso.com', 'owner'],
      ['lee@contoso.com', 'lee@contoso.com', 'owner'],
      ['miriam@contoso.com', 'ana', 'delegate'],
    ]);
  });

  test('AuditData alone as CSV: message ids are gone, and it says so', async () => {
    const { report } = await desk.analyse(flattened([...RECORDS, inboxRule()]));
    const [input] = report.inputs as [ReportInput];
    expect(input.format).toBe('audit-data-csv');
    expect(input.warnings).toEqual(['message-ids-lost']);
    expect(counts(input)).toEqual([4, 4, 0, 0, 0]);
    // MailAccessType went with the list; RecordType 2 still tells a Sync.
    expect(report.totals).toMatchObject({ records: 4, bind: 2, sync: 1, messages: 0, itemReferences: 0 });
    expect(report.logTrust.cannotConclude.join(' ')).toContain('without message ids');
  });
});

describe('archives', () => {
  test('each member of a zip is an input with the name, digest and size of the archive', async () => {
    const archive = await zip({
      'a/one.csv': csv(['CreationDate', 'UserIds', 'Operations', 'AuditData'], [ualRow(RECORDS[0]!, 0, 1)]),
      two: lines(RECORDS),
      'notes.txt': 'nothing to see\n',
      'inner.zip': await zip({ 'three.json': JSON.stringify([bind()]) }),
    });
    const { report, ingested } = await desk.analyse(archive);
    expect(report.inputs.map((input) => [input.member, input.format, ...counts(input)])).toEqual([
      ['a/one.csv', 'purview-csv', 1, 1, 0, 0, 0],
      ['two', 'audit-data-jsonl', 3, 2, 1, 0, 0],
      ['notes.txt', 'unknown', 0, 0, 0, 0, 0],
      ['inner.zip/three.json', 'management-api-json', 1, 1, 0, 0, 0],
    ]);
    expect(new Set(report.inputs.map(({ name, sha256, bytes }) => `${name} ${sha256} ${bytes}`)).size).toBe(
      1,
    );
    expect(report.inputs[0]?.bytes).toBe(archive.length);
    expect(ingested.usable).toBe(3);
    expect(ingested.problems).toMatchObject([{ member: 'notes.txt' }]);
  });

  test('a cut gzip gives what can be read and says that it is cut', async () => {
    const many = Array.from({ length: 400 }, () => bind());
    const whole = gzipSync(lines(many));
    const { report } = await desk.analyse(whole.subarray(0, whole.length - 400));
    const [input] = report.inputs as [ReportInput];
    expect(input.warnings).toContain('gzip-cut');
    expect(input.records).toBeGreaterThan(100);
    expect(input.records).toBeLessThan(400);
    // At most the last line was torn.
    expect(input.rejected).toBeLessThanOrEqual(1);
    expect(report.logTrust.cannotConclude.join(' ')).toContain('cut short');
  });
});

/** Files that hold nothing, as their programs write it. */
const NOTHING = [
  ...WHOLE.map(({ name, write }) => ({ name, content: write([]) })).filter(
    ({ content }) => content.length > 0,
  ),
  ...[
    '',
    '\n\n',
    '[]',
    '[\n]\n[]',
    '{"value":[]}',
    '{"@odata.context":"x","value":[]}',
    '{"hits":{"hits":[]}}',
  ].map((content) => ({ name: JSON.stringify(content), content })),
];

test('an export that found nothing says so, whatever its shape', async () => {
  const { usable, problems } = await desk.ingest(
    await desk.openCase(),
    ...NOTHING.map(({ content }) => content),
  );
  expect(usable).toBe(0);
  expect(problems.map(({ problem }, index) => [NOTHING[index]?.name, problem])).toEqual(
    NOTHING.map(({ name }) => [name, expect.stringContaining('holds no audit records')]),
  );
});

test('files that hold nothing usable are told one by one, with what to do', async () => {
  const kase = await desk.openCase();
  const { usable, problems } = await desk.ingest(
    kase,
    '',
    ' \r\n ',
    'RecordId,CreationDate,RecordType,Operation,UserId,AuditData\r\n',
    'Name,Size\r\nreport,12\r\n',
    '{"hello":"world"}\n',
    '[]',
    Buffer.from('%PDF-1.7 nothing'),
    'RecordId,CreationDate,RecordType,Operation,UserId,AuditData\r\n1,2,3,4,5,broken\r\n',
  );
  expect(usable).toBe(0);
  expect(problems.map(({ problem }) => problem)).toEqual([
    expect.stringMatching(/empty/),
    expect.stringMatching(/empty/),
    expect.stringMatching(/no audit records/),
    expect.stringMatching(/not an audit-log export/),
    expect.stringMatching(/not an audit-log export/),
    expect.stringMatching(/holds no audit records/),
    expect.stringMatching(/PDF/),
    expect.stringMatching(/its one row was rejected/),
  ]);
  const report = await reportOf(kase);
  expect(report.inputs).toHaveLength(8);
  expect(report.summary.verdict).toBe('cannot-tell');
  expect(report.logTrust.verdict).toBe('insufficient');
});
