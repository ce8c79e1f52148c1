/** Every export shape of audit-records.md section 2, written from AuditData objects as the real tools write them. */
import { gzipSync } from 'node:zlib';
import yazl from 'yazl';
import type { InputFormat } from '../../../analysis/report.ts';
import type { AuditData } from '../case/records.ts';

export interface Shape {
  name: string;
  format: InputFormat;
  write(records: readonly AuditData[]): string | Buffer;
}

const UAL_10 = [
  'RecordType',
  'CreationDate',
  'UserIds',
  'Operations',
  'AuditData',
  'ResultIndex',
  'ResultCount',
  'Identity',
  'IsValid',
  'ObjectState',
];
const UAL_13 = ['PSComputerName', 'RunspaceId', 'PSShowComputerName', ...UAL_10];
const TYPE_NAMES: Record<string, string> = {
  1: 'ExchangeAdmin',
  2: 'ExchangeItem',
  50: 'ExchangeItemAggregated',
};

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const bare = (cell: string) => (/[",\r\n]/.test(cell) ? quoted(cell) : cell);

interface CsvStyle {
  quote?: (cell: string) => string;
  lineEnd?: string;
  first?: string;
}

export function csv(
  columns: readonly string[],
  rows: readonly Record<string, string | undefined>[],
  { quote = quoted, lineEnd = '\r\n', first = '' }: CsvStyle = {},
): string {
  const all = [
    columns.map(quote),
    ...rows.map((row) => columns.map((column) => (row[column] === undefined ? '' : quote(row[column])))),
  ];
  return first + all.map((cells) => cells.join(',') + lineEnd).join('');
}

/** The operator's locale, and on purpose a wrong time: it must never be read. */
const LOCALE_TIME = '3/12/2001 7:31:34 AM';

/** The columns around AuditData. */
export function ualRow(record: AuditData, index: number, count: number): Record<string, string> {
  return {
    PSComputerName: 'outlook.office365.com',
    RunspaceId: '2850e838-7c6a-4b61-a2e6-90e8c9b49bbb',
    PSShowComputerName: 'False',
    RecordType: TYPE_NAMES[String(record.RecordType)] ?? String(record.RecordType),
    CreationDate: LOCALE_TIME,
    UserIds: String(record.UserId),
    Operations: record.Operation,
    AuditData: JSON.stringify(record).replaceAll('/', '\\/'),
    ResultIndex: String(index + 1),
    ResultCount: String(count),
    Identity: record.Id,
    IsValid: 'True',
    ObjectState: 'Unchanged',
    RecordId: record.Id,
    Operation: record.Operation,
    UserId: String(record.UserId),
    AssociatedAdminUnits: '',
    AssociatedAdminUnitsNames: '',
  };
}

function ual(columns: readonly string[], style?: CsvStyle) {
  return (records: readonly AuditData[]) =>
    csv(
      columns,
      records.map((record, index) => ualRow(record, index, records.length)),
      style,
    );
}

const utf16le = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
const TYPE_LINE = '#TYPE Deserialized.Microsoft.Exchange.Data.UnifiedAuditLogEvent\r\n';

const wrapper = (record: AuditData, auditData: unknown, creationDate = LOCALE_TIME) => ({
  RecordType: TYPE_NAMES[String(record.RecordType)],
  CreationDate: creationDate,
  UserIds: record.UserId,
  Operations: record.Operation,
  AuditData: auditData,
  ResultIndex: 1,
  ResultCount: 1,
  Identity: record.Id,
  IsValid: true,
  ObjectState: 'Unchanged',
});

/** PowerShell 5.1: two blanks after the colon, deep indents, CRLF, dates as milliseconds with escaped slashes. */
function powerShellJson(value: unknown): string {
  return JSON.stringify(value, null, 8)
    .replace(/^(\s*"[^"\n]*"):\s/gm, '$1:  ')
    .replaceAll('/Date(', '\\/Date(')
    .replaceAll(')/', ')\\/')
    .replaceAll('\n', '\r\n');
}

const asDate = (record: AuditData) => `/Date(${Date.parse(`${record.CreationTime}Z`)})/`;
const nested = (record: AuditData) => wrapper(record, record, asDate(record));
const datesInside = (record: AuditData) =>
  wrapper(record, { ...record, CreationTime: asDate(record) }, asDate(record));
const asText = (record: AuditData) => wrapper(record, JSON.stringify(record), asDate(record));

function annotated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(annotated);
  if (typeof value !== 'object' || value === null) return value;
  const data: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === 'number') data[`${name}@odata.type`] = '#Int64';
    if (Array.isArray(field))
      data[`${name}@odata.type`] = '#Collection(microsoft.graph.security.defaultAuditData)';
    data[name] = annotated(field);
  }
  return data;
}

