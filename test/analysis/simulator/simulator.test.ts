/** A simulated tenant: its records are as real ones, and its truth names what is in them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AuditRecord,
  purviewCsv,
  type Simulation,
  sampleTenant,
  type Truth,
  writeSampleTenant,
} from '../../../analysis/simulator/index.ts';
import { asWritten, isRead } from './reading.ts';

interface Bind extends AuditRecord {
  Folders: { Id: string; Path: string; FolderItems: { InternetMessageId?: string; Id?: string }[] }[];
  OperationCount: number;
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let sample: Simulation;
let live: AuditRecord[];
let records: AuditRecord[];
let truth: Truth;
const time = (record: AuditRecord) => Date.parse(`${record.CreationTime}Z`);
const isBind = (record: AuditRecord): record is Bind => isRead(record) && record.RecordType === 50;
const itemsOf = (record: Bind) =>
  record.Folders.flatMap((folder) =>
    folder.FolderItems.map((item) => item.InternetMessageId ?? item.Id ?? ''),
  );
const contextOf = (record: AuditRecord) =>
  [
    'MailboxOwnerUPN',
    'UserId',
    'ClientIPAddress',
    'ClientInfoString',
    'SessionId',
    'LogonType',
    'ClientAppId',
  ]
    .map((field) => record[field])
    .join('|');

beforeAll(async () => {
  sample = await sampleTenant();
  live = Array.from(sample.records());
  records = asWritten(live);
  truth = sample.truth();
});

it('the sample file holds the same records, some of them twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mailtrail-sample-'));
  try {
    const path = join(folder, 'sample.csv');
    await writeSampleTenant(path);
    const [header, ...lines] = purviewCsv(live);
    const [first, ...rows] = (await readFile(path, 'utf8')).split(/(?<=\r\n)/);
    expect(first).toBe(header);
    expect(new Set(rows).size).toBe(lines.length);
    expect([...new Set(rows)].sort().join('') === lines.sort().join('')).toBe(true);
    expect(rows.length).toBeGreaterThan(lines.length);
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** Records that do not pass, a few of them: an assertion for each of thousands would take seconds. */
function failing(all: AuditRecord[], passes: (record: AuditRecord) => boolean): AuditRecord[] {
  return all.filter((record) => !passes(record)).slice(0, 3);
}

