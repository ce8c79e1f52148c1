import type { InputFormat } from '../report.ts';

/** The head of a CSV file. Columns are called c0, c1, … in SQL: header texts are hostile and may repeat. */
export interface CsvSample {
  kind: 'csv';
  header: string[];
  delimiter: string;
  /** lines before the header, such as PowerShell's `#TYPE` line */
  skip: number;
  /** the first data rows, at most 20 */
  rows: string[][];
}

/** The head of a JSON file, already cut into elements. In SQL each element is the column `line`. */
export interface JsonSample {
  kind: 'json';
  layout: 'lines' | 'array' | 'documents' | 'envelope';
  /** the first elements that can be read, at most 20 */
  elements: Record<string, unknown>[];
}

export type Sample = CsvSample | JsonSample;

/**
 * One export shape, one file in `formats/`. It says how the shape is recognised by content, and gives the SQL
 * that reaches the AuditData object as JSON text; everything after that is the same for every shape.
 */
export interface Format {
  format: InputFormat;
  /** tried from high to low; the more specific shape goes first */
  precedence: number;
  recognise(sample: Sample): boolean;
  /** SQL over `c0…cN` or `line` giving the AuditData object as JSON text */
  auditData(sample: Sample): string;
  /** SQL giving the number of results the query had, where the shape carries it */
  resultCount?(sample: Sample): string | null;
  /** what this shape cannot carry, as codes for the report */
  warnings?(sample: Sample): string[];
}

/** `c3` for the column of that name (case and blanks do not matter), else null. */
export function column(sample: Sample, name: string): string | null {
  if (sample.kind !== 'csv') return null;
  const index = columnIndex(sample, name);
  return index < 0 ? null : `c${index}`;
}

export function columnIndex(sample: CsvSample, name: string): number {
  const wanted = name.toLowerCase();
  return sample.header.findIndex((header) => header.trim().toLowerCase() === wanted);
}

export function hasColumns(sample: Sample, ...names: string[]): boolean {
  return names.every((name) => column(sample, name) !== null);
}

/** The text of the column, or SQL NULL where the file does not have it. */
export function columnOrNull(sample: Sample, name: string): string {
  return column(sample, name) ?? 'NULL';
}

/** SQL for the object at a JSON path of `line`, whether it is nested or a string that holds JSON. */
export function objectAt(path: string, source = 'line'): string {
  const quoted = `'${path}'`;
  return `CASE json_type(${source}, ${quoted}) WHEN 'VARCHAR' THEN json_extract_string(${source}, ${quoted}) WHEN 'OBJECT' THEN CAST(json_extract(${source}, ${quoted}) AS VARCHAR) END`;
}

/** The object a JSON path such as `$.o365.audit` leads to in a sample element, or null. */
export function lookAt(element: Record<string, unknown>, path: string): Record<string, unknown> | null {
  let value: unknown = element;
  for (const [, quoted, plain] of path.matchAll(/\.(?:"([^"]+)"|([^."]+))/g)) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Record<string, unknown>)[(quoted ?? plain) as string];
  }
  if (typeof value === 'string') {
    try {
      value = JSON.parse(value);
    } catch {
      return null;
    }
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** Whether an object is audit data: the three fields every record of the Management API schema has. */
export function looksLikeAuditData(value: Record<string, unknown> | null): boolean {
  return value !== null && 'Operation' in value && ('CreationTime' in value || 'Id' in value);
}
