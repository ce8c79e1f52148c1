/** What must be presumed accessed once something is marked: verdicts, messages, folders and windows per mailbox. */
import { describe, expect, test } from 'vitest';
import { MarkerError } from '../../../analysis/index.ts';
import type { ExposedMailbox, ExposedMessage } from '../../../analysis/report.ts';
import { lines, openDesk, reportOf } from '../case/desk.ts';
import { bind, deed, inboxRule, later, parameters, sync } from '../case/records.ts';

const desk = await openDesk();

const BAD = '203.0.113.66';
const WORSE = '203.0.113.67';
const NINE = '2026-05-14T09:00:00';
const HOUR = 3_600;
const at = (hours: number) => later(NINE, hours * HOUR);

/** Two intruders, seven mailboxes, some of them throttled; times in hours after nine. */
const RECORDS = [
  // Read singly, twice, in two folders and by both intruders.
  bind({ mailbox: 'read@x', at: at(0), ip: BAD, messages: ['a@x', 'b@x'] }),
  bind({ mailbox: 'read@x', at: at(1), ip: BAD, messages: ['a@x'], folder: '\\Sent Items' }),
  bind({ mailbox: 'read@x', at: at(1), ip: WORSE, messages: ['a@x', 'c@x'] }),
  bind({ mailbox: 'read@x', at: at(1), messages: ['own@x'] }),
  // Synced: the folders are proof, not limit.
  sync({ mailbox: 'synced@x', at: at(1), ip: BAD, folder: 'Inbox' }),
  sync({ mailbox: 'synced@x', at: at(2), ip: BAD, folder: 'Inbox' }),
  sync({ mailbox: 'synced@x', at: at(1), ip: BAD, folder: 'k' }),
  bind({ mailbox: 'synced@x', at: at(1), ip: BAD, messages: ['s@x'] }),
  // Synced by its owner only; read by an intruder.
  sync({ mailbox: 'owner-sync@x', at: at(1) }),
  bind({ mailbox: 'owner-sync@x', at: at(2), ip: BAD, messages: ['o@x'] }),
  // Throttled while an intruder was in it.
  bind({ mailbox: 'blind@x', at: at(2), ip: BAD, messages: ['t@x'] }),
  bind({ mailbox: 'blind@x', at: at(1), throttled: true }),
  // Throttled long before an intruder came.
  bind({ mailbox: 'blind-before@x', at: at(-48), throttled: true }),
  bind({ mailbox: 'blind-before@x', at: at(2), ip: BAD, messages: ['v@x'] }),
  // Throttled in the intruders' time, without a record of theirs.
  bind({ mailbox: 'unseen@x', at: at(2), throttled: true }),
  // Throttled after the intruders had gone, and never touched.
  bind({ mailbox: 'untouched@x', at: at(60), throttled: true }),
  inboxRule({ user: 'read@x', ip: BAD }),
];

/** One for all tests that mark: each leaves it as the next one takes it up. */
const kase = await desk.caseOf(lines(RECORDS));

const verdicts = (mailboxes: ExposedMailbox[]) =>
  Object.fromEntries(mailboxes.map(({ mailbox, verdict }) => [mailbox, verdict]));

