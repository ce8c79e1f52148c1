/** What programs put around AuditData when they write JSON. */
import type { AuditData } from '../case/records.ts';
import { LOCALE_TIME, TYPE_NAMES } from './rows.ts';

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
export function powerShellJson(value: unknown): string {
  return JSON.stringify(value, null, 8)
    .replace(/^(\s*"[^"\n]*"):\s/gm, '$1:  ')
    .replaceAll('/Date(', '\\/Date(')
    .replaceAll(')/', ')\\/')
    .replaceAll('\n', '\r\n');
}

const asDate = (record: AuditData) => `/Date(${Date.parse(`${record.CreationTime}Z`)})/`;
export const nested = (record: AuditData) => wrapper(record, record, asDate(record));
export const datesInside = (record: AuditData) =>
  wrapper(record, { ...record, CreationTime: asDate(record) }, asDate(record));
export const asText = (record: AuditData) => wrapper(record, JSON.stringify(record), asDate(record));

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

export function graph(record: AuditData): Record<string, unknown> {
  return graphRecord(record, {
    '@odata.type': '#microsoft.graph.security.defaultAuditData',
    ...(annotated({ ...record, CreationTime: `${record.CreationTime}Z` }) as object),
  });
}

export function graphDynamic(record: AuditData): Record<string, unknown> {
  return graphRecord(record, {
    '@odata.type': '#microsoft.graph.security.exchangeMailboxAuditRecord',
    dynamicProperties: record,
  });
}

export const GRAPH_CSV = Object.keys(graphRecord({ Id: '', CreationTime: '', Operation: '' }, null));

export function everythingAsText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(everythingAsText);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, everythingAsText(field)]));
  return typeof value === 'number' ? String(value) : value;
}

export const jsonLines = (values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
