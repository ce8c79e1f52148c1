/** What published tools lose or count twice on the way to "what was read" (peers.md 3b). */
import { describe, expect, test } from 'vitest';
import { lines, openDesk, reportOf } from '../analysis/case/desk.ts';
import { bind, later, sync } from '../analysis/case/records.ts';
import { defect } from './defects.ts';

const desk = await openDesk();

const BAD = '203.0.113.66';
const BAD_V6 = '2001:db8::66';
const NINE = '2026-05-14T09:00:00';
const SESSION = '5b1e0000-0000-4000-8000-0000000000bb';
const at = (minutes: number) => later(NINE, minutes * 60);
const inboxTwice = { messages: ['twice@x'], mailbox: 'counted@x', ip: BAD };

const RECORDS = [
  // One message in three records and two folders, another once.
  bind({ ...inboxTwice, at: at(0) }),
  bind({ ...inboxTwice, at: at(5) }),
  bind({ ...inboxTwice, at: at(9), messages: ['twice@x', 'once@x'], folder: '\\Archive' }),
  // Four downloads of two folders.
  ...['Inbox', 'Board', 'Inbox', 'Board'].map((folder, n) =>
    sync({ at: at(10 + n), mailbox: 'synced@x', ip: BAD, folder, session: SESSION }),
  ),
  // A single item with a session.
  bind({ at: at(20), mailbox: 'single@x', ip: BAD, session: SESSION, messages: ['single@x'] }),
  // Read by somebody else than the owner.
  bind({ at: at(30), mailbox: 'boss@x', user: 'assistant@x', ip: BAD, messages: ['theirs@x'] }),
  // The same address, written as the log writes it.
  ...[`${BAD}:4431`, `::ffff:${BAD}`, `[::ffff:${BAD}]:443`].map((ip, n) =>
    bind({ at: at(40 + n), mailbox: 'written@x', ip, messages: [`written${n}@x`] }),
  ),
  bind({ at: at(50), mailbox: 'six@x', ip: '[2001:DB8:0:0::66]:51234', messages: ['six@x'] }),
  // No session at all.
  bind({ at: at(60), mailbox: 'sessionless@x', ip: BAD, session: null, messages: ['none@x'] }),
  bind({ at: at(60), mailbox: 'counted@x', messages: ['own@x'] }),
];

describe('the attacker’s addresses marked', async () => {
  const kase = await desk.openCase();
  await desk.ingest(kase, lines(RECORDS));
  await kase.mark(`ip:${BAD}`, 'hostile', 'test');
  await kase.mark(`ip:${BAD_V6}`, 'hostile', 'test');
  const report = await reportOf(kase);
  const exposed = (mailbox: string) =>
    report.exposure.confirmed.mailboxes.find((one) => one.mailbox === mailbox);
  const messages = (mailbox: string) =>
    exposed(mailbox)?.messages.map(({ internetMessageId }) => internetMessageId);

  test(defect(3), () => {
    expect(report.totals.sync).toBe(4);
    expect(
      exposed('synced@x')
        ?.folders.map(({ folder }) => folder)
        .sort(),
    ).toEqual(['Board', 'Inbox']);
  });

  test(defect(4), () => {
    expect(messages('counted@x')).toEqual(['<twice@x>', '<once@x>']);
    expect(exposed('counted@x')?.messages[0]).toMatchObject({
      folders: ['\\Archive', '\\Inbox'],
      firstAccess: `${at(0)}Z`,
      lastAccess: `${at(9)}Z`,
    });
    // Five references in four records, three messages of this mailbox.
    expect(
      report.contexts.filter(({ mailbox }) => mailbox === 'counted@x').map((one) => one.messages),
    ).toEqual(expect.arrayContaining([2, 1]));
  });

  test(defect(7), () => {
    expect(exposed('synced@x')?.verdict).toBe('entire-mailbox');
    expect(
      report.contexts
        .filter(({ sessionId }) => sessionId === SESSION)
        .map(({ mailbox }) => mailbox)
        .sort(),
    ).toEqual(['single@x', 'synced@x']);
  });

  test(defect(8), () => {
    expect(exposed('single@x')?.messages).toMatchObject([{ sizeInBytes: 1_000 + 'single@x'.length }]);
  });

  test(defect(9), () => {
    expect(exposed('synced@x')?.folders).toHaveLength(2);
    expect(exposed('synced@x')?.folders.every(({ folderId }) => folderId?.startsWith('Lg') === true)).toBe(
      true,
    );
  });

  test(defect(10), () => {
    expect(messages('boss@x')).toEqual(['<theirs@x>']);
    expect(exposed('assistant@x')).toBeUndefined();
  });

  test(defect(11), () => {
    expect(messages('written@x')?.sort()).toEqual(['<written0@x>', '<written1@x>', '<written2@x>']);
    expect(messages('six@x')).toEqual(['<six@x>']);
    expect(messages('sessionless@x')).toEqual(['<none@x>']);
    expect(exposed('sessionless@x')?.messages[0]?.folders).toEqual(['\\Inbox']);
  });
});