describe('one intruder marked', async () => {
  const nothing = await reportOf(kase);
  const preview = await kase.mark(`ip:${BAD}`, 'hostile', 'test');
  const report = await reportOf(kase);
  const { mailboxes, markers } = report.exposure.confirmed;
  const of = (name: string) => mailboxes.find(({ mailbox }) => mailbox === name) as ExposedMailbox;

  test('before, nothing is confirmed', () => {
    expect(nothing.exposure.confirmed).toEqual({ markers: [], mailboxes: [] });
    // One session in seven mailboxes is a finding by itself; only a marker confirms.
    expect(nothing.summary.verdict).toBe('suspicious');
    expect(nothing.findings.map(({ detection }) => detection)).toEqual(['mailbox-sweep']);
    expect(nothing.exposure.suspected.findings).toEqual(nothing.findings.map(({ id }) => id));
    expect(nothing.contexts.map(({ verdict }) => verdict)).not.toContain('hostile');
  });

  test('each mailbox has its verdict', () => {
    expect(markers).toEqual([`ip:${BAD}`]);
    expect(preview).toMatchObject({ records: 9, mailboxes: 5 });
    expect(verdicts(mailboxes)).toEqual({
      'read@x': 'messages',
      'synced@x': 'entire-mailbox',
      'owner-sync@x': 'messages',
      'blind@x': 'entire-mailbox',
      'blind-before@x': 'messages',
      'unseen@x': 'unknown',
      'untouched@x': 'no-evidence',
    });
    expect(report.summary).toMatchObject({
      verdict: 'confirmed',
      headline: expect.stringContaining('5 mailboxes'),
    });
  });

  test('messages are those of the marked contexts, with their first and last access', () => {
    const contexts = report.contexts.filter(({ ip, mailbox }) => ip === BAD && mailbox === 'read@x');
    expect(contexts).toMatchObject([{ verdict: 'hostile', messages: 2 }]);
    // Of one time both: their order is nobody's promise.
    const byId = (a: ExposedMessage, b: ExposedMessage) =>
      String(a.internetMessageId).localeCompare(String(b.internetMessageId));
    expect(of('read@x').messages.toSorted(byId)).toEqual([
      {
        internetMessageId: '<a@x>',
        itemId: null,
        folders: ['\\Inbox', '\\Sent Items'],
        sizeInBytes: 1003,
        firstAccess: `${at(0)}Z`,
        lastAccess: `${at(1)}Z`,
        contexts: contexts.map(({ id }) => id),
      },
      expect.objectContaining({ internetMessageId: '<b@x>', folders: ['\\Inbox'], lastAccess: `${at(0)}Z` }),
    ]);
    expect(of('unseen@x').messages).toEqual([]);
  });

  test('folders are those synced by the marked contexts', () => {
    expect(
      of('synced@x')
        .folders.map(({ folder, firstSync, lastSync }) => [folder, firstSync, lastSync])
        .sort(),
    ).toEqual([
      ['Inbox', `${at(1)}Z`, `${at(2)}Z`],
      ['k', `${at(1)}Z`, `${at(1)}Z`],
    ]);
    expect(of('owner-sync@x').folders).toEqual([]);
    expect(of('synced@x').messages.map(({ internetMessageId }) => internetMessageId)).toEqual(['<s@x>']);
  });

  test('windows are the gaps that touch the time of the marked contexts', () => {
    const gap = (mailbox: string) => report.logTrust.gaps.find((one) => one.mailbox === mailbox);
    expect(of('blind@x').windows).toEqual([
      { from: `${at(1)}Z`, to: `${at(25)}Z`, gapId: gap('blind@x')?.id },
    ]);
    expect(of('unseen@x').windows.map(({ gapId }) => gapId)).toEqual([gap('unseen@x')?.id]);
    expect(of('blind-before@x').windows).toEqual([]);
    expect(of('untouched@x').windows).toEqual([]);
  });

  test('the sections say the same', async () => {
    const summary = await kase.section('summary', {});
    expect(summary.exposure).toMatchObject({
      markers: [`ip:${BAD}`],
      trusted: [],
      confirmed: { messages: 6, messageMailboxes: 5, entireMailboxes: 2, windows: 2, unknownMailboxes: 1 },
      // The session in which everything happened is that of every owner as well, and they sync.
      suspected: { messages: 12, messageMailboxes: 7, entireMailboxes: 6, windows: 4, unknownMailboxes: 0 },
    });
    const messages = await kase.section('messages', {});
    expect(messages.scope).toBe('confirmed');
    expect(messages.mailboxes.items.map(({ verdict }) => verdict)).toEqual([
      'entire-mailbox',
      'entire-mailbox',
      'messages',
      'messages',
      'messages',
      'unknown',
      'no-evidence',
    ]);
    expect(messages.mailboxes.total).toBe(mailboxes.length);
    const one = await kase.section('mailbox-messages', { mailbox: 'synced@x' });
    expect(one).toMatchObject({ exposure: { verdict: 'entire-mailbox', folders: 2 }, folders: { total: 2 } });
    expect(one.contexts.map(({ verdict }) => verdict)).toEqual(['hostile', 'hostile']);
    const never = await kase.section('mailbox-messages', { mailbox: "nobody' OR 1=1 --" });
    expect(never).toMatchObject({
      exposure: { verdict: 'no-evidence', messages: 0 },
      messages: { items: [] },
    });
  });
});

