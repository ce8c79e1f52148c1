/** Puts the rows of a detection's case into the tables of a database in memory and asks one detection of them. */
import { createHash } from 'node:crypto';
import { buildBaseline } from '../../../analysis/baseline/index.ts';
import { buildContexts } from '../../../analysis/contexts/contexts.ts';
import type { AccessRow, CaseRow, Place } from '../../../analysis/detections/_cases.ts';
import type { GroupFacts, Judgement } from '../../../analysis/detections/detection.ts';
import type { LoadedDetection } from '../../../analysis/detections/index.ts';
import { applyMarkers } from '../../../analysis/exposure/marking.ts';
import { gatherEvidence, incidentFacts } from '../../../analysis/findings/evidence.ts';
import { parseClientString } from '../../../analysis/reference/clients.ts';
import { Database } from '../../../analysis/store/database.ts';
import { TABLES } from '../../../analysis/store/tables.ts';

/** Ids of messages that come again and again, apart from those that are given out. */
const REPEATED = 1_000_000_000;

const FILLED = [
  'other_record',
  'mail_access',
  'access_item',
  'client_string',
  'address',
  'change',
  'sign_in',
  'sign_in_coverage',
  'own_read',
  'own_record',
  'marker',
  'approval',
];

/** Opened once and emptied between cases: opening is most of the time. */
export async function caseDatabase(folder: string): Promise<Database> {
  const db = await Database.open(':memory:', folder);
  await db.run(TABLES);
  // Threads cost more than they save on a hundred rows.
  await db.run('SET threads = 1');
  return db;
}

export interface Found {
  facts: GroupFacts;
  judgement: Judgement;
}

/** What the detection finds in these rows, before anything is folded. */
export async function findIn(db: Database, detection: LoadedDetection, rows: CaseRow[]): Promise<Found[]> {
  await fill(db, rows);
  await applyMarkers(db);
  await buildContexts(db);
  await buildBaseline(db);
  const found: Found[] = [];
  if ((await gatherEvidence(db, [detection])) === 0) return found;
  for await (const batch of incidentFacts(db)) {
    for (const { facts } of batch) {
      const judgement = detection.judge(facts);
      if (judgement !== null) found.push({ facts, judgement });
    }
  }
  return found;
}

type Cell = string | number | boolean | null;

/** Names of a table's columns, in order: the same in every database. */
const columnsOf = new Map<string, string[]>();

/** Cells by name of column; the others are null. Appended as they are: planning an INSERT takes longer than all rows. */
async function insert(db: Database, table: string, rows: Record<string, Cell>[]): Promise<void> {
  let columns = columnsOf.get(table);
  if (columns === undefined) {
    const described = await db.rows<{ column_name: string }>(`DESCRIBE ${table}`);
    columns = described.map(({ column_name }) => column_name);
    columnsOf.set(table, columns);
  }
  const unknown = Object.keys(rows[0] ?? {}).filter((column) => !columns.includes(column));
  if (unknown.length > 0) throw new Error(`${table} has no column ${unknown.join(', ')}`);
  const appender = await db.connection.createAppender(table);
  for (const row of rows) {
    for (const column of columns) {
      const cell = row[column] ?? null;
      if (cell === null) appender.appendNull();
      else appender.appendVarchar(String(cell));
    }
    appender.endRow();
  }
  appender.closeSync();
}

