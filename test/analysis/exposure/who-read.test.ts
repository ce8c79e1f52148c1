/** Who can have read a message: what names it, what may have carried it, and what is missing from the log. */
import { expect, test, vi } from 'vitest';
import { lines, openDesk } from '../case/desk.ts';
import { type AuditData, bind, sync } from '../case/records.ts';

vi.setConfig({ testTimeout: 60_000 });
const desk = await openDesk();

async function opened(...records: AuditData[]) {
  const kase = await desk.openCase();
  await desk.ingest(kase, lines(records));
  return kase;
}

test('Binds by mailbox, Syncs beside them, and a message that no record names', async () => {
  const kase = await opened(
    bind({ mailbox: 'ana@x', at: '2026-05-14T09:00:00', messages: ['Note-1@x', 'note-2@x'] }),
    bind({ mailbox: 'ana@x', at: '2026-05-14T11:00:00', messages: ['note-1@x'], ip: '203.0.113.66' }),
    bind({ mailbox: 'lee@x', at: '2026-05-14T10:00:00', messages: ['note-1@x'] }),
    sync({ mailbox: 'lee@x', at: '2026-05-14T08:00:00' }),
    sync({ mailbox: 'lee@x', at: '2026-05-14T12:00:00' }),
  );
  const asked = ['NOTE-1@x', '<Never@x>', '<note-1@X>', ' '];
  const section = await kase.section('who-read', { ids: asked });
  expect(section).toMatchObject({ asked: 2, named: 1, since: null });
  expect(section.copies.total).toBe(3);
  // Compared without regard to capitals, shown as the log has it.
  expect(section.copies.items.map(({ id }) => id)).toEqual(['<Note-1@x>', '<note-1@x>', 'Never@x']);
  const [ana, lee, nobody] = section.copies.items;
  expect(ana).toMatchObject({ mailbox: 'ana@x', binds: 2, syncs: 0, firstBind: '2026-05-14T09:00:00Z' });
  expect(ana?.readers.map(({ ip }) => ip)).toContain('203.0.113.66');
  expect(lee).toMatchObject({ mailbox: 'lee@x', binds: 1, syncs: 2, lastSync: '2026-05-14T12:00:00Z' });
  // A message that nothing names may have been carried by every Sync there is.
  expect(nobody).toMatchObject({ id: 'Never@x', mailbox: null, binds: 0, syncs: 2, syncMailboxes: 1 });

  const later = await kase.section('who-read', {
    ids: ['never@x'],
    mailbox: 'Lee@x',
    since: '2026-05-14T09:00:00Z',
  });
  expect(later.copies.items[0]).toMatchObject({ mailbox: 'lee@x', binds: 0, syncs: 1 });
  const paged = await kase.section('who-read', { ids: asked, offset: 1, limit: 1 });
  expect(paged.copies).toMatchObject({ total: 3, offset: 1, items: [{ mailbox: 'lee@x' }] });
});

test('a gap after the delivery is told, one before it is not', async () => {
  const kase = await opened(
    bind({ mailbox: 'ana@x', at: '2026-05-14T09:00:00', throttled: true }),
    bind({ mailbox: 'ana@x', at: '2026-05-20T09:00:00', messages: ['late@x'] }),
  );
  const gaps = async (since?: string) => {
    const { copies } = await kase.section('who-read', { ids: ['late@x'], since });
    return copies.items[0]?.gaps ?? -1;
  };
  const [ever, before, after] = [
    await gaps(),
    await gaps('2026-05-13T00:00:00Z'),
    await gaps('2026-05-19T00:00:00Z'),
  ];
  expect(ever).toBeGreaterThan(0);
  expect(before).toBe(ever);
  expect(after).toBeLessThan(ever);
});

test('hostile ids are only ids', async () => {
  const kase = await opened(bind({ mailbox: 'ana@x' }));
  const ids = ["'; DROP TABLE record; --", "%' OR 1=1", '<>'];
  const section = await kase.section('who-read', { ids });
  expect(section).toMatchObject({ asked: 2, named: 0 });
  expect((await kase.section('summary', {})).totals.records).toBe(1);
});

test('what a service of Microsoft read is told, and called so', async () => {
  const kase = await opened(
    bind({ mailbox: 'ana@x', messages: ['only@x'], client: 'Client=TBA;Action=Search', user: 'S-1-5-18' }),
  );
  const [copy] = (await kase.section('who-read', { ids: ['only@x'] })).copies.items;
  expect(copy).toMatchObject({ mailbox: 'ana@x', binds: 1 });
});

test('a marker with a time hits a part of a visit: how much is told, and of a read whether it is among them', async () => {
  const at = (minute: string) => ({ mailbox: 'ana@x', ip: '203.0.113.66', at: `2026-05-14T12:${minute}:00` });
  const kase = await opened(
    bind({ ...at('02'), messages: ['early@x'] }),
    bind({ ...at('21'), messages: ['late@x', 'early@x'] }),
    bind({ ...at('25'), messages: ['late@x'] }),
  );
  const shares = async () => {
    const { groups, contexts } = await kase.section('contexts', {});
    return [...groups.items, ...contexts.items].map(({ verdict, hostileRecords }) => [
      verdict,
      hostileRecords,
    ]);
  };
  const reads = async (id: string) =>
    (await kase.section('who-read', { ids: [id] })).copies.items[0]?.readers.map((one) => one.hostileReads);
  await kase.mark('ip:203.0.113.66+from:2026-05-14T12:24Z+to:2026-05-14T12:30Z', 'hostile', 'test');
  expect(await shares()).toEqual([
    ['hostile', 1],
    ['hostile', 1],
  ]);
  expect([await reads('early@x'), await reads('late@x')]).toEqual([[0], [1]]);
  await kase.mark('ip:203.0.113.66', 'hostile', 'test');
  expect(await shares()).toEqual([
    ['hostile', 3],
    ['hostile', 3],
  ]);
});
