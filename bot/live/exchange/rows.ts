/** From text to rows: what PowerShell writes as JSON, as CSV, or as a list on the screen. */
import { parse } from 'csv-parse/sync';

/** Keys as they are written; compared without case. */
export type Row = Readonly<Record<string, unknown>>;

/** Rows that stood together, and the name they stood under, if there was one. */
export interface Rows {
  label: string | null;
  rows: Row[];
}

const DEEPEST = 6;
const MOST_DOCUMENTS = 50;
/** Whoever has one of these is a row of one of the five cmdlets. */
const DECIDING = new Set([
  'auditdisabled',
  'unifiedauditlogingestionenabled',
  'auditbypassenabled',
  'retentionduration',
  'auditenabled',
  'defaultauditset',
  'auditowner',
]);
/** What else of a list on the screen is read. */
const SHOWN = [
  ...DECIDING,
  'auditdelegate',
  'auditadmin',
  'userprincipalname',
  'primarysmtpaddress',
  'identity',
  'name',
  'guid',
  'externaldirectoryobjectid',
  'recipienttypedetails',
  'enabled',
  'recordtypes',
  'operations',
  'userids',
  'priority',
];
const SHOWN_NAME = new RegExp(`(?:^|\\s)(${SHOWN.join('|')})\\s*:(?=\\s|$)`, 'gi');
/** Where a value ends: at the next name, whichever it is. */
const NEXT_NAME = /\s[a-z]\w*\s*:(?:\s|$)/i;

/** Empty when it is nothing of the kind. */
export function rowsIn(text: string): Rows[] {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (/^[[{]/.test(trimmed)) return jsonRows(trimmed);
  return csvRows(trimmed) ?? listedRows(trimmed);
}

function jsonRows(text: string): Rows[] {
  const found: Rows[] = [];
  for (const document of documentsIn(text)) collect(document, null, 0, found);
  return found;
}

/** Several documents may follow each other: outputs of cmdlets appended to one file. */
function documentsIn(text: string): unknown[] {
  const whole = parsed(text);
  if (whole !== undefined) return [whole];
  const parts = text.split(/(?<=[\]}])\s+(?=[[{])/);
  if (parts.length > MOST_DOCUMENTS) return [];
  const documents: unknown[] = [];
  for (let from = 0, to = 1; to <= parts.length; to += 1) {
    const document = parsed(parts.slice(from, to).join('\n'));
    if (document === undefined) continue;
    documents.push(document);
    from = to;
  }
  return documents;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function collect(node: unknown, label: string | null, depth: number, found: Rows[]): void {
  if (depth > DEEPEST) return;
  if (Array.isArray(node)) {
    const rows = node.filter(isRow);
    // An empty list under a name says that there is none.
    if (node.length === 0 && label !== null) found.push({ label, rows });
    else if (rows.some(isAnswer) || !rows.some((row) => partsOf(row).length > 0)) {
      if (rows.length > 0) found.push({ label, rows });
    } else for (const row of rows) collect(row, label, depth + 1, found);
    return;
  }
  if (!isRow(node)) return;
  const parts = isAnswer(node) ? [] : partsOf(node);
  if (parts.length === 0) found.push({ label, rows: [node] });
  // PowerShell 5 writes a list as {"value":[…],"Count":2}; the admin endpoint as {"value":[…]}.
  for (const [key, value] of parts)
    collect(value, key.toLowerCase() === 'value' ? label : key, depth + 1, found);
}

function isAnswer(row: Row): boolean {
  return Object.keys(row).some((key) => DECIDING.has(key.toLowerCase()));
}

/** What in an object is a row or a list of rows. */
function partsOf(row: Row): [string, unknown][] {
  return Object.entries(row).filter(
    ([key, value]) => !key.startsWith('@') && (isRow(value) || (Array.isArray(value) && value.every(isRow))),
  );
}

function isRow(value: unknown): value is Row {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** null when it is no CSV of one of the cmdlets */
function csvRows(text: string): Rows[] | null {
  // Windows PowerShell begins a CSV with a line on the type of its rows.
  const body = text.replace(/^#TYPE[^\r\n]*[\r\n]+/, '');
  const [header = ''] = body.split(/[\r\n]/, 1);
  const names = header.split(/[,;\t]/).map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase());
  if (!names.some((name) => DECIDING.has(name))) return null;
  try {
    const rows = parse(body, {
      columns: (found: string[]) => found.map((name, at) => name.trim() || `column ${at}`),
      delimiter: [',', ';', '\t'].find((one) => header.includes(one)) ?? ',',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as Record<string, string>[];
    return rows.length === 0 ? [] : [{ label: null, rows }];
  } catch {
    return [];
  }
}

/** 'AuditDisabled : False', on lines of its own or run together as a chat makes them; a name seen again begins the next row. */
function listedRows(text: string): Rows[] {
  const marks = [...text.matchAll(SHOWN_NAME)];
  const rows: Record<string, string>[] = [];
  let row: Record<string, string> = Object.create(null);
  for (const mark of marks) {
    const name = (mark[1] ?? '').toLowerCase();
    if (name in row) {
      rows.push(row);
      row = Object.create(null);
    }
    row[name] = valueAt(text, mark.index + mark[0].length);
  }
  rows.push(row);
  const answers = rows.filter((one) => Object.keys(one).length > 0);
  return answers.length === 0 ? [] : [{ label: null, rows: answers }];
}

const LONGEST_VALUE = 2_000;

function valueAt(text: string, from: number): string {
  const rest = text.slice(from, from + LONGEST_VALUE);
  return rest.slice(0, NEXT_NAME.exec(rest)?.index ?? rest.length).trim();
}
