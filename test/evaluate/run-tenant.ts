/** Lives one tenant, reads its export into a case, and holds what the case says against the truth. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openCase } from '../../analysis/index.ts';
import {
  type AuditRecord,
  asExported,
  auditDataJsonl,
  inPieces,
  purviewCsv,
  simulateTenant,
  type Truth,
} from '../../analysis/simulator/index.ts';
import { Database } from '../../analysis/store/database.ts';
import { compareExposure, type HostileAccess } from './exposure.ts';
import { caseGaps, compareGaps } from './gaps.ts';
import { falseAlarms, hostileRecords, type JudgedFinding, judgeAttack, judgePeers } from './judge.ts';
import type { AttackOutcome, TenantOutcome } from './outcome.ts';
import { emptyLog, note, type PeerLog, peerRules } from './peers/index.ts';
import { replay } from './replay.ts';
import { type TenantPlan, tenantOf } from './tenants.ts';

/** As in one real export: some rows twice or more, some late. */
const MESS = { duplicates: 0.004, late: 0.01 };

export async function runTenant(plan: TenantPlan): Promise<TenantOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'mailtrail-evaluate-'));
  try {
    return await judgeTenant(plan, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function judgeTenant(plan: TenantPlan, folder: string): Promise<TenantOutcome> {
  const started = performance.now();
  const log = emptyLog();
  const { path, truth } = await writeExport(plan, folder, (record) => note(log, record));
  const written = performance.now();
  const db = await analysed(path, join(folder, 'case'));
  try {
    const analysedAt = performance.now();
    const hostile = hostileRecords(truth);
    const findings = await readFindings(db);
    const attacks = truth.attacks.map((label) => judgeAttack(label, findings, hostile, truth));
    const gaps = compareGaps(await caseGaps(db), truth, log.accesses.at(-1)?.at ?? 0);
    log.asnOf = await asnLookup(db);
    const exposure = await compareExposure(db, truth, hostileAccess(log, hostile));
    for (const attack of attacks) attack.exposureMissing = exposure.missing.get(attack.name) ?? 0;
    if (plan.replay) await replayAll(plan, attacks, truth, folder);
    return {
      seed: plan.seed,
      tenant: plan.tenant,
      mailboxes: truth.mailboxes.length,
      days: plan.days,
      records: truth.records,
      seconds: { simulate: (written - started) / 1000, analyse: (analysedAt - written) / 1000 },
      detections: await countDetections(db),
      attacks,
      alarms: falseAlarms(findings, hostile, truth),
      gaps,
      exposure: {
        extra: exposure.extra,
        windowsMissing: exposure.windowsMissing,
        windowsExtra: exposure.windowsExtra,
        notes: exposure.notes,
      },
      peers: judgePeers(await peerRules(), sorted(log), hostile),
    };
  } finally {
    db.close();
  }
}

/** Writes the tenant's export, in the portal's shape or as plain lines. `see` gets every record once, in order. */
async function writeExport(
  plan: TenantPlan,
  folder: string,
  see: (record: AuditRecord) => void,
  until = Number.POSITIVE_INFINITY,
): Promise<{ path: string; truth: Truth }> {
  const { options, disguised } = tenantOf(plan);
  const simulation = await simulateTenant(options);
  function* records(): Generator<AuditRecord> {
    for (const plain of simulation.records()) {
      const record = disguised(plain);
      if (Date.parse(`${record.CreationTime}Z`) > until) continue;
      see(record);
      yield record;
    }
  }
  const exported = asExported(records(), { seed: options.seed, ...MESS });
  const asPortal = (plan.seed + plan.tenant) % 2 === 0;
  const path = join(folder, asPortal ? 'export.csv' : 'export.jsonl');
  const rows = asPortal ? purviewCsv(exported) : auditDataJsonl(exported);
  await pipeline(Readable.from(inPieces(rows)), createWriteStream(path));
  return { path, truth: simulation.truth() };
}

/** A case of this one file, as a responder would make it; its database, to be closed by the caller. */
async function analysed(path: string, folder: string): Promise<Database> {
  const kase = await openCase({ folder, id: 'evaluation', name: 'Evaluation' });
  const { problems } = await kase.ingest([{ path, name: 'export' }]);
  await kase.close();
  if (problems.length > 0) throw new Error(`The export could not be read: ${JSON.stringify(problems)}`);
  return await Database.open(join(folder, 'case.duckdb'), join(folder, 'spill'));
}

/** Nothing where the engine has no findings yet. */
async function hasFindings(db: Database): Promise<boolean> {
  const tables = await db.rows(
    "SELECT table_name FROM information_schema.tables WHERE table_name = 'finding'",
  );
  return tables.length > 0;
}

async function readFindings(db: Database): Promise<JudgedFinding[]> {
  if (!(await hasFindings(db))) return [];
  const findings = await db.rows<Omit<JudgedFinding, 'records' | 'mailboxes'> & { finding_id: string }>(
    'SELECT finding_id, detection, severity, title, observed FROM finding ORDER BY finding_id',
  );
  const byId = new Map(
    findings.map(({ finding_id, ...rest }): [string, JudgedFinding] => [
      finding_id,
      { ...rest, records: [], mailboxes: [] },
    ]),
  );
  const evidence = db.stream<{ finding_id: string; id: string; at: number }>(`
    SELECT DISTINCT f.finding_id, r.record_id AS id, r.at_s AS at FROM finding_record f
    JOIN record r ON r.record_no = f.record_no ORDER BY r.at_s, r.record_id`);
  for await (const rows of evidence) {
    for (const { finding_id, id, at } of rows) byId.get(finding_id)?.records.push({ id, at });
  }
  const names = await db.rows<{ finding_id: string; value: string }>(
    "SELECT finding_id, value FROM finding_entity WHERE kind = 'mailbox' ORDER BY value",
  );
  for (const { finding_id, value } of names) byId.get(finding_id)?.mailboxes.push(value);
  return [...byId.values()];
}

async function countDetections(db: Database): Promise<number> {
  if (!(await hasFindings(db))) return 0;
  return (await db.one<{ n: number }>('SELECT count(DISTINCT detection) AS n FROM finding')).n;
}

async function asnLookup(db: Database): Promise<PeerLog['asnOf']> {
  const rows = await db.rows<{ raw: string; asn: number | null }>('SELECT raw, asn FROM address');
  const known = new Map(rows.map(({ raw, asn }) => [raw, asn]));
  return (ip) => known.get(ip) ?? null;
}

/** When the attackers' records of mail access are from, in seconds. */
function hostileAccess(log: PeerLog, hostile: ReadonlyMap<string, string>): HostileAccess | undefined {
  const accesses = log.accesses.filter(({ id }) => hostile.has(id));
  if (accesses.length === 0) return undefined;
  const last = new Map<string, number>();
  for (const { mailbox, at } of accesses) {
    last.set(mailbox.toLowerCase(), Math.max(at, last.get(mailbox.toLowerCase()) ?? at));
  }
  return {
    from: accesses.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY),
    to: accesses.reduce((most, { at }) => Math.max(most, at), Number.NEGATIVE_INFINITY),
    last,
  };
}

function sorted(log: PeerLog): PeerLog {
  for (const rows of [log.accesses, log.signIns, log.others]) rows.sort((a, b) => a.at - b.at);
  return log;
}

async function replayAll(
  plan: TenantPlan,
  attacks: AttackOutcome[],
  truth: Truth,
  folder: string,
): Promise<void> {
  for (const attack of attacks) {
    const label = truth.attacks.find(({ name }) => name === attack.name);
    if (label === undefined || attack.severity === null) continue;
    attack.replayed = await replay(label, async (until) => {
      const place = await mkdtemp(join(folder, 'replay-'));
      const cut = await writeExport(plan, place, () => undefined, until);
      const db = await analysed(cut.path, join(place, 'case'));
      try {
        return judgeAttack(label, await readFindings(db), hostileRecords(truth), truth);
      } finally {
        db.close();
        await rm(place, { recursive: true, force: true });
      }
    });
  }
}
