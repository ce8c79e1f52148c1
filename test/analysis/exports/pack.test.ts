/** The evidence pack and the timeline: the same bytes for the same inputs, manifests that hold, order of time. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test, vi } from 'vitest';
import type { COLUMNS } from '../../../analysis/exports/shapes/timeline.ts';
import { type Case, ExportError, exportShapes } from '../../../analysis/index.ts';
import type { Report } from '../../../analysis/report.ts';
import type { Progress } from '../../../analysis/sections.ts';
import { expectValid, lines, openDesk } from '../case/desk.ts';
import { type AuditData, bind, burst, inboxRule, later, sync } from '../case/records.ts';
import { unzipped } from './unzipped.ts';

vi.setConfig({ testTimeout: 30_000 });
const desk = await openDesk();

const BAD = '203.0.113.66';
const NINE = '2026-05-14T09:00:00';
const RECORDS = [
  bind({ ip: BAD, messages: ['a@x', 'b@x'] }),
  bind({ at: later(NINE, 600), ip: BAD, messages: ['c@x'] }),
  bind({ at: later(NINE, 4_800), ip: BAD, messages: ['c@x'] }),
  sync({ mailbox: 'lee@x', at: later(NINE, 60) }),
  inboxRule({ at: later(NINE, 300), ip: BAD }),
  bind({ mailbox: 'mo@x', at: later(NINE, 120), throttled: true }),
  ...burst(20, 7_200, { mailbox: 'pat@x' }),
];

async function opened(records: AuditData[]): Promise<Case> {
  const kase = await desk.openCase();
  await desk.ingest(kase, lines(records));
  await kase.mark(`ip:${BAD}`, 'hostile', kase.identity.id);
  return kase;
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Every file but the manifest itself stands in it, with the digest it has. */
function expectManifest(files: Map<string, Buffer>): void {
  const listed = String(files.get('MANIFEST.sha256')).trim().split('\n');
  const others = [...files].filter(([name]) => name !== 'MANIFEST.sha256');
  expect(listed.toSorted()).toEqual(others.map(([name, bytes]) => `${sha256(bytes)}  ${name}`).toSorted());
}

async function pack(kase: Case, trail: { path: string; name: string }[] = []) {
  const path = join(desk.folder, `${kase.identity.id}.zip`);
  const file = await kase.export({ kind: 'evidence', by: 'Ana', trail }, path);
  const bytes = await readFile(path);
  expect(file).toEqual({
    kind: 'evidence',
    name: `${kase.identity.id}.zip`,
    path,
    bytes: bytes.length,
    sha256: sha256(bytes),
  });
  const outer = await unzipped(bytes);
  const inner = outer.get('evidence.zip') as Buffer;
  return { outer, inner, files: await unzipped(inner) };
}

