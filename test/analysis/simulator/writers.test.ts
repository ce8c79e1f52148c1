import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AuditRecord,
  asExported,
  auditDataJsonl,
  graphRecordsJson,
  managementApiJson,
  officeActivityCsv,
  purviewCsv,
  searchUalCsv,
  simulateTenant,
} from '../../../analysis/simulator/index.ts';

let live: AuditRecord[];
/** as a reader gets them */
let records: AuditRecord[];

beforeAll(async () => {
  const simulation = await simulateTenant({
    seed: 'writers',
    people: 6,
    from: '2026-05-04',
    days: 2,
    attacks: ['sync-theft'],
  });
  live = Array.from(simulation.records());
  records = live.map((record) => JSON.parse(JSON.stringify(record)) as AuditRecord);
});

describe('every shape gives the records back', () => {
  it('Purview CSV, 8 columns', () => {
    const text = [...purviewCsv(live)].join('');
    const rows = parse(text, { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[];
    expect(Object.keys(rows[0] ?? {})).toHaveLength(8);
    expect(rows.map((row) => JSON.parse(String(row.AuditData)))).toEqual(records);
    expect(rows.map((row) => row.RecordId)).toEqual(records.map((record) => record.Id));
    expect(rows[0]?.CreationDate).toMatch(/^5\/4\/2026 \d{1,2}:\d\d:\d\d [AP]M$/);
    expect(text).toContain('\\r\\n');
    expect(text).toContain('\\u000d\\u000a');
    expect(text).not.toMatch(/[^\\]\/Microsoft/);
  });

  it.each([13, 10] as const)('Search-UnifiedAuditLog CSV, %i columns', (columns) => {
    const text = [...searchUalCsv(live, { columns, typeLine: columns === 13, lineEnd: '\n' })].join('');
    expect(text.startsWith('#TYPE ')).toBe(columns === 13);
    const rows = parse(text, { columns: true, from_line: columns === 13 ? 2 : 1 }) as Record<
      string,
      string
    >[];
    expect(Object.keys(rows[0] ?? {})).toHaveLength(columns);
    expect(rows.map((row) => JSON.parse(String(row.AuditData)))).toEqual(records);
    expect(rows.at(-1)).toMatchObject({
      ResultIndex: String(records.length),
      ResultCount: String(records.length),
      Identity: records.at(-1)?.Id,
    });
    expect(new Set(rows.map((row) => row.RecordType))).toContain('ExchangeItemAggregated');
  });

  it('JSON lines and the Management API', () => {
    const lines = [...auditDataJsonl(live)].join('').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(records);
    expect(JSON.parse([...managementApiJson(live)].join(''))).toEqual(records);
    expect([...managementApiJson([])].join('')).toBe('[]');
  });

  it('Graph, with crossed user names and annotations', () => {
    const { value } = JSON.parse([...graphRecordsJson(live)].join(''));
    expect(value).toHaveLength(records.length);
    const data = value.map((one: { auditData: Record<string, unknown> }) => {
      const plain = Object.entries(one.auditData).filter(([name]) => !name.includes('@odata.type'));
      return { ...Object.fromEntries(plain), CreationTime: String(one.auditData.CreationTime).slice(0, -1) };
    });
    expect(data).toEqual(records);
    expect(value[0]).toMatchObject({ userId: records[0]?.UserKey, userPrincipalName: records[0]?.UserId });
    expect(JSON.parse([...graphRecordsJson([])].join('')).value).toEqual([]);
  });

  it('OfficeActivity, Value before Name, without a session', () => {
    const text = [...officeActivityCsv(live)].join('');
    expect(text.charCodeAt(0)).toBe(0xfeff);
    const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[];
    const bind = rows.findIndex((row) => row.RecordType === '50');
    expect(rows[bind]).toMatchObject({ OfficeId: records[bind]?.Id, Logon_Type: 'Owner' });
    expect(rows[bind]?.['TimeGenerated [UTC]']).toMatch(/^5\/\d\/2026, \d+:\d\d:\d\d\.000 [AP]M$/);
    expect(JSON.parse(String(rows[bind]?.Folders))).toEqual(records[bind]?.Folders);
    expect(rows[bind]?.OperationProperties).toMatch(/^\[\s*{\s*"Value": "Bind",\s*"Name": "MailAccessType"/);
    expect(Object.keys(rows[bind] ?? {})).not.toContain('SessionId');
  });
});

describe('an export in disorder', () => {
  it('loses nothing, repeats some and delays some', () => {
    const rows = [...asExported(live, { seed: 'x', duplicates: 0.1, late: 0.1 })];
    expect(new Set(rows).size).toBe(live.length);
    expect(rows.every((row) => live.includes(row))).toBe(true);
    expect([...asExported(live, { seed: 'x', duplicates: 0.1, late: 0.1 })]).toEqual(rows);
    expect(rows.length).toBeGreaterThan(live.length * 1.05);
    expect([...new Set(rows)].some((row, index) => row !== live[index])).toBe(true);
    const copies = live.map((record) => rows.filter((row) => row === record).length);
    expect(Math.max(...copies)).toBeLessThanOrEqual(4);
  });
});
