/** A file that ends in the middle of a record proves that records are missing, whatever shape it has. */
import { expect, test } from 'vitest';
import { lines, openDesk } from '../case/desk.ts';
import { bind, later } from '../case/records.ts';

const desk = await openDesk();
const RECORDS = Array.from({ length: 6 }, (_, n) => bind({ at: later('2026-05-14T09:00:00', n * 60) }));
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const HEADER =
  'RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames';
const row = (record: (typeof RECORDS)[number]) =>
  `${record.Id},2026-05-14T09:00:00Z,50,MailItemsAccessed,a@x,${cell(JSON.stringify(record))},,`;
const CSV = `${[HEADER, ...RECORDS.map(row)].join('\n')}\n`;

const WHOLE = {
  'a portal CSV': CSV,
  'a portal CSV without its last line break': CSV.slice(0, -1),
  'JSON lines': lines(RECORDS),
  'JSON lines without their last line break': lines(RECORDS).trimEnd(),
  'a JSON array': JSON.stringify(RECORDS),
};
const CUT = {
  'a portal CSV, inside a cell': CSV.slice(0, -200),
  'a portal CSV, between two cells': CSV.slice(0, CSV.lastIndexOf(',"{')),
  'JSON lines': lines(RECORDS).slice(0, -200),
  'a JSON array': JSON.stringify(RECORDS).slice(0, -200),
};

test.each(Object.entries(CUT))('%s', async (_, content) => {
  const { report } = await desk.analyse(content);
  expect(report.inputs).toMatchObject([{ rows: 6, records: 5, rejected: 1 }]);
  expect(report.inputs[0]?.warnings).toContain('file-cut');
  expect(report.summary.headline).toContain('; an export is cut off: records are missing');
  expect(report.nextSteps.slice(0, 3).map(({ title }) => title)).toContain('Export again: 1 file is cut off');
  expect(report.logTrust.verdict).not.toBe('sound');
  expect(report.logTrust.gaps).toMatchObject([{ kind: 'truncated-export', certainty: 'proven' }]);
  expect(report.logTrust.gaps[0]?.statement).toMatch(
    /^The file \S+ is cut short: records of 2026-05-14T09:04:00Z and later may be missing from it\./,
  );
});

test.each(Object.entries(WHOLE))('%s that is whole says nothing of the kind', async (_, content) => {
  const { report } = await desk.analyse(content);
  expect(report.inputs).toMatchObject([{ rows: 6, records: 6, rejected: 0 }]);
  expect(report.inputs[0]?.warnings).not.toContain('file-cut');
  expect(report.logTrust.gaps).toEqual([]);
  expect(report.summary.headline).not.toContain('cut off');
});

test('a bad row in the middle proves nothing, and stands beside what was not found', async () => {
  const { report } = await desk.analyse(CSV.replace(row(RECORDS[2] ?? bind()), 'a,b'));
  expect(report.inputs[0]).toMatchObject({ rejected: 1 });
  expect(report.inputs[0]?.warnings).not.toContain('file-cut');
  expect(report.logTrust.gaps).toEqual([]);
  expect(report.summary.headline).toMatch(/^Nothing unusual found .*; 1 row could not be read/);
});

test('a bad last row that is whole proves nothing', async () => {
  const bad = `${HEADER.split(',').slice(0, 3).join(',')}\n`;
  const { report } = await desk.analyse(`${CSV}${bad}`);
  expect(report.inputs[0]).toMatchObject({ rejected: 1 });
  expect(report.inputs[0]?.warnings).not.toContain('file-cut');
});

test('carriage returns alone end no line', async () => {
  const folder = await desk.openCase();
  const { usable, problems } = await desk.ingest(folder, CSV.replaceAll('\n', '\r'));
  expect(usable).toBe(0);
  expect(problems).toMatchObject([
    { problem: expect.stringMatching(/^ends its lines with carriage returns alone/) },
  ]);
});