describe('the evidence pack', async () => {
  // Another case, another name, another person: the same inputs.
  const [one, other] = [await opened(RECORDS), await desk.openCase()];
  await other.ingest([{ path: join(desk.folder, 'received-1'), name: 'received-1' }]);
  await other.mark(`ip:${BAD}`, 'hostile', 'somebody else');
  const trail = await desk.file('audit.jsonl', '{"who":"ana"}\n');
  const first = await pack(one, [
    { path: trail, name: '../../etc/audit trail.jsonl' },
    { path: await desk.file('empty.jsonl', ''), name: 'empty.jsonl' },
  ]);

  test('holds the same bytes inside for the same inputs, in another time zone too', async () => {
    vi.stubEnv('TZ', 'Pacific/Auckland');
    const second = await pack(other);
    vi.unstubAllEnvs();
    for (const [name, bytes] of first.files)
      expect([name, String(second.files.get(name))]).toEqual([name, String(bytes)]);
    expect(second.inner.equals(first.inner)).toBe(true);
    await other.importReview(
      await desk.file('said.csv', 'mailbox,message_id,persons\nana@contoso.com,<a@x>,Bo\n'),
      'ana',
    );
    const third = await pack(other);
    expect(third.inner.equals(first.inner)).toBe(true);
    expect(String(third.outer.get('notification-reviewed.csv'))).toContain(',Bo,');
    expect([...first.outer.keys()]).not.toContain('notification-reviewed.csv');
  });

  test('holds other bytes for other inputs', async () => {
    const changed = await pack(await opened(RECORDS.slice(1)));
    expect(changed.inner.equals(first.inner)).toBe(false);
  });

  test('has a manifest inside and around that holds', () => {
    expectManifest(first.files);
    expectManifest(first.outer);
    expect([...first.files.keys()]).toEqual([
      'MANIFEST.sha256',
      'inputs.csv',
      'notification.csv',
      'report.json',
      'timeline.csv',
      'versions.json',
    ]);
  });

  test('has a valid report without the name of the case, and digests of the inputs', () => {
    const report = JSON.parse(String(first.files.get('report.json'))) as Report;
    expectValid(report);
    expect(report.case.id).toMatch(/^inputs-[0-9a-f]{16}$/);
    expect(String(first.files.get('inputs.csv'))).toContain(report.inputs[0]?.sha256);
    expect(JSON.parse(String(first.files.get('versions.json')))).toMatchObject({
      generator: report.generator,
    });
  });

  test('has time, person, markers and trail around it', () => {
    expect(JSON.parse(String(first.outer.get('envelope.json')))).toMatchObject({
      exportedAt: expect.stringMatching(/Z$/),
      exportedBy: 'Ana',
      case: one.identity,
      evidence: { sha256: sha256(first.inner) },
    });
    expect(String(first.outer.get('markers.csv'))).toContain(`ip:${BAD},hostile,${one.identity.id},`);
    expect(String(first.outer.get('trail/1-etc-audit-trail.jsonl'))).toBe('{"who":"ana"}\n');
    expect(first.outer.get('trail/2-empty.jsonl')).toHaveLength(0);
  });

  test('leaves nothing behind, neither when it is cancelled nor when a trail is not there', async () => {
    const stop = new AbortController();
    const path = join(desk.folder, 'stopped.zip');
    const steps: Progress[] = [];
    const onProgress = (step: Progress) => {
      steps.push(step);
      stop.abort();
    };
    await expect(one.export({ kind: 'evidence' }, path, { onProgress, signal: stop.signal })).rejects.toThrow(
      /abort/i,
    );
    expect(steps[0]).toEqual({ stage: 'analysing', step: 'checking the received files' });
    const missing = [{ path: join(desk.folder, 'nowhere'), name: 'x' }];
    await expect(one.export({ kind: 'evidence', trail: missing }, path)).rejects.toThrow(/ENOENT/);
    await expect(one.export({ kind: 'poster' }, path)).rejects.toThrow(ExportError);
    expect((await readdir(desk.folder)).filter((name) => name.startsWith('stopped'))).toEqual([]);
    expect((await readdir(join(one.folder, 'work'))).filter((name) => name.startsWith('export-'))).toEqual(
      [],
    );
    // The case goes on as before.
    expect((await pack(one)).inner.equals(first.inner)).toBe(true);
  });
});

describe('the timeline', async () => {
  const kase = await opened(RECORDS);
  const path = join(desk.folder, 'timeline.csv');
  await kase.export({ kind: 'timeline' }, path);
  const rows = parse(await readFile(path, 'utf8'), { bom: true, columns: true }) as Record<
    (typeof COLUMNS)[number],
    string
  >[];

  test('is in order of time, and accounts for every access', async () => {
    const times = rows.map(({ from }) => from);
    expect(times).toEqual(times.toSorted());
    const records = rows
      .filter(({ what }) => what === 'access')
      .reduce((sum, row) => sum + Number(row.records), 0);
    const { totals } = await kase.section('summary', {});
    expect(records).toBe(totals.mailItemsAccessed);
  });

  test('folds a visit, and goes on in a new line after a pause of more than an hour', () => {
    const visit = rows.filter(({ ip, what }) => ip === BAD && what === 'access');
    expect(visit).toMatchObject([
      {
        from: `${NINE}Z`,
        to: '2026-05-14T09:10:00Z',
        records: '2',
        bind: '2',
        messages: '3',
        verdict: 'hostile',
      },
      { from: '2026-05-14T10:20:00Z', records: '1', messages: '1', verdict: 'hostile' },
    ]);
    expect(visit[0]?.first_record).toBe(RECORDS[0]?.Id);
  });

  test('has changes and gaps between the accesses', () => {
    expect(rows.filter(({ what }) => what === 'change')).toMatchObject([
      {
        from: '2026-05-14T09:05:00Z',
        kind: 'inbox-rule',
        actor: 'ana@contoso.com',
        detail: expect.stringMatching(/./),
      },
    ]);
    expect(rows.filter(({ kind }) => kind === 'throttled')).toMatchObject([
      { what: 'gap', mailbox: 'mo@x', verdict: 'proven', detail: expect.stringContaining('Bind') },
    ]);
  });
});

test('every kind of export says what it is', async () => {
  const shapes = await exportShapes();
  expect(shapes.map(({ kind }) => kind)).toEqual(['evidence', 'notification', 'timeline']);
  for (const { about } of shapes) expect(about.length).toBeGreaterThan(20);
});
