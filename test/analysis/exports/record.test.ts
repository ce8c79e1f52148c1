/** A record is found again in the file as received, packed or not, between damaged rows; of every shape ingest/shapes.test.ts asks. */
import { appendFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Case, openCase } from '../../../analysis/index.ts';
import {
  type AuditRecord,
  auditDataJsonl,
  graphRecordsJson,
  managementApiJson,
  officeActivityCsv,
  purviewCsv,
  searchUalCsv,
  simulateTenant,
} from '../../../analysis/simulator/index.ts';
import { lines, openDesk } from '../case/desk.ts';
import { type AuditData, bind, inboxRule } from '../case/records.ts';
import { mailboxAuditLog } from '../ingest/lossy-shapes.ts';
import { zip } from '../ingest/rows.ts';

const desk = await openDesk();

/** Each content as a file of its own in one case. */
async function caseOf(contents: Record<string, string | Buffer>): Promise<Case> {
  const kase = await desk.openCase();
  const files = [];
  for (const [index, [name, content]] of Object.entries(contents).entries()) {
    files.push({ name, path: await desk.file(`${kase.identity.id}-${index}`, content) });
  }
  const { problems } = await kase.ingest(files);
  expect(problems).toEqual([]);
  return kase;
}

async function expectShown(kase: Case, id: string, input: string, member: string | null = null) {
  const shown = await kase.showRecord(id);
  expect(shown, `${id} of ${input}`).toMatchObject({ recordId: id, input, member, found: true });
  expect(shown?.text).toContain(id);
  expect(shown?.sha256Now).toBe(shown?.sha256);
  return shown;
}

/** Files of all kinds in one case: most of the time goes into working a case out. */
let kase: Case;
const simulation = await simulateTenant({ seed: 'show', people: 5, from: '2026-05-04', days: 2 });
const simulated = Array.from(simulation.records()).filter(
  ({ Operation }) => Operation === 'MailItemsAccessed',
);
const WRITERS: [string, (records: AuditRecord[]) => Iterable<string>][] = [
  ['Purview', purviewCsv],
  ['UAL of 13 columns', (records) => searchUalCsv(records, { columns: 13 })],
  ['UAL of 10, typed', (records) => searchUalCsv(records, { columns: 10, typeLine: true, lineEnd: '\n' })],
  ['JSON lines', auditDataJsonl],
  ['Management API', managementApiJson],
  ['Graph', graphRecordsJson],
  ['OfficeActivity', officeActivityCsv],
];
const PLAIN = 8;
const PACKED = 4;
const written = WRITERS.map(([name, write], index) => {
  const records = simulated.slice(index * PLAIN, (index + 1) * PLAIN);
  return { name, records, text: [...write(records)].join('') };
});
const members = WRITERS.map(([name, write], index) => {
  const from = WRITERS.length * PLAIN + index * PACKED;
  const records = simulated.slice(from, from + PACKED);
  return { name: `folder/${name}`, records, text: [...write(records)].join('') };
});

const six = () => Array.from({ length: 6 }, (_, index) => bind({ messages: [`d${index}@x`] }));
const torn = six() as [AuditData, AuditData, AuditData, AuditData, AuditData, AuditData];
const inJson = six();
const twins = [bind(), bind()] as const;
const rule = inboxRule();

beforeAll(async () => {
  const twin = await zip({ 'a.json': lines([twins[0]]), 'b.json': lines([twins[1]]) });
  const old = [bind({ at: '2026-05-14T08:00:00' }), bind({ throttled: true, ip: '203.0.113.77' })];
  kase = await caseOf({
    ...Object.fromEntries(written.map(({ name, text }) => [name, text])),
    'all.zip': await zip(Object.fromEntries(members.map(({ name, text }) => [name, text]))),
    'old.csv': mailboxAuditLog(old, () => '5/14/2026 9:00:00 AM'),
    'torn.csv': tornCsv(),
    ...damagedJson(),
    'twins.zip': Buffer.from(twin.toString('latin1').replaceAll('b.json', 'a.json'), 'latin1'),
    'one.json': lines([rule]),
  });
});