test('markers add up, are taken back, and are replaced by the other word', async () => {
  const total = async () => {
    const { exposure, contexts } = await reportOf(kase);
    const { mailboxes } = exposure.confirmed;
    const count = (verdict: string) => contexts.filter((context) => context.verdict === verdict).length;
    return {
      messages: mailboxes.reduce((sum, { messages }) => sum + messages.length, 0),
      hostile: count('hostile'),
      trusted: count('trusted'),
    };
  };
  expect(await total()).toEqual({ messages: 6, hostile: 6, trusted: 0 });
  await kase.mark(`ip:${WORSE}`, 'hostile', 'test');
  expect(await total()).toEqual({ messages: 7, hostile: 7, trusted: 0 });
  // A trusted marker on the same records takes nothing off what is confirmed hostile.
  await kase.mark('user:read@x', 'trusted', 'test');
  expect(await total()).toEqual({ messages: 7, hostile: 7, trusted: 1 });
  await kase.unmark(` IP:${WORSE} `);
  expect(await total()).toEqual({ messages: 6, hostile: 6, trusted: 2 });
  await expect(kase.unmark(`ip:${WORSE}`)).rejects.toThrow(MarkerError);
  // The other word about the same thing replaces the first.
  await kase.mark(`ip:${BAD}`, 'trusted', 'test');
  expect(await total()).toEqual({ messages: 0, hostile: 0, trusted: 8 });
  await kase.unmark(`ip:${BAD}`);
  await kase.unmark('user:read@x');
});

test('the time a marker names widens the period in which gaps count', async () => {
  // Two hours after nine the last of their records; the responder knows they were there for three days.
  await kase.mark(`ip:${BAD}+from:2026-05-12+to:2026-05-17T00:00:00Z`, 'hostile', 'test');
  expect(verdicts((await reportOf(kase)).exposure.confirmed.mailboxes)).toEqual({
    'read@x': 'messages',
    'synced@x': 'entire-mailbox',
    'owner-sync@x': 'messages',
    'blind@x': 'entire-mailbox',
    // Its gap lies within the time, but not where they are on record.
    'blind-before@x': 'messages',
    'unseen@x': 'unknown',
    'untouched@x': 'unknown',
  });
  const { windows } = await kase.section('mailbox-messages', { mailbox: 'untouched@x' });
  expect(windows).toHaveLength(1);
  expect((await kase.section('mailbox-messages', { mailbox: 'blind-before@x' })).windows).toHaveLength(1);
  // Known to have been there, though nothing of theirs is on record.
  await kase.unmark(`ip:${BAD}+from:2026-05-12+to:2026-05-17T00:00:00Z`);
  await kase.mark('ip:203.0.113.250+from:2026-05-16+to:2026-05-18', 'hostile', 'test');
  const report = await reportOf(kase);
  expect(report.exposure.confirmed.mailboxes.filter(({ verdict }) => verdict === 'unknown')).toMatchObject([
    { mailbox: 'untouched@x', messages: [], windows: [{}] },
  ]);
  expect(report.summary.verdict).toBe('suspicious');
});

