/** Every export shape of audit-records.md section 2 that keeps the whole record, written from AuditData objects as the real tools write them. */
import { gzipSync } from 'node:zlib';
import type { InputFormat } from '../../../analysis/report.ts';
import type { AuditData } from '../case/records.ts';
import {
  asText,
  datesInside,
  everythingAsText,
  GRAPH_CSV,
  graph,
  graphDynamic,
  jsonLines,
  nested,
  powerShellJson,
} from './envelopes.ts';
import { bare, type CsvStyle, csv, LOCALE_TIME, quoted, ualRow } from './rows.ts';

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