function graphRecord(record: AuditData, auditData: unknown): Record<string, unknown> {
  return {
    id: record.Id,
    createdDateTime: '2001-03-12T07:31:34Z',
    auditLogRecordType: TYPE_NAMES[String(record.RecordType)],
    operation: record.Operation,
    organizationId: record.OrganizationId,
    userType: 'Regular',
    // Crossed against the classic fields: the envelope's userId is the classic UserKey.
    userId: record.UserKey,
    service: 'Exchange',
    objectId: null,
    userPrincipalName: record.UserId,
    clientIp: null,
    administrativeUnits: [''],
    auditData,
  };
}

function graph(record: AuditData): Record<string, unknown> {
  return graphRecord(record, {
    '@odata.type': '#microsoft.graph.security.defaultAuditData',
    ...(annotated({ ...record, CreationTime: `${record.CreationTime}Z` }) as object),
  });
}

function graphDynamic(record: AuditData): Record<string, unknown> {
  return graphRecord(record, {
    '@odata.type': '#microsoft.graph.security.exchangeMailboxAuditRecord',
    dynamicProperties: record,
  });
}

const GRAPH_CSV = Object.keys(graphRecord({ Id: '', CreationTime: '', Operation: '' }, null));

function everythingAsText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(everythingAsText);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, everythingAsText(field)]));
  return typeof value === 'number' ? String(value) : value;
}

