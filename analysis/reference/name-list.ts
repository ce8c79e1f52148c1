/** Reads a public list of applications that a person has downloaded, as CSV or JSON, whatever its columns are called. */
import { parse } from 'csv-parse/sync';
import { LISTED_AS } from './app-names.ts';

/** A list that is not taken; the message says why, for whoever named it. */
export class NameListError extends Error {}

/** More is no list of names. The largest public one has some 5,000 applications in half a megabyte. */
export const LARGEST_LIST_BYTES = 32 * 1024 * 1024;
const MOST_APPS = 100_000;
const LONGEST_NAME = 200;
/** Rows without an application id (headings, remarks) that a list may have before it is taken for something else. */
const WORST_SHARE_WITHOUT_ID = 0.05;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EMPTY = '00000000-0000-0000-0000-000000000000';
/** As the public lists call them, in lower case without blanks and signs; the more telling ones first. */
const ID_FIELDS = ['appid', 'applicationid', 'clientid', 'clientappid', 'id', 'value', 'uuid'];
/** Lists of harmful applications name them as they name themselves ('Adobe'): without a word the name would mislead. */
const VERDICT_FIELDS = ['metadatacategory', 'category'];
const BAD_VERDICTS = ['malicious', 'risky', 'suspicious'];
const NAME_FIELDS = [
  'appdisplayname',
  'displayname',
  'appname',
  'applicationname',
  'applicationdisplayname',
  'name',
  'description',
  'value',
];

type Row = Record<string, unknown>;

export interface ReadNames {
  /** lower-case id -> name */
  apps: Map<string, string>;
  rows: number;
  /** rows without an id of an application, or without a name for it */
  unusable: number;
  /** ids that stand in the list with another name as well; the first is kept */
  differing: number;
}

/**
 * @param bytes the file, UTF-8, with or without a byte order mark
 * @throws NameListError when it is no such list, or most of it cannot be one
 */
export function readNameList(bytes: Buffer): ReadNames {
  if (bytes.length > LARGEST_LIST_BYTES) throw new NameListError('it is larger than 32 MB.');
  const text = new TextDecoder('utf-8').decode(bytes);
  const rows = /^\s*[[{]/.test(text) ? jsonRows(text) : csvRows(text);
  const apps = new Map<string, string>();
  let withoutId = 0;
  let nameless = 0;
  let differing = 0;
  for (const row of rows) {
    const id = idOf(row);
    const name = nameOf(row);
    if (id === null) withoutId += 1;
    else if (name === null) nameless += 1;
    else if (!apps.has(id)) apps.set(id, name);
    else if (apps.get(id) !== name) differing += 1;
  }
  if (apps.size === 0) throw new NameListError('no row of it has both an application id and a name.');
  if (withoutId > rows.length * WORST_SHARE_WITHOUT_ID) {
    throw new NameListError(
      `${withoutId.toLocaleString('en')} of its ${rows.length.toLocaleString('en')} rows have no application id: it is damaged, or another kind of list.`,
    );
  }
  if (apps.size > MOST_APPS) throw new NameListError('it names more than 100,000 applications.');
  return { apps, rows: rows.length, unusable: withoutId + nameless, differing };
}

function csvRows(text: string): Row[] {
  try {
    return parse(text, {
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim()),
      skip_empty_lines: true,
      relax_column_count: true,
    }) as Row[];
  } catch (error) {
    throw new NameListError(`it is neither JSON nor CSV that can be read (${(error as Error).message}).`);
  }
}

/** A list of objects, objects by id, or either of them under one key (MISP has `values` and `list`). */
function jsonRows(text: string): Row[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new NameListError(`it is JSON that cannot be read (${(error as Error).message.slice(0, 120)}).`);
  }
  const rows = rowsIn(value);
  if (rows === null) throw new NameListError('it is JSON without a list of applications.');
  return rows;
}

function rowsIn(value: unknown, deeper = true): Row[] | null {
  if (Array.isArray(value)) return value.length > 0 && value.every(isObject) ? value : null;
  if (!isObject(value)) return null;
  const entries = Object.entries(value);
  const byId = entries.filter(([key]) => GUID.test(key.toLowerCase()));
  if (byId.length > 0) {
    return byId.map(([id, held]) => (isObject(held) ? { ...held, appid: id } : { appid: id, name: held }));
  }
  if (!deeper) return null;
  for (const [, held] of entries) {
    const rows = rowsIn(held, false);
    if (rows !== null) return rows;
  }
  return null;
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function idOf(row: Row): string | null {
  for (const text of fields(row, ID_FIELDS)) {
    const id = text.toLowerCase().replace(/^\{(.*)\}$/, '$1');
    if (GUID.test(id) && id !== EMPTY) return id;
  }
  return null;
}

function nameOf(row: Row): string | null {
  for (const text of fields(row, NAME_FIELDS)) {
    if (GUID.test(text.toLowerCase())) continue;
    // A name goes into cards, lists and terminals: what cannot be seen has no place in it.
    const name = text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();
    if (name !== '') return `${name.slice(0, LONGEST_NAME)}${verdictOf(row)}`;
  }
  return null;
}

function verdictOf(row: Row): string {
  const verdict = fields(row, VERDICT_FIELDS).map((text) => text.toLowerCase());
  const bad = BAD_VERDICTS.find((word) => verdict.includes(word));
  return bad === undefined ? '' : ` ${LISTED_AS}${bad})`;
}

/** The row's texts under those names, in the order of the names; MISP keeps some under `meta`. */
function fields(row: Row, names: readonly string[]): string[] {
  const all = Object.entries({ ...(isObject(row.meta) ? row.meta : {}), ...row });
  return names.flatMap((name) =>
    all.flatMap(([key, value]) =>
      typeof value === 'string' && key.toLowerCase().replace(/[^a-z]/g, '') === name ? [value.trim()] : [],
    ),
  );
}