describe('every record', () => {
  it('has an id of its own, a time inside the window, and comes in order', () => {
    expect(records.length).toBeGreaterThan(4000);
    expect(records.length).toBeLessThan(6500);
    expect(new Set(records.map((record) => record.Id)).size).toBe(records.length);
    const times = records.map(time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(records[0]!.CreationTime >= truth.from.slice(0, 19)).toBe(true);
    expect(records.at(-1)!.CreationTime < truth.to).toBe(true);
    expect(failing(records, ({ Id }) => GUID.test(Id))).toEqual([]);
    expect(failing(records, (one) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(one.CreationTime))).toEqual([]);
    expect(failing(records, (one) => one.OrganizationId === sample.organization.id)).toEqual([]);
    expect(failing(records, (one) => !Object.values(one).includes(null))).toEqual([]);
  });

  // audit-records.md 2.0, and the order of the real rows shown there
  const ORDER =
    'AppAccessContext CreationTime Id Operation OrganizationId RecordType ResultStatus UserKey UserType Version Workload ClientIP UserId ActorInfoString AppId ClientAppId ClientIPAddress ClientInfoString ClientProcessName ClientVersion ExternalAccess InternalLogonType LogonType LogonUserSid MailboxGuid MailboxOwnerSid MailboxOwnerUPN OperationProperties OrganizationName OriginatingServer SessionId TokenTenantId Folders OperationCount Item';
  const SOMETIMES =
    /^(AppAccessContext|ClientIP|ActorInfoString|AppId|ClientAppId|ClientIPAddress|ClientProcessName|ClientVersion|SessionId|TokenTenantId|Folders|OperationCount|Item)$/;

  it('of mail access has the fields of the inventory, in the real order', () => {
    const order = ORDER.split(' ');
    const always = order.filter((name) => !SOMETIMES.test(name));
    const reads = records.filter(isRead);
    const inOrder = (record: AuditRecord) =>
      order.filter((name) => name in record).join() === Object.keys(record).join();
    expect(failing(reads, inOrder)).toEqual([]);
    expect(failing(reads, (one) => always.every((name) => name in one))).toEqual([]);
    const server = /^\w+ \(15\.20\.\d+\.\d+\)\r\n$/;
    expect(failing(reads, (one) => server.test(String(one.OriginatingServer)))).toEqual([]);
    const properties = (access: string) =>
      new RegExp(
        `^\\[{"Name":"MailAccessType","Value":"${access}"},{"Name":"IsThrottled","Value":"(True|False)"}\\]$`,
      );
    const fits = (one: AuditRecord) =>
      properties(isBind(one) ? 'Bind' : 'Sync').test(JSON.stringify(one.OperationProperties));
    expect(failing(reads, fits)).toEqual([]);
  });

  it('of Bind lists its items in folders, and counts them', () => {
    const binds = records.filter(isBind);
    expect(failing(binds, (one) => one.ClientIP === undefined && one.Item === undefined)).toEqual([]);
    const counted = (one: AuditRecord) => isBind(one) && one.OperationCount === itemsOf(one).length;
    expect(failing(binds, counted)).toEqual([]);
    expect(binds.filter((one) => one.OperationCount < 1 || itemsOf(one).includes(''))).toEqual([]);
    expect(binds.filter((one) => new Set(one.Folders.map(({ Id }) => Id)).size < one.Folders.length)).toEqual(
      [],
    );
    expect(binds.filter((one) => one.Folders.some(({ Path }) => !Path.startsWith('\\')))).toEqual([]);
    expect(binds.filter((one) => one.Folders.length > 1).length).toBeGreaterThan(100);
  });

  it('of Sync is RecordType 2 with one parent folder, and carries no items', () => {
    const syncs = records.filter((record) => isRead(record) && !isBind(record));
    expect(syncs.length).toBeGreaterThan(100);
    const real = (one: AuditRecord) =>
      one.RecordType === 2 &&
      one.ClientIP === one.ClientIPAddress &&
      one.ClientProcessName === 'OUTLOOK.EXE' &&
      GUID.test(String(one.SessionId)) &&
      !('Folders' in one || 'AppId' in one || 'OperationCount' in one) &&
      (one.Item as { ParentFolder: { Path: string } }).ParentFolder.Path === 'Not Available';
    expect(failing(syncs, real)).toEqual([]);
  });
});

describe('what Exchange makes of it', () => {
  it('gathers two minutes of a context, and leaves out repeats within the hour', () => {
    const older = new Set<unknown>(
      sample.people.flatMap(({ mailbox }) => (mailbox.newer ? [] : mailbox.upn)),
    );
    const lastRecord = new Map<string, number>();
    const lastItem = new Map<string, number>();
    const tooSoon: string[] = [];
    for (const record of records.filter(isBind)) {
      // older mailboxes do not tell every session, so contexts cannot be told apart in them
      if (older.has(record.MailboxOwnerUPN)) continue;
      const context = contextOf(record);
      if (time(record) - (lastRecord.get(context) ?? 0) < 120 * SECOND) tooSoon.push(context);
      lastRecord.set(context, time(record));
      for (const item of itemsOf(record)) {
        const key = `${context} ${item}`;
        if (time(record) - (lastItem.get(key) ?? 0) < HOUR - 120 * SECOND) tooSoon.push(key);
        lastItem.set(key, time(record));
      }
    }
    expect(tooSoon).toEqual([]);
  });

  it('falls silent for 24 hours after more than 1,000 Bind records, while the truth goes on', () => {
    const gap = truth.gaps.find((one) => one.kind === 'throttled');
    expect(gap).toBeDefined();
    const [from, to] = [Date.parse(gap!.from), Date.parse(gap!.to ?? '')];
    expect(to - from).toBe(DAY);
    expect(gap!.hiddenAccesses).toBeGreaterThan(0);
    const binds = records.filter((record) => isBind(record) && record.MailboxOwnerUPN === gap!.mailbox);
    const marked = binds.filter((record) => JSON.stringify(record.OperationProperties).includes('"True"'));
    expect(marked.map(time)).toEqual([from]);
    expect(binds.filter((record) => time(record) > from && time(record) < to)).toEqual([]);
    expect(binds.filter((record) => time(record) <= from && time(record) > from - DAY)).toHaveLength(1001);
    expect(binds.some((record) => time(record) >= to)).toBe(true);
    const unlogged = truth.attacks.flatMap(({ messages }) => messages.filter((message) => !message.logged));
    expect(unlogged.length).toBeGreaterThan(100);
  });
});

describe('the truth', () => {
  it('names exactly the records and messages of each attack', () => {
    expect(truth.attacks.map((attack) => attack.name)).toEqual([
      'stolen-session',
      'bulk-throttle',
      'unknown-app',
    ]);
    const byId = new Map(records.map((record) => [record.Id, record]));
    for (const attack of truth.attacks) {
      const its = attack.recordIds.map((id) => byId.get(id)).filter((record) => record !== undefined);
      expect(its).toHaveLength(attack.recordIds.length);
      const read = its
        .filter(isBind)
        .flatMap((record) => itemsOf(record).map((id) => `${record.MailboxOwnerUPN} ${id}`));
      const logged = attack.messages
        .filter((message) => message.logged)
        .map(({ mailbox, id }) => `${mailbox} ${id}`);
      expect(new Set(logged)).toEqual(new Set(read));
      expect(its.filter((record) => !isBind(record)).length).toBe(attack.folders.length);
      expect([...new Set(its.map((record) => record.MailboxOwnerUPN))].sort()).toEqual(attack.mailboxes);
    }
  });

  it("gives markers that hold the attacker's records and nobody else's", () => {
    for (const attack of truth.attacks) {
      const marked = records.filter(
        (record) => isRead(record) && attack.markers.ips.includes(String(record.ClientIPAddress)),
      );
      expect(marked.map((record) => record.Id).sort()).toEqual([...attack.recordIds].sort());
    }
  });
});

describe('ordinary life', () => {
  it('makes 30 to 40 mail-access records per person and working day, a good part by the service', () => {
    const hostile = new Set(truth.attacks.flatMap((attack) => attack.recordIds));
    const silent = truth.gaps.map((gap) => gap.mailbox);
    const ordinary = records.filter((record) => isRead(record) && !hostile.has(record.Id));
    let count = 0;
    let days = 0;
    for (const { mailbox, leave } of sample.people) {
      if (silent.includes(mailbox.upn)) continue;
      for (let day = Date.parse(truth.from); day < Date.parse(truth.to); day += DAY) {
        const away = leave !== undefined && day >= leave.from && day < leave.to;
        if (away || [0, 6].includes(new Date(day).getUTCDay())) continue;
        const prefix = new Date(day).toISOString().slice(0, 10);
        days++;
        count += ordinary.filter(
          (record) => record.MailboxOwnerUPN === mailbox.upn && record.CreationTime.startsWith(prefix),
        ).length;
      }
    }
    expect(count / days).toBeGreaterThan(30);
    expect(count / days).toBeLessThan(40);
    const service = ordinary.filter((record) => String(record.ClientInfoString).includes('RESTSystem'));
    expect(service.length / ordinary.length).toBeGreaterThan(0.25);
    expect(service.length / ordinary.length).toBeLessThan(0.67);
    for (const record of service)
      expect(String(record.ClientIPAddress ?? '2603:10a6:')).toMatch(/^2603:10a6:/);
  });

  it('speaks with the ids each protocol has in real data', () => {
    const of = (client: string) =>
      records.filter((record) => String(record.ClientInfoString).startsWith(client) && isRead(record));
    for (const record of of('Client=OWA')) {
      expect(record.AppId).toBe('00000002-0000-0ff1-ce00-000000000000');
      expect(record).not.toHaveProperty('ClientAppId');
    }
    for (const record of of('Client=MSExchangeRPC')) {
      expect(record).not.toHaveProperty('AppId');
      expect(record).not.toHaveProperty('ClientAppId');
    }
    for (const record of of('Client=REST;;')) {
      expect(record.AppId).toBe('00000003-0000-0000-c000-000000000000');
      expect(record.ClientAppId).toMatch(GUID);
    }
    const sessions = new Map<string, Set<string>>();
    for (const record of of('Client=OWA')) {
      const strings = sessions.get(String(record.SessionId)) ?? new Set();
      sessions.set(String(record.SessionId), strings.add(String(record.ClientInfoString)));
    }
    expect([...sessions.values()].filter((strings) => strings.size === 2).length).toBeGreaterThan(5);
  });
});
