/** What `mailtrail analyze` writes for people to read. */
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { writeText } from '../../../analysis/cli/text-report.ts';
import type { Case } from '../../../analysis/index.ts';
import { lines, openDesk } from '../case/desk.ts';
import { type AuditData, bind, inboxRule, later, sync } from '../case/records.ts';
import { APP, LOG, SESSION } from '../case/suspicious.ts';

const desk = await openDesk();
const BAD = '203.0.113.66';

async function written(kase: Case): Promise<string> {
  const out = new PassThrough();
  const [report] = await Promise.all([text(out), writeText(kase, out).then(() => out.end())]);
  return report;
}

test('one of a thing is not written as several', async () => {
  const kase = await desk.caseOf(lines([bind()]));
  await kase.mark('ip:192.0.2.10', 'hostile', 'Ana');
  const report = await written(kase);
  expect(report).not.toMatch(/\b1 \w*(records|rows|mailboxes|messages|contexts|marks|folders|stretches)\b/);
  expect(report).toMatch(/1 mail-access record .* of 1 mailbox · 1 record in all/);
});

const reported = async (...records: AuditData[]) => written(await desk.caseOf(lines(records)));

test('a forwarding alone, with no read after it, is named: when, what, whose, by whom, from where', async () => {
  const forwarding = inboxRule({
    at: '2026-05-14T12:00:00',
    user: 'admin@contoso.com',
    with: {
      Operation: 'Set-Mailbox',
      Parameters: [
        { Name: 'Identity', Value: 'ana@contoso.com' },
        { Name: 'ForwardingSmtpAddress', Value: 'smtp:mallory@evil.example' },
      ],
    },
  });
  const switchedOn = inboxRule({
    user: 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.Servicehost)',
    with: {
      Operation: 'Set-AdminAuditLogConfig',
      UserType: 3,
      Parameters: [{ Name: 'UnifiedAuditLogIngestionEnabled', Value: 'True' }],
    },
  });
  const report = await reported(bind(), forwarding, switchedOn);
  expect(report).toContain(
    `\nChanges on record\n  2026-05-14T12:00:00Z · forwarding: to mallory@evil.example · concerns ana@contoso.com · by admin@contoso.com from 203.0.113.10 · record ${forwarding.Id}\n`,
  );
  // Microsoft's machinery switches on what is on.
  expect(report).not.toContain('audit log switched on');
});

test('many changes: those that open mail first, the others counted', async () => {
  const rule = (n: number, user = 'ana@contoso.com') =>
    inboxRule({ user, at: later('2026-05-14T12:00:00', n * 60), with: { Operation: 'New-InboxRule' } });
  const granted = inboxRule({
    at: '2026-05-01T12:00:00',
    with: {
      Operation: 'Add-MailboxFolderPermission',
      Parameters: [
        { Name: 'Identity', Value: 'ana@contoso.com:\\Inbox' },
        { Name: 'User', Value: 'lee@contoso.com' },
        { Name: 'AccessRights', Value: 'Reviewer' },
      ],
    },
  });
  const report = await reported(granted, ...Array.from({ length: 22 }, (_, n) => rule(n)));
  const shown = report.split('\nChanges on record\n')[1]?.split('\n\n')[0]?.split('\n') ?? [];
  expect(shown).toHaveLength(21);
  expect(shown.join()).not.toContain('Reviewer');
  expect(shown.at(-1)).toBe('  and 3 more (export timeline lists all)');
  expect(shown[0]).toContain('2026-05-14T12:02:00Z');
});

test('records without mail access: of when they are is said', async () => {
  const report = await reported(inboxRule(), inboxRule({ at: '2026-05-16T10:00:00' }));
  expect(report).toContain(
    'no mail access on record, other records of 2026-05-14T09:00:00Z to 2026-05-16T10:00:00Z · ',
  );
});

test('a log of an hour: what is usual is hardly known, and it says so; one time is not written as two', async () => {
  const report = await reported(bind());
  expect(report).toContain('\n2026-05-14T09:00:00Z · 1 mail-access record');
  expect(report).toMatch(
    /^Nothing unusual found .*; a log of less than an hour is too short to know what is usual\n/,
  );
  // Once is enough.
  expect(report).not.toContain('The log spans');
  expect(report).not.toMatch(/(\S+Z) (to|and) \1/);
  const week = await reported(bind(), bind({ at: '2026-05-20T09:00:00' }));
  expect(week).not.toContain('too short');
});

test('only what there is evidence of must be presumed read; of the others is said what holds', async () => {
  const from = (mailbox: string, ip: string, with_: Parameters<typeof bind>[0] = {}) =>
    bind({ mailbox, ip, session: null, ...with_ });
  const kase = await desk.caseOf(
    lines([
      from('ana@contoso.com', BAD),
      from('bob@contoso.com', BAD, { throttled: true }),
      sync({ mailbox: 'cat@contoso.com', ip: BAD, session: null }),
      from('dan@contoso.com', '192.0.2.10', { throttled: true }),
      from('eve@contoso.com', '192.0.2.11'),
    ]),
  );
  await kase.mark(`ip:${BAD}`, 'hostile', 'Ana');
  const report = await written(kase);
  const part = (title: string) => report.split(`\n${title}`)[1]?.split('\n\n')[0] ?? '';
  const presumed = part('Must be presumed read (confirmed)');
  expect(presumed).toContain('ana@contoso.com · 1 message on record · 2026-05-14T09:00:00Z');
  expect(presumed).toContain(
    'bob@contoso.com · the entire mailbox, since the log is blind for a time of that access',
  );
  expect(presumed).toContain('cat@contoso.com · the entire mailbox, since folders of it were synced');
  expect(presumed).not.toMatch(/dan@|eve@/);
  expect(part('Cannot be excluded')).toContain(
    'dan@contoso.com · 1 stretch in which access cannot be excluded',
  );
  expect(part('Not shown')).toContain('for the other mailbox: eve@contoso.com.');
});

test('what is suspected stands beside what is confirmed, and what is trusted says what it leaves out', async () => {
  const kase = await desk.caseOf(lines(LOG));
  const parts = async () => {
    const report = await written(kase);
    return { report, part: (title: string) => report.split(`\n${title}`)[1]?.split('\n\n')[0] ?? '' };
  };
  await kase.mark(`app:${APP}`, 'hostile', 'Ana');
  const both = await parts();
  expect(both.part('Must be presumed read (confirmed)')).toMatch(/^\n {2}p0@x · [^\n]*$/);
  expect(both.part('Must be presumed read (suspected)')).toContain('\n  swept7@x · 1 message on record');
  expect(both.part('Not shown')).toContain(
    'by a context marked hostile or by the contexts of these findings is on record for the other 4 mailboxes: p1@x, p2@x, p3@x and p4@x.',
  );
  await kase.mark(`session:${SESSION}`, 'trusted', 'Ana');
  const one = await parts();
  expect(one.report).toContain(
    `Marked trusted (session:${SESSION}): sets aside 8 messages and 0 folder syncs in 8 mailboxes, whatever is found there`,
  );
  expect(one.part('Not shown')).toContain('for the other 12 mailboxes: ');
});
