/** The real exports of ../shared/data/exports, where they are there: what Microsoft's tools and others wrote, read whole. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { openCase } from '../analysis/index.ts';
import type { Report, ReportInput } from '../analysis/report.ts';
import { openDesk, reportOf } from './analysis/case/desk.ts';

const EXPORTS = fileURLToPath(new URL('../../shared/data/exports', import.meta.url));
const ARE_THERE = existsSync(EXPORTS);
const NOTE = ARE_THERE ? '' : ' (skipped: ../shared/data/exports is absent)';

const desk = await openDesk();

async function read(folder: string, wanted: (name: string) => boolean): Promise<Report> {
  const files = readdirSync(join(EXPORTS, folder))
    .filter(wanted)
    .map((name) => ({ name, path: join(EXPORTS, folder, name) }));
  const kase = await openCase({
    folder: join(desk.folder, folder),
    id: folder,
    name: folder,
    temporary: true,
  });
  await kase.ingest(files);
  const report = await reportOf(kase);
  await kase.close();
  return report;
}

const told = ({ name, format, rows, records, duplicates, rejected }: ReportInput) => ({
  name,
  format,
  rows,
  taken: records + duplicates,
  rejected,
});

describe.skipIf(!ARE_THERE)(`samples of a detection engineer${NOTE}`, () => {
  let report: Report;
  beforeAll(async () => {
    report = await read('det-eng-samples', (name) => /\.(csv|json)$/.test(name));
  }, 120_000);

  test('every file is known, and every row of it taken', () => {
    expect(report.inputs).toHaveLength(39);
    expect(report.inputs.filter(({ format }) => format === 'unknown')).toEqual([]);
    expect(report.rejected).toEqual([]);
    expect(report.inputs.filter(({ rows }) => rows === 0).map(told)).toEqual([]);
    // Of one file four records come twice, the second time with a damaged UserId.
    expect(report.inputs.filter(({ conflicts }) => conflicts > 0)).toMatchObject([
      { name: 't1110.003_o365spray_reporting.json', conflicts: 4 },
    ]);
  });

  test('the same record in CSV and JSON is one record', () => {
    const rows = report.inputs.reduce((sum, input) => sum + input.rows, 0);
    expect([rows, report.totals.records]).toEqual([125, 115]);
    const named = (name: string) => report.inputs.find((input) => input.name === name);
    expect(named('t1562.008_Set-MailboxAuditBypassAssociation.csv')).toMatchObject({
      format: 'search-unified-audit-log-csv',
      rows: 1,
      duplicates: 1,
      conflicts: 0,
    });
    expect(named('t1114.003_rule_mail_forward_same_dest.json')).toMatchObject({
      format: 'audit-record-json',
    });
    expect(named('t1562-Set-MailboxAuditBypassAssociation.json')).toMatchObject({
      format: 'audit-data-jsonl',
      rows: 1,
      records: 1,
    });
  });

  test('without mail access there is nothing to conclude from', () => {
    // They are samples of attacks: rules, consents, auditing switched off. What was read, they cannot tell.
    expect(report.summary.verdict).toBe('suspicious');
    expect(report.summary.headline).toContain('what was read cannot be told');
    expect(report.logTrust.verdict).toBe('insufficient');
    expect(report.totals).toMatchObject({ mailItemsAccessed: 0, contexts: 0 });
    expect(report.inputs.every(({ warnings }) => warnings.includes('no-mail-items-accessed'))).toBe(true);
  });
});

test.skipIf(!ARE_THERE)(`the attack of the splunk sample${NOTE}`, async () => {
  const report = await read('splunk-sample', (name) => name.endsWith('.json'));
  expect(report.inputs.map(told)).toEqual([
    { name: 'example_log.json', format: 'audit-data-jsonl', rows: 1, taken: 1, rejected: 0 },
  ]);
  expect(report.inputs[0]).toMatchObject({ warnings: ['no-session-ids'], last: '2024-02-01T16:07:34Z' });
  expect(report.totals).toMatchObject({
    bind: 1,
    sync: 0,
    messages: 4,
    mailboxMessages: 4,
    itemReferences: 4,
  });
  expect(report.contexts).toMatchObject([
    {
      mailbox: 'user15@splunkresearch.onmicrosoft.com',
      ip: '120.1.121.35',
      protocol: 'ews',
      caller: '47629505-c2b6-4a80-adb1-9b3a3d233b7b',
      sessionSource: null,
      logonType: 'owner',
      verdict: 'expected',
    },
  ]);
  expect(report.findings).toMatchObject([{ detection: 'scripted-reader', severity: 'low' }]);
});

test.skipIf(!ARE_THERE)(`OfficeActivity as the portal of Log Analytics writes it${NOTE}`, async () => {
  const report = await read('officeactivity-lab', (name) => name.endsWith('.csv'));
  const [activity, rules] = report.inputs as [ReportInput, ReportInput];
  expect(told(activity)).toEqual({
    name: 'office_activity.csv',
    format: 'office-activity-csv',
    rows: 266,
    taken: 266,
    rejected: 0,
  });
  expect(activity.mailItemsAccessed).toBe(3);
  expect(activity.warnings).toContain('no-session-ids');
  expect(rules).toMatchObject({ format: 'office-activity-csv', rejected: 0 });
  expect(rules.rows).toBe(2);
  expect(report.totals).toMatchObject({ mailItemsAccessed: 3, bind: 3, sync: 0 });
  expect(report.window).toEqual({ from: '2021-04-28T14:29:15Z', to: '2021-04-28T14:54:37Z' });
  // One was made by Microsoft's own machinery for the owner, two by the owner in one visit.
  expect(report.totals.serviceRecords).toBe(1);
  const owned = report.contexts.filter(({ verdict }) => verdict !== 'service');
  expect(owned.map(({ protocol, ip, logonType }) => [protocol, ip, logonType])).toEqual([
    ['owa', '175.45.176.99', 'owner'],
    ['owa', '175.45.176.99', 'owner'],
  ]);
  expect(new Set(owned.map(({ groupId }) => groupId)).size).toBe(1);
});