async function fill(db: Database, rows: CaseRow[]): Promise<void> {
  await db.run(FILLED.map((table) => `DELETE FROM ${table}`).join('; '));
  const tables: Record<string, Record<string, Cell>[]> = {};
  const add = (table: string, row: Record<string, Cell>) => {
    tables[table] ??= [];
    tables[table].push(row);
  };
  const known = new Set<string>();
  let message = 0;
  rows.forEach((row, recordNo) => {
    if (row.table === 'marker') {
      add('marker', {
        marker: row.marker,
        verdict: row.verdict,
        set_by: 'tester',
        set_at: '2026-03-02T00:00:00Z',
      });
      return;
    }
    if (row.table === 'approval') {
      add('approval', { caller: row.caller, network: row.network, mailbox: row.mailbox });
      return;
    }
    if (row.table === 'sign_in') {
      const { atS, kind, user, session, token, place } = row;
      add('sign_in', {
        record_no: recordNo,
        at_s: atS,
        kind,
        user_id: user,
        session_id: session,
        token_id: token,
        ip: place?.ip ?? null,
        network: networkOf(place?.ip ?? null),
        succeeded: true,
      });
      return;
    }
    if (row.table === 'sign_in_coverage') {
      add('sign_in_coverage', { kind: row.kind, from_s: row.fromS, to_s: row.toS, user_id: row.user });
      return;
    }
    if (row.table === 'own_read') {
      add('own_read', { app_id: row.app, from_s: row.fromS, to_s: row.toS });
      return;
    }
    const { place } = row;
    if (place.ip !== null && !known.has(place.ip)) add('address', addressCells(place));
    known.add(place.ip ?? '');
    if (row.table === 'change') {
      add('other_record', {
        record_no: recordNo,
        record_id: `record-${recordNo}`,
        at_s: row.atS,
        operation: row.kind,
      });
      add('change', {
        record_no: recordNo,
        at_s: row.atS,
        kind: row.kind,
        actor: row.actor,
        actor_kind: row.actorKind,
        ip: row.ip,
        session_id: row.session,
        mailbox: row.mailbox,
        app_id: row.appId,
        grantee: row.grantee,
        detail: row.detail,
        part: row.part,
        succeeded: row.succeeded,
      });
      return;
    }
    add('mail_access', accessCells(row, recordNo));
    const own = rows.some(
      (one) =>
        one.table === 'own_read' && one.app === row.caller && one.fromS <= row.atS && row.atS <= one.toS,
    );
    if (own) add('own_record', { record_no: recordNo });
    for (const folder of row.folders) {
      // Cases kept from before hold the ids of named folders too, and may hold both: the folder is the same.
      const id = row.access === 'sync' || recordNo < rows.length - 1 ? `id of ${folder}` : null;
      const item = { record_no: recordNo, folder, folder_id: id };
      if (row.access === 'sync') add('access_item', { ...item, message: null });
      else
        for (let n = 0; n < row.messages; n++) {
          add('access_item', { ...item, message: row.repeated ? REPEATED + n : message++ });
        }
    }
    const { client } = row;
    if (client !== null && !known.has(client)) add('client_string', clientCells(client));
    known.add(client ?? '');
  });
  for (const [table, lines] of Object.entries(tables)) await insert(db, table, lines);
}

function accessCells(row: AccessRow, recordNo: number): Record<string, Cell> {
  const time = new Date(row.atS * 1000);
  const { protocol, family } = parseClientString(row.client);
  const context = [row.mailbox, row.place.ip, row.client, row.session, row.user, row.appId, row.caller];
  return {
    record_no: recordNo,
    record_id: `record-${recordNo}`,
    time_utc: time.toISOString().slice(0, 19),
    at_s: row.atS,
    day: time.toISOString().slice(0, 10),
    hour_of_day: time.getUTCHours(),
    mailbox: row.mailbox,
    user_id: row.user,
    user_type: row.userType,
    is_owner: row.logon === 'owner',
    logon_type: row.logon,
    access: row.access,
    throttled: row.throttled,
    ip: row.place.ip,
    network: networkOf(row.place.ip),
    country: row.place.country,
    asn: row.place.asn,
    network_kind: row.place.kind,
    client: row.client,
    protocol: protocol === 'service' ? 'rest' : protocol,
    family,
    is_service: false,
    session_id: row.session,
    session_source: row.session === null ? null : 'SessionId',
    token_id: row.token,
    device_id: row.deviceId,
    app_id: row.appId,
    client_app_id: row.caller,
    caller: row.caller,
    item_count: row.access === 'bind' ? row.folders.length * row.messages : 0,
    context_id: createHash('md5').update(JSON.stringify(context)).digest('hex').slice(0, 16),
  };
}

function clientCells(raw: string): Record<string, Cell> {
  const { protocol, family, appId, system, os, browser, device, product } = parseClientString(raw);
  return {
    raw,
    client: raw,
    protocol,
    family,
    app_id: appId,
    is_system: system,
    os,
    browser,
    device,
    product,
  };
}

function addressCells(place: Place): Record<string, Cell> {
  const { ip, asn, country, kind, frontEnd } = place;
  return {
    raw: ip,
    ip,
    network: networkOf(ip),
    country,
    asn,
    network_kind: kind,
    is_front_end: frontEnd ?? false,
  };
}

/** As ingest does: a /64 of IPv6, an IPv4 address by itself. */
function networkOf(ip: string | null): string | null {
  return ip?.includes(':') ? `${ip.split(':').slice(0, 4).join(':')}::/64` : ip;
}
