/** Mail sent and attachments opened in hostile contexts stand in the ledger beside what was read. */
import { describe, expect, test, vi } from 'vitest';
import type { Case } from '../../../analysis/index.ts';
import { lines, openDesk } from '../case/desk.ts';
import { type AuditData, bind, nextId, ORGANIZATION } from '../case/records.ts';

vi.setConfig({ testTimeout: 30_000 });
const desk = await openDesk();

const BAD = '203.0.113.66';
const OWN = '203.0.113.10';
const STOLEN = '5b1e0000-0000-4000-8000-00000000dead';
const AT = '2026-05-14T09:30:00';

interface Act {
  operation: string;
  ip?: string;
  session?: string;
  mailbox?: string;
  user?: string;
  result?: string;
}

function act({
  operation,
  ip,
  session,
  mailbox = 'ana@contoso.com',
  user = mailbox,
  result = 'Succeeded',
}: Act): AuditData {
  return JSON.parse(
    JSON.stringify({
      CreationTime: AT,
      Id: nextId(),
      Operation: operation,
      OrganizationId: ORGANIZATION,
      RecordType: 2,
      ResultStatus: result,
      UserKey: '10032002F222981B',
      UserType: 0,
      Version: 1,
      Workload: 'Exchange',
      UserId: user,
      ClientIPAddress: ip,
      SessionId: session,
      MailboxOwnerUPN: mailbox,
      Item: { Id: 'x', Subject: 'Invoice', InternetMessageId: '<s@x>' },
    }),
  ) as AuditData;
}

async function opened(...records: AuditData[]): Promise<Case> {
  const kase = await desk.openCase();
  await desk.ingest(kase, lines(records));
  return kase;
}

async function ledger(kase: Case) {
  const { mailboxes } = await kase.section('messages', { scope: 'confirmed' });
  return Object.fromEntries(
    mailboxes.items.map(({ mailbox, sent, attachmentsOpened }) => [mailbox, [sent, attachmentsOpened]]),
  );
}

const READ = [
  bind({ ip: BAD, session: STOLEN }),
  bind({ ip: OWN, session: STOLEN }),
  bind({ mailbox: 'lee@x', ip: OWN }),
];

describe('by address', async () => {
  const kase = await opened(
    ...READ,
    act({ operation: 'Send', ip: BAD, session: STOLEN }),
    act({ operation: 'SendAs', ip: BAD }),
    act({ operation: 'AttachmentAccess', ip: BAD, session: STOLEN }),
    // What its owner does in the stolen session, from where the owner is.
    act({ operation: 'Send', ip: OWN, session: STOLEN }),
    act({ operation: 'Send', ip: BAD, result: 'Failed' }),
    // A mailbox the intruder was not seen to read, but sent from.
    act({ operation: 'SendOnBehalf', ip: BAD, mailbox: 'mo@x' }),
    act({ operation: 'Send', ip: OWN, mailbox: 'lee@x' }),
  );
  await kase.mark(`ip:${BAD}`, 'hostile', 'test');

  test('counts what came from there, and not what the owner did', async () => {
    const counts = await ledger(kase);
    expect(counts['ana@contoso.com']).toEqual([2, 1]);
    expect(counts['lee@x']).toEqual([0, 0]);
    expect(counts['mo@x']).toEqual([1, 0]);
  });

  test('is not said of the log as a whole, and goes when the marker goes', async () => {
    const { mailboxes } = await kase.section('messages', { scope: 'recorded' });
    expect(mailboxes.items.every((mailbox) => !('sent' in mailbox))).toBe(true);
    await kase.unmark(`ip:${BAD}`);
    expect(await ledger(kase)).toEqual({});
  });
});

test('by session: also what names no address', async () => {
  const kase = await opened(
    bind({ ip: BAD, session: STOLEN }),
    act({ operation: 'Send', session: STOLEN }),
    act({ operation: 'AttachmentAccess', ip: BAD }),
    act({ operation: 'Send', ip: OWN, session: '5b1e0000-0000-4000-8000-00000000beef' }),
  );
  await kase.mark(`session:${STOLEN}`, 'hostile', 'test');
  expect(await ledger(kase)).toEqual({ 'ana@contoso.com': [1, 1] });
});
