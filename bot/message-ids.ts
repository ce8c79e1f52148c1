/** Ids of messages as people name them: typed, pasted, or in a file. */
import { parse } from 'csv-parse/sync';

const HEADER = /^(?:internet[\s_-]?)?message[\s_-]?ids?$|^itemid$/i;
const LONGEST_ID = 1_000;

/**
 * The ids in a CSV, or in a text with one a line. Where a column is called as ids are (InternetMessageId, Message ID,
 * message_id), only it counts: a file of messages names senders, too.
 */
export function messageIdsIn(text: string, most: number): string[] {
  const rows = parse(text, {
    bom: true,
    delimiter: [',', ';', '\t'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    to: most * 10,
    trim: true,
  }) as string[][];
  const column = rows[0]?.findIndex((cell) => HEADER.test(cell)) ?? -1;
  const cells =
    column < 0 ? rows.map((row) => row.find(looksLikeId)) : rows.slice(1).map((row) => row[column]);
  const ids = cells.flatMap((cell) => (cell !== undefined && isId(cell) ? [cell] : []));
  return [...new Set(ids)].slice(0, most);
}

function looksLikeId(cell: string): boolean {
  return isId(cell) && /^<[^<>]+>$|^[^@\s]+@[^@\s]+$/.test(cell);
}

function isId(cell: string): boolean {
  return cell !== '' && cell.length <= LONGEST_ID && !/\s/.test(cell);
}
