/** Rows, cells and archives as the real tools write them. */
import yazl from 'yazl';
import type { AuditData } from '../case/records.ts';

export const TYPE_NAMES: Record<string, string> = {
  1: 'ExchangeAdmin',
  2: 'ExchangeItem',
  50: 'ExchangeItemAggregated',
};

export const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
export const bare = (cell: string) => (/[",\r\n]/.test(cell) ? quoted(cell) : cell);

export interface CsvStyle {
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
export const LOCALE_TIME = '3/12/2001 7:31:34 AM';

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

export async function zip(members: Record<string, string | Buffer>): Promise<Buffer> {
  const archive = new yazl.ZipFile();
  for (const [name, content] of Object.entries(members)) archive.addBuffer(Buffer.from(content), name);
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
