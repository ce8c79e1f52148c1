/** A record is found again in the file as received: every shape, packed or not, between damaged rows. */
import { appendFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
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
import { type AuditData, bind, inboxRule, sync } from '../case/records.ts';
import { mailboxAuditLog } from '../ingest/lossy-shapes.ts';
import { zip } from '../ingest/rows.ts';
import { WHOLE } from '../ingest/shapes.ts';

const desk = await openDesk();

// Reading forty files takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

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

describe("what the simulator's writers write", async () => {
  const simulation = await simulateTenant({ seed: 'show', people: 5, from: '2026-05-04', days: 2 });
  const all = Array.from(simulation.records()).filter(({ Operation }) => Operation === 'MailItemsAccessed');
  const WRITERS: [string, (records: AuditRecord[]) => Iterable<string>][] = [
    ['Purview', purviewCsv],
    ['UAL of 13 columns', (records) => searchUalCsv(records, { columns: 13 })],
    ['UAL of 10, typed', (records) => searchUalCsv(records, { columns: 10, typeLine: true, lineEnd: '\n' })],
    ['JSON lines', auditDataJsonl],
    ['Management API', managementApiJson],
    ['Graph', graphRecordsJson],
    ['OfficeActivity', officeActivityCsv],
  ];
  const written = WRITERS.map(([name, write], index) => {
    const records = all.slice(index * 8, index * 8 + 8);
    return { name, records, text: [...write(records)].join('') };
  });
  const kase = await caseOf(Object.fromEntries(written.map(({ name, text }) => [name, text])));
  test.each(written)('$name', async ({ name, records }) => {
    expect(records).toHaveLength(8);
    for (const [index, { Id }] of records.entries()) {
      const shown = await expectShown(kase, Id.toLowerCase(), name);
      expect(shown?.row).toBe(index + 1);
    }
  });

  const packed = all.slice(80, 80 + 4 * WRITERS.length);
  const members = WRITERS.map(([name, write], index) => {
    const records = packed.slice(index * 4, index * 4 + 4);
    return { name: `folder/${name}`, records, text: [...write(records)].join('') };
  });
  test('inside a zip, each member found by its name', async () => {
    const archive = await zip(Object.fromEntries(members.map(({ name, text }) => [name, text])));
    const inZip = await caseOf({ 'all.zip': archive });
    for (const { name, records } of members) {
      for (const { Id } of records) await expectShown(inZip, Id.toLowerCase(), 'all.zip', name);
    }
  });
});

describe('every shape that is read, every third of them gzipped', async () => {
  const made = WHOLE.map(({ name, write }, index) => {
    const records: AuditData[] = [bind(), sync(), bind({ messages: ['a@x', 'b@x'] })];
    const content = write(records);
    return { name, records, content: index % 3 === 0 ? gzipSync(content) : content };
  });
  const kase = await caseOf(Object.fromEntries(made.map(({ name, content }) => [name, content])));
  test.each(made)('$name', async ({ name, records }) => {
    for (const { Id } of records) await expectShown(kase, Id, name);
  });

  test('a record without an id of its own is found by its row', async () => {
    const records = [bind({ at: '2026-05-14T08:00:00' }), bind({ throttled: true, ip: '203.0.113.77' })];
    const old = await caseOf({ 'old.csv': mailboxAuditLog(records, () => '5/14/2026 9:00:00 AM') });
    const { gaps } = await old.section('gaps', {});
    const [id = ''] = gaps.items.flatMap(({ recordIds }) => recordIds);
    expect(id).toMatch(/^row-/);
    const shown = await old.showRecord(id);
    expect(shown).toMatchObject({ recordId: id, row: 2, found: true });
    expect(shown?.cells).toContainEqual({ name: 'ClientIPAddress', value: '203.0.113.77' });
  });
});

describe('between damaged rows', () => {
  const good = Array.from({ length: 6 }, (_, index) => bind({ messages: [`d${index}@x`] }));
  const row = (record: AuditData) =>
    `t,u,${record.Operation},"${JSON.stringify(record).replaceAll('"', '""')}"`;

  test('of CSV whose cells hold line breaks', async () => {
    const pretty = (record: AuditData) =>
      `t,u,${record.Operation},"${JSON.stringify(record, null, 1).replaceAll('"', '""')}"`;
    const [a, b, c, d, e, f] = good as [AuditData, AuditData, AuditData, AuditData, AuditData, AuditData];
    // A row cut within its cell takes several lines, and is one row.
    const cut = pretty(b).slice(0, 200);
    const text = [
      'CreationDate,UserIds,Operations,AuditData',
      pretty(a),
      cut,
      pretty(c),
      'too,few',
      pretty(d),
      row(e),
      pretty(f),
    ];
    const kase = await caseOf({ 'torn.csv': `${text.join('\r\n')}\r\n` });
    for (const { Id } of [a, c, d, e, f]) await expectShown(kase, Id, 'torn.csv');
    expect(await kase.showRecord(b.Id)).toBeNull();
  });

  test('of JSON', async () => {
    const texts = good.map((record) => JSON.stringify(record));
    const broken = `{"Id":"x","Operation":"MailItemsAccessed","CreationTime":}`;
    const array = `[${texts[0]},${broken},${texts[1]},5,${texts[2]}]`;
    const list = `${texts[3]}\n{"Id": tru\n${texts[4]}\n\n${texts[5]}\n`;
    const kase = await caseOf({ 'array.json': array, 'list.json': list });
    for (const { Id } of good.slice(0, 3)) await expectShown(kase, Id, 'array.json');
    for (const { Id } of good.slice(3)) await expectShown(kase, Id, 'list.json');
  });
});

test('two members of one name are told apart', async () => {
  const [one, two] = [bind(), bind()];
  const archive = await zip({ 'a.json': lines([one]), 'b.json': lines([two]) });
  const renamed = Buffer.from(archive.toString('latin1').replaceAll('b.json', 'a.json'), 'latin1');
  const kase = await caseOf({ 'twins.zip': renamed });
  await expectShown(kase, one.Id, 'twins.zip', 'a.json');
  await expectShown(kase, two.Id, 'twins.zip', 'a.json');
});

test('ids in any case; none that is not there, nor SQL', async () => {
  const record = inboxRule();
  const kase = await caseOf({ 'one.json': lines([record]) });
  expect(await kase.showRecord(` ${record.Id.toUpperCase()} `)).toMatchObject({ operation: 'New-InboxRule' });
  expect(await kase.showRecord("x' OR '1'='1")).toBeNull();
});

describe('a case that keeps its files', () => {
  const record = bind();
  async function kept(name: string) {
    const folder = join(desk.folder, name);
    const kase = await openCase({ folder, id: name, name });
    const path = await desk.file(`${name}.json`, lines([record]));
    await kase.ingest([{ path, name: 'received.json' }]);
    await writeFile(path, 'gone');
    return kase;
  }

  test('finds the record in its own copy', async () => {
    const kase = await kept('kept');
    await expectShown(kase, record.Id, 'received.json');
    await kase.close();
  });

  test('says when the copy was changed, and when the row is no longer there', async () => {
    const kase = await kept('tampered');
    const [copy] = await readdir(join(desk.folder, 'tampered', 'inputs'));
    const path = join(desk.folder, 'tampered', 'inputs', String(copy));
    await appendFile(path, '\n');
    const appended = await kase.showRecord(record.Id);
    expect(appended).toMatchObject({ found: true });
    expect(appended?.sha256Now).not.toBe(appended?.sha256);
    await writeFile(path, lines([bind()]));
    expect(await kase.showRecord(record.Id)).toMatchObject({ found: false });
    await writeFile(path, '');
    expect(await kase.showRecord(record.Id)).toMatchObject({ found: false, text: null });
    await rm(path);
    await expect(kase.showRecord(record.Id)).rejects.toThrow(/received\.json is no longer at/);
    await kase.close();
  });
});