const jsonLines = (values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** Shapes that carry the whole of AuditData: what is read from them must be the same to the last field. */
export const WHOLE: readonly Shape[] = [
  { name: '10 columns', format: 'search-unified-audit-log-csv', write: ual(UAL_10) },
  {
    name: '4 columns, LF',
    format: 'search-unified-audit-log-csv',
    write: ual(['CreationDate', 'UserIds', 'RecordType', 'AuditData'], { lineEnd: '\n' }),
  },
  {
    name: '13 columns with #TYPE',
    format: 'search-unified-audit-log-csv',
    write: ual(UAL_13, { first: TYPE_LINE }),
  },
  {
    name: 'UTF-16LE with #TYPE',
    format: 'search-unified-audit-log-csv',
    write: (records) => utf16le(ual(UAL_13, { first: TYPE_LINE })(records)),
  },
  {
    name: 'UTF-8 with BOM and #TYPE',
    format: 'search-unified-audit-log-csv',
    write: (records) => `\uFEFF${ual(UAL_10, { first: TYPE_LINE })(records)}`,
  },
  {
    name: 'semicolons, as Excel in Europe saves',
    format: 'search-unified-audit-log-csv',
    write: (records) =>
      [UAL_10, ...records.map((record, index) => UAL_10.map((name) => ualRow(record, index, 1)[name] ?? ''))]
        .map((cells) => `${cells.map(quoted).join(';')}\r\n`)
        .join(''),
  },
  {
    name: 'portal, first era',
    format: 'purview-csv',
    write: ual(['CreationDate', 'UserIds', 'Operations', 'AuditData'], { quote: bare }),
  },
  {
    name: 'portal, 2022',
    format: 'purview-csv',
    write: ual(['RecordId', 'CreationDate', 'RecordType', 'Operation', 'UserId', 'AuditData'], {
      quote: bare,
    }),
  },
  {
    name: 'portal since 2023',
    format: 'purview-csv',
    write: ual(
      [
        'RecordId',
        'CreationDate',
        'RecordType',
        'Operation',
        'UserId',
        'AuditData',
        'AssociatedAdminUnits',
        'AssociatedAdminUnitsNames',
      ],
      { quote: bare },
    ),
  },
  {
    name: 'AuditData lines without a last line end',
    format: 'audit-data-jsonl',
    write: (records) => jsonLines([...records]).trimEnd(),
  },
  {
    name: 'AuditData one after the other, pretty-printed',
    format: 'audit-data-jsonl',
    write: (records) => records.map((record) => powerShellJson(record)).join('\r\n'),
  },
  {
    name: 'wrapper lines, AuditData as text',
    format: 'audit-record-jsonl',
    write: (records) => jsonLines(records.map(asText)),
  },
  {
    name: 'wrapper lines, AuditData nested',
    format: 'audit-record-jsonl',
    write: (records) => jsonLines(records.map(nested)),
  },
  {
    name: 'Extractor-Suite array, text',
    format: 'audit-record-json',
    write: (records) => powerShellJson(records.map(asText)),
  },
  {
    name: 'Extractor-Suite, Date(ms) inside AuditData',
    format: 'audit-record-json',
    write: (records) => powerShellJson(records.map(datesInside)),
  },
  {
    name: 'Extractor-Suite, one document per record',
    format: 'audit-record-json',
    write: (records) => records.map((record) => powerShellJson(nested(record))).join('\r\n'),
  },
  {
    name: 'Extractor-Suite, several arrays in a row, UTF-16LE',
    format: 'audit-record-json',
    write: (records) =>
      utf16le(
        `${powerShellJson(records.slice(0, 1).map(nested))}\r\n${powerShellJson(records.slice(1).map(nested))}`,
      ),
  },
  {
    name: 'Management API array',
    format: 'management-api-json',
    write: (records) => JSON.stringify(records),
  },
  {
    name: 'Management API array, keys the other way round',
    format: 'management-api-json',
    write: (records) =>
      JSON.stringify(
        records.map((record) => Object.fromEntries(Object.entries(record).reverse())),
        null,
        1,
      ),
  },
  {
    name: 'Graph envelope',
    format: 'graph-audit-records-json',
    write: (records) =>
      JSON.stringify({
        '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#records',
        '@odata.count': records.length,
        value: records.map(graph),
      }),
  },
  {
    name: 'Graph pages, an envelope a line',
    format: 'graph-audit-records-json',
    write: (records) => jsonLines(records.map((record) => ({ value: [graph(record)] }))),
  },
  {
    name: 'Graph bare array',
    format: 'graph-audit-records-json',
    write: (records) => JSON.stringify(records.map(graph)),
  },
  {
    name: 'Graph records, a line each',
    format: 'graph-audit-records-json',
    write: (records) => jsonLines(records.map(graph)),
  },
  {
    name: 'Graph, one record after the other, pretty-printed',
    format: 'graph-audit-records-json',
    write: (records) => records.map((record) => JSON.stringify(graph(record), null, 2)).join('\n'),
  },
  {
    name: 'Graph dynamicProperties',
    format: 'graph-audit-records-json',
    write: (records) => JSON.stringify({ value: records.map(graphDynamic) }),
  },
  {
    name: 'Graph CSV',
    format: 'graph-audit-records-csv',
    write: (records) =>
      csv(
        GRAPH_CSV,
        records.map((record) =>
          Object.fromEntries(
            Object.entries(graph(record)).map(([name, value]) => [
              name,
              typeof value === 'object' ? JSON.stringify(value) : String(value),
            ]),
          ),
        ),
      ),
  },
  {
    name: 'CloudAppEvents CSV',
    format: 'cloud-app-events-csv',
    write: (records) =>
      csv(
        ['Timestamp', 'ActionType', 'Application', 'AccountId', 'IPAddress', 'RawEventData', 'ReportId'],
        records.map((record) => ({
          Timestamp: LOCALE_TIME,
          ActionType: record.Operation,
          Application: 'Microsoft Exchange Online',
          AccountId: String(record.UserId),
          RawEventData: JSON.stringify(record),
          ReportId: '1',
        })),
        { quote: bare },
      ),
  },
  {
    name: 'Splunk CSV, event in _raw',
    format: 'splunk-csv',
    write: (records) =>
      csv(
        ['_time', 'source', 'sourcetype', '_raw'],
        records.map((record) => ({
          _time: '2001-03-12T07:31:34.000+0000',
          source: 'o365',
          sourcetype: 'o365:management:activity',
          _raw: JSON.stringify(record),
        })),
      ),
  },
  {
    name: 'Splunk CSV of an indexed UAL file',
    format: 'splunk-csv',
    write: (records) =>
      csv(
        [...UAL_10, '_bkt', '_cd', '_raw', '_time'],
        records.map((record, index) => ({
          ...ualRow(record, index, 1),
          _raw: '"ExchangeItem","5/16/2021 6:11:56 PM"',
          _time: '0',
        })),
      ),
  },
  {
    name: 'Elastic, o365audit',
    format: 'siem-wrapped-json',
    write: (records) =>
      jsonLines(
        records.map((record) => ({ '@timestamp': LOCALE_TIME, o365audit: record, event: { code: 'x' } })),
      ),
  },
  {
    name: 'Elastic, o365.audit with every number as text',
    format: 'siem-wrapped-json',
    write: (records) =>
      jsonLines(records.map((record) => ({ o365: { audit: everythingAsText(record) }, tags: [] }))),
  },
  {
    name: 'Elastic, event.original as text, in an array',
    format: 'siem-wrapped-json',
    write: (records) =>
      JSON.stringify(
        records.map((record) => ({ _source: { event: { original: JSON.stringify(record) } } })),
        null,
        2,
      ),
  },
  {
    name: 'Wazuh',
    format: 'siem-wrapped-json',
    write: (records) =>
      jsonLines(
        records.map((record) => ({
          integration: 'office365',
          office365: { ...record, RecordType: String(record.RecordType) },
        })),
      ),
  },
  {
    name: 'gzip of UTF-16LE CSV',
    format: 'search-unified-audit-log-csv',
    write: (records) => gzipSync(utf16le(ual(UAL_13, { first: TYPE_LINE })(records))),
  },
];

/** Search-MailboxAuditLog -ShowDetails: no record id, access type as text, items as a JSON string. */
export function mailboxAuditLog(records: readonly AuditData[], lastAccessed: (record: AuditData) => string) {
  const property = (record: AuditData, name: string) =>
    (record.OperationProperties as { Name: string; Value: string }[]).find(({ Name }) => Name === name)
      ?.Value;
  const names: Record<string, string> = { 0: 'Owner', 1: 'Admin', 2: 'Delegate' };
  const rows = records.map((record) => {
    const item = record.Item as { Id: string; ParentFolder: { Id: string; Name: string } } | undefined;
    return {
      Operation: record.Operation,
      OperationResult: 'Succeeded',
      LogonType: names[String(record.LogonType)],
      ExternalAccess: 'False',
      FolderId: item?.ParentFolder.Id,
      FolderName: item?.ParentFolder.Name,
      ClientInfoString: String(record.ClientInfoString),
      ClientIPAddress: String(record.ClientIPAddress),
      MailboxOwnerUPN: String(record.MailboxOwnerUPN),
      LogonUserDisplayName: String(record.UserId).split('@')[0],
      ItemId: item?.Id,
      SessionId: record.SessionId === undefined ? undefined : String(record.SessionId),
      OperationProperties: `MailAccessType:${property(record, 'MailAccessType')} IsThrottled:${property(record, 'IsThrottled')}`,
      AuditOperationsCountInAggregatedRecord: String(record.OperationCount ?? ''),
      AggregatedRecordFoldersData: record.Folders === undefined ? '' : JSON.stringify(record.Folders),
      MailboxGuid: String(record.MailboxGuid),
      MailboxResolvedOwnerName: 'Ana',
      LastAccessed: lastAccessed(record),
      Identity: `AAMk${record.Id}`,
      IsValid: 'True',
    };
  });
  return csv(Object.keys(rows[0] ?? {}), rows);
}

/** AuditData flattened by Export-Csv: what was a list is now the name of a type. */
export function flattened(records: readonly AuditData[]): string {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return csv(
    columns,
    records.map((record) =>
      Object.fromEntries(
        Object.entries(record).map(([name, value]) => [
          name,
          Array.isArray(value)
            ? 'System.Object[]'
            : typeof value === 'object'
              ? '@{Id=Lg; ParentFolder=}'
              : String(value),
        ]),
      ),
    ),
  );
}

export async function zip(members: Record<string, string | Buffer>): Promise<Buffer> {
  const archive = new yazl.ZipFile();
  for (const [name, content] of Object.entries(members)) archive.addBuffer(Buffer.from(content), name);
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