/** Rows whose cells hold line breaks, among damaged ones. */
function tornCsv(): string {
  const cells = (record: AuditData, indent?: number) =>
    `t,u,${record.Operation},"${JSON.stringify(record, null, indent).replaceAll('"', '""')}"`;
  const [a, b, c, d, e, f] = torn;
  // A row cut within its cell takes several lines, and is one row.
  const cut = cells(b, 1).slice(0, 200);
  const header = 'CreationDate,UserIds,Operations,AuditData';
  const rows = [cells(a, 1), cut, cells(c, 1), 'too,few', cells(d, 1), cells(e), cells(f, 1)];
  return `${[header, ...rows].join('\r\n')}\r\n`;
}

function damagedJson(): Record<string, string> {
  const texts = inJson.map((record) => JSON.stringify(record));
  const broken = `{"Id":"x","Operation":"MailItemsAccessed","CreationTime":}`;
  return {
    'array.json': `[${texts[0]},${broken},${texts[1]},5,${texts[2]}]`,
    'list.json': `${texts[3]}\n{"Id": tru\n${texts[4]}\n\n${texts[5]}\n`,
  };
}

describe("what the simulator's writers write", () => {
  test.each(written)('$name', async ({ name, records }) => {
    expect(records).toHaveLength(PLAIN);
    for (const [index, { Id }] of records.entries()) {
      const shown = await expectShown(kase, Id.toLowerCase(), name);
      expect(shown?.row).toBe(index + 1);
    }
  });

  test.each(members)('inside a zip, found by the name of its member: $name', async ({ name, records }) => {
    expect(records).toHaveLength(PACKED);
    for (const { Id } of records) await expectShown(kase, Id.toLowerCase(), 'all.zip', name);
  });
});

test('a record without an id of its own is found by its row', async () => {
  const { gaps } = await kase.section('gaps', {});
  const id = gaps.items.flatMap(({ recordIds }) => recordIds).find((one) => one.startsWith('row-')) ?? '';
  const shown = await kase.showRecord(id);
  expect(shown).toMatchObject({ recordId: id, input: 'old.csv', row: 2, found: true });
  expect(shown?.cells).toContainEqual({ name: 'ClientIPAddress', value: '203.0.113.77' });
});

describe('between damaged rows', () => {
  test('of CSV whose cells hold line breaks', async () => {
    const [a, b, c, d, e, f] = torn;
    for (const { Id } of [a, c, d, e, f]) await expectShown(kase, Id, 'torn.csv');
    expect(await kase.showRecord(b.Id)).toBeNull();
  });

  test('of JSON', async () => {
    for (const { Id } of inJson.slice(0, 3)) await expectShown(kase, Id, 'array.json');
    for (const { Id } of inJson.slice(3)) await expectShown(kase, Id, 'list.json');
  });
});

test('two members of one name are told apart', async () => {
  for (const { Id } of twins) await expectShown(kase, Id, 'twins.zip', 'a.json');
});

test('ids in any case; none that is not there, nor SQL', async () => {
  expect(await kase.showRecord(` ${rule.Id.toUpperCase()} `)).toMatchObject({ operation: 'New-InboxRule' });
  expect(await kase.showRecord("x' OR '1'='1")).toBeNull();
});

describe('a case that keeps its files', () => {
  const record = bind();
  let own: Case;
  beforeAll(async () => {
    own = await openCase({ folder: join(desk.folder, 'kept'), id: 'kept', name: 'kept' });
    const path = await desk.file('kept.json', lines([record]));
    await own.ingest([{ path, name: 'received.json' }]);
    await writeFile(path, 'gone');
  });
  afterAll(() => own.close());

  test('finds the record in its own copy', () => expectShown(own, record.Id, 'received.json'));

  test('says when the copy was changed, and when the row is no longer there', async () => {
    const [copy] = await readdir(join(desk.folder, 'kept', 'inputs'));
    const path = join(desk.folder, 'kept', 'inputs', String(copy));
    await appendFile(path, '\n');
    const appended = await own.showRecord(record.Id);
    expect(appended).toMatchObject({ found: true });
    expect(appended?.sha256Now).not.toBe(appended?.sha256);
    await writeFile(path, lines([bind()]));
    expect(await own.showRecord(record.Id)).toMatchObject({ found: false });
    await writeFile(path, '');
    expect(await own.showRecord(record.Id)).toMatchObject({ found: false, text: null });
    await rm(path);
    await expect(own.showRecord(record.Id)).rejects.toThrow(/received\.json is no longer at/);
  });
});