test('that an intruder who helped to throttle a mailbox read on is not excluded, whoever left the last record', async () => {
  const kase = await desk.openCase();
  const records = [
    bind({ mailbox: 'seconds@x', at: at(0), ip: BAD, messages: ['l@x'] }),
    bind({ mailbox: 'seconds@x', at: later(NINE, 5), throttled: true }),
    bind({ mailbox: 'hours@x', at: at(0), ip: BAD, messages: ['n@x'] }),
    bind({ mailbox: 'hours@x', at: at(3), throttled: true }),
    bind({ mailbox: 'day-after@x', at: at(0), ip: BAD, messages: ['m@x'] }),
    bind({ mailbox: 'day-after@x', at: at(25), throttled: true }),
    bind({ mailbox: 'never@x', at: at(1), throttled: true }),
  ];
  await desk.ingest(kase, lines(records));
  await kase.mark(`ip:${BAD}`, 'hostile', 'test');
  const { mailboxes } = (await reportOf(kase)).exposure.confirmed;
  expect(verdicts(mailboxes)).toEqual({
    'seconds@x': 'entire-mailbox',
    'hours@x': 'messages',
    'day-after@x': 'messages',
    'never@x': 'no-evidence',
  });
  const windows = mailboxes.flatMap(({ mailbox, windows }) => windows.map(({ from }) => [mailbox, from]));
  expect(Object.fromEntries(windows)).toEqual({ 'seconds@x': `${later(NINE, 5)}Z`, 'hours@x': `${at(3)}Z` });
});

test('a marker without a match applies to records that come later', async () => {
  const kase = await desk.openCase();
  await desk.ingest(kase, lines([bind()]));
  await kase.mark('ip:203.0.113.0/24+from:2026-05-15', 'hostile', 'test');
  expect((await reportOf(kase)).exposure.confirmed.mailboxes).toEqual([]);
  await desk.ingest(kase, lines([bind({ at: '2026-05-16T00:00:00', ip: '203.0.113.200' })]));
  expect(verdicts((await reportOf(kase)).exposure.confirmed.mailboxes)).toEqual({
    'ana@contoso.com': 'messages',
  });
});

test('long lists come whole in the report and by page in a section', async () => {
  const kase = await desk.openCase();
  const messages = Array.from({ length: 2_345 }, (_, index) => `m${index}@x`);
  await desk.ingest(
    kase,
    lines(
      Array.from({ length: 47 }, (_, index) =>
        bind({ at: later(NINE, index * 60), ip: BAD, messages: messages.slice(index * 50, index * 50 + 50) }),
      ),
    ),
  );
  await kase.mark(`ip:${BAD}`, 'hostile', 'test');
  const report = await reportOf(kase);
  const [mailbox] = report.exposure.confirmed.mailboxes as [ExposedMailbox];
  expect(new Set(mailbox.messages.map(({ internetMessageId }) => internetMessageId)).size).toBe(2_345);
  expect(mailbox.messages).toHaveLength(2_345);
  const last = await kase.section('mailbox-messages', {
    mailbox: 'ana@contoso.com',
    offset: 2_340,
    limit: 1_000,
  });
  expect(last.messages).toMatchObject({ total: 2_345, offset: 2_340 });
  expect(last.messages.items).toHaveLength(5);
  const beyond = await kase.section('mailbox-messages', {
    mailbox: 'ana@contoso.com',
    offset: 9_999,
    limit: -3,
  });
  expect(beyond.messages).toMatchObject({ total: 2_345, items: [] });
});

test('an audit bypass of an account that an intruder used hides it in every mailbox, though it is set after the last record', async () => {
  const bypass = (user: string, hours: number, on: boolean) =>
    deed(
      'Set-MailboxAuditBypassAssociation',
      { Parameters: parameters({ Identity: user, AuditBypassEnabled: on ? 'True' : 'False' }) },
      { at: at(hours), user: 'admin@x' },
    );
  const kase = await desk.openCase();
  const records = [
    bypass('taken@x', -9, true),
    bypass('taken@x', -8, false),
    bind({ mailbox: 'taken@x', user: 'taken@x', at: at(0), ip: BAD, messages: ['l@x'] }),
    bind({ mailbox: 'other@x', at: at(1) }),
    bypass('taken@x', 6, true),
    bypass('backup@x', 7, true),
  ];
  await desk.ingest(kase, lines(records));
  await kase.mark(`ip:${BAD}`, 'hostile', 'test');
  const { mailboxes } = (await reportOf(kase)).exposure.confirmed;
  expect(verdicts(mailboxes)).toEqual({ 'taken@x': 'messages', 'other@x': 'unknown' });
  for (const { windows } of mailboxes) expect(windows.map(({ from }) => from)).toEqual([`${at(6)}Z`]);
});
