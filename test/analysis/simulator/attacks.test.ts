import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AuditRecord,
  attackNames,
  simulateTenant,
  type Truth,
} from '../../../analysis/simulator/index.ts';

/** A tenant in which everything goes wrong at once. */
let truth: Truth;
let records: AuditRecord[];
let names: string[];
const isRead = (record: AuditRecord) => record.Operation === 'MailItemsAccessed';

beforeAll(async () => {
  names = await attackNames();
  const simulation = await simulateTenant({
    seed: 'attacks',
    people: 16,
    from: '2026-04-06',
    days: 21,
    attacks: names,
  });
  records = Array.from(simulation.records(), (record) => JSON.parse(JSON.stringify(record)));
  truth = simulation.truth();
});

function messagesOf(record: AuditRecord): string[] {
  const folders = (record.Folders ?? []) as { FolderItems: { InternetMessageId?: string; Id?: string }[] }[];
  return folders.flatMap(({ FolderItems }) =>
    FolderItems.map((item) => `${record.MailboxOwnerUPN} ${item.InternetMessageId ?? item.Id}`),
  );
}

describe('attacks', () => {
  it('are at least fourteen, and all of them play', () => {
    expect(names.length).toBeGreaterThanOrEqual(14);
    expect(truth.attacks.map((attack) => attack.name)).toEqual(names);
    for (const attack of truth.attacks) {
      expect(attack.from >= truth.from && attack.from <= attack.to && attack.to < truth.to).toBe(true);
    }
  });

  it('leave exactly the records, messages and folders that the truth names', () => {
    const byId = new Map(records.map((record) => [record.Id, record]));
    for (const { name, recordIds, otherRecordIds, messages, folders, markers } of truth.attacks) {
      const its = recordIds.flatMap((id) => byId.get(id) ?? []);
      expect([name, its.length, otherRecordIds.filter((id) => !byId.has(id))]).toEqual([
        name,
        recordIds.length,
        [],
      ]);
      const logged = messages.filter((one) => one.logged).map(({ mailbox, id }) => `${mailbox} ${id}`);
      expect([name, new Set(logged)]).toEqual([name, new Set(its.flatMap(messagesOf))]);
      const syncs = its.filter((record) => record.RecordType === 2);
      expect([name, syncs.length]).toEqual([name, folders.filter((folder) => folder.logged).length]);
      expect(its.filter((record) => !markers.ips.includes(String(record.ClientIPAddress)))).toEqual([]);
    }
  });

  it('come from addresses that nobody else uses', () => {
    const hostile = new Map(
      truth.attacks.flatMap(({ markers, recordIds }) => markers.ips.map((ip) => [ip, new Set(recordIds)])),
    );
    expect(hostile.size).toBe(truth.attacks.reduce((sum, attack) => sum + attack.markers.ips.length, 0));
    const strangers = records.filter(
      (record) => isRead(record) && hostile.get(String(record.ClientIPAddress))?.has(record.Id) === false,
    );
    expect(strangers).toEqual([]);
  });

  it('that share a session with its owner have two networks in it', () => {
    const attack = truth.attacks.find(({ name }) => name === 'shared-session');
    const mine = new Set(attack?.recordIds);
    const session = records.find((record) => mine.has(record.Id))?.SessionId;
    const sharing = records.filter((record) => isRead(record) && record.SessionId === session);
    expect(sharing.some((record) => mine.has(record.Id))).toBe(true);
    expect(sharing.some((record) => !mine.has(record.Id))).toBe(true);
    expect(attack?.markers.sessions).toEqual([]);
  });
});

describe('where the log was blinded', () => {
  const gapOf = (kind: string) => {
    const gap = truth.gaps.find((one) => one.kind === kind);
    if (gap === undefined) throw new Error(`The truth has no gap of kind ${kind}.`);
    return gap;
  };
  const inside = (record: AuditRecord, gap: { from: string; to: string | null }) =>
    `${record.CreationTime}Z` > gap.from && (gap.to === null || `${record.CreationTime}Z` < gap.to);

  it('by audit bypass: nothing of that actor, in any mailbox', () => {
    const gap = gapOf('audit-bypass');
    const late = Date.parse(gap.from) + 120_000;
    const seen = records.filter(
      (record) =>
        isRead(record) && record.UserId === gap.actor && Date.parse(`${record.CreationTime}Z`) > late,
    );
    expect(gap.hiddenAccesses).toBeGreaterThan(50);
    // Microsoft's machinery reads in the owner's name and stops being recorded with it.
    expect(seen).toEqual([]);
  });

  it('by switching ingestion off: no record of anything', () => {
    const gap = gapOf('ingestion-disabled');
    expect(gap.hiddenAccesses).toBeGreaterThan(200);
    expect(records.filter((record) => inside(record, gap))).toEqual([]);
  });

  it("by removing the action: nothing of that mailbox's owner, but still of delegates and others", () => {
    const gap = gapOf('audit-actions-removed');
    const late = new Date(Date.parse(gap.from) + 120_000).toISOString().slice(0, 19);
    const seen = records.filter(
      (record) =>
        isRead(record) &&
        record.MailboxOwnerUPN === gap.mailbox &&
        record.LogonType === 0 &&
        record.CreationTime > late,
    );
    expect(seen).toEqual([]);
    expect(gap.hiddenAccesses).toBeGreaterThan(50);
  });

  it('by eDiscovery: the steps are on record, the reading is not', () => {
    const gap = gapOf('ediscovery-access');
    const steps = records.filter((record) => record.RecordType === 24);
    expect(steps.map((record) => record.Operation)).toContain('SearchExported');
    expect(steps.every((record) => record.UserId === gap.actor)).toBe(true);
    expect(truth.attacks.find(({ name }) => name === 'ediscovery-export')?.recordIds).toEqual([]);
  });
});

describe('a throttled mailbox', () => {
  const options = {
    seed: 'throttle',
    people: 4,
    from: '2026-05-04',
    days: 14,
    attacks: ['bulk-throttle'],
    mess: false,
  };
  it.each([
    ['repeated', 'throttled'],
    ['missing', 'suspected-throttle'],
  ] as const)('whose mark is %s is silent all the same', async (throttleMark, kind) => {
    const simulation = await simulateTenant({ ...options, throttleMark });
    const all = Array.from(simulation.records());
    const gap = simulation.truth().gaps.find((one) => one.kind === kind);
    const marked = all.filter((record) =>
      JSON.stringify(record.OperationProperties ?? []).includes('"True"'),
    );
    expect(gap?.hiddenAccesses).toBeGreaterThan(0);
    if (throttleMark === 'missing') expect(marked).toEqual([]);
    else expect(marked.length).toBeGreaterThan(1);
    const lastMark = `${marked.at(-1)?.CreationTime ?? gap?.from.slice(0, 19)}Z`;
    expect(Date.parse(gap?.to ?? '') - Date.parse(lastMark)).toBe(24 * 3600 * 1000);
    const silent = all.filter(
      (record) =>
        isRead(record) &&
        record.RecordType === 50 &&
        record.MailboxOwnerUPN === gap?.mailbox &&
        `${record.CreationTime}Z` > lastMark &&
        `${record.CreationTime}Z` < (gap?.to ?? ''),
    );
    expect(silent).toEqual([]);
  });
});
