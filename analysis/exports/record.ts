/** One record as it was received: found again by input and row, and held against the digest taken when it came. */
import { sha256OfFile } from '../ingest/bytes/sha256.ts';
import { findRow } from '../ingest/find-row.ts';
import type { RawRecord } from '../sections.ts';
import { type Database, literal } from '../store/database.ts';
import { isoTime } from '../time.ts';

interface Place {
  record_id: string;
  at_s: number;
  operation: string;
  row_no: number;
  input_no: number;
  name: string;
  member: string | null;
  sha256: string;
  format: RawRecord['format'];
  file: string;
}

/** A received file is not where the case keeps it; the message says of which record, and what to do. */
export class ReceivedFileGone extends Error {}

/** Ids that ingest made up for records without one. */
const MADE_UP = /^row-[0-9a-f]{32}$/;

/**
 * @param workFolder where archives may be unpacked for a while
 * @returns null when the case holds no record of that id
 * @throws ReceivedFileGone for people
 */
export async function readRawRecord(db: Database, id: string, workFolder: string): Promise<RawRecord | null> {
  const [place] = await db.rows<Place>(`
    SELECT r.record_id, r.at_s, r.operation, r.row_no, i.input_no, i.name, i.member, i.sha256, i.format, i.file
    FROM record r JOIN input i ON i.input_no = r.input_no
    WHERE lower(r.record_id) = ${literal(id.trim().toLowerCase())} ORDER BY r.record_no LIMIT 1`);
  if (place === undefined) return null;
  const sha256Now = await digestNow(place);
  const nth = await namesakesBefore(db, place);
  const row = { path: place.file, member: place.member, nth, row: place.row_no };
  const found = await findRow(row, workFolder);
  return {
    recordId: place.record_id,
    operation: place.operation,
    time: isoTime(place.at_s),
    input: place.name,
    member: place.member,
    format: place.format,
    row: place.row_no,
    sha256: place.sha256,
    sha256Now,
    found: found !== null && holds(found.text, place.record_id),
    text: found?.text ?? null,
    cells: found?.cells ?? null,
  };
}

async function digestNow({ file, name, sha256, row_no, operation, at_s }: Place): Promise<string> {
  try {
    return await sha256OfFile(file);
  } catch (error) {
    throw new ReceivedFileGone(
      `The received file ${name} is no longer at ${file}: of this record (${operation}, ${isoTime(at_s)}, row ${row_no}) only what the case's database holds is left, and it cannot be shown as it was received. Put the file with SHA-256 ${sha256} there, or read the export into the case again.`,
      { cause: error },
    );
  }
}

/** A zip may hold several members of one name. */
async function namesakesBefore(db: Database, place: Place): Promise<number> {
  const { n } = await db.one<{ n: number }>(`
    SELECT count(*) AS n FROM input WHERE file = ${literal(place.file)} AND input_no < ${place.input_no}
      AND coalesce(member, '') = ${literal(place.member ?? '')}`);
  return n;
}

/** JSON may escape the slashes of an id, and a made-up id stands nowhere in the file. */
function holds(text: string, recordId: string): boolean {
  return MADE_UP.test(recordId) || text.replaceAll('\\', '').toLowerCase().includes(recordId.toLowerCase());
}
