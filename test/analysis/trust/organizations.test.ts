/** Several organisations in one case: what one of them switched off is no gap of the other's mailboxes. */
import { expect, test } from 'vitest';
import { lines, openDesk, reportOf } from '../case/desk.ts';
import { type AuditData, bind, inboxRule, ORGANIZATION } from '../case/records.ts';

const desk = await openDesk();
const OTHER = '11111111-d342-44f2-8961-74c442a2fad2';
const BAD = '203.0.113.66';

const setting = (operation: string, at: string, name: string, value: string): AuditData =>
  inboxRule({
    at,
    user: 'admin@contoso.com',
    with: { Operation: operation, Parameters: [{ Name: name, Value: value }] },
  });
const audit = (at: string, value: string) => setting('Set-OrganizationConfig', at, 'AuditDisabled', value);
const ingestion = (at: string, value: string) =>
  setting('Set-AdminAuditLogConfig', at, 'UnifiedAuditLogIngestionEnabled', value);
const ana = (at: string) => bind({ mailbox: 'ana@contoso.com', at });
const ben = (at: string, ip = BAD) =>
  bind({ mailbox: 'ben@fabrikam.com', at, ip, with: { OrganizationId: OTHER } });

const OFF = [
  ana('2026-05-10T09:00:00'),
  audit('2026-05-12T00:00:00', 'True'),
  audit('2026-05-13T00:00:00', 'False'),
  ingestion('2026-05-15T00:00:00', 'False'),
  ana('2026-05-20T09:00:00'),
];

test('the gaps of one organisation name it, and blind its own mailboxes alone', async () => {
  const { kase, report } = await desk.analyse(
    lines([...OFF, ben('2026-05-12T12:00:00'), ben('2026-05-16T12:00:00', '192.0.2.10')]),
  );
  const { gaps, mailboxes, cannotConclude } = report.logTrust;
  const [disabled, switchedOff] = ['audit-disabled', 'ingestion-disabled'].map((kind) =>
    gaps.find((gap) => gap.kind === kind),
  );
  expect(disabled?.statement).toContain(
    `Mailbox auditing of the organisation ${ORGANIZATION} (contoso.com) was`,
  );
  expect(switchedOff?.statement).toContain(`audit log of the organisation ${ORGANIZATION} (contoso.com) was`);
  // A record of the other organisation does not show that this one's log was on again.
  expect(switchedOff?.to).toBe('2026-05-20T09:00:00Z');
  expect(cannotConclude.join('\n')).toContain(
    `of the organisation ${ORGANIZATION} (contoso.com) was switched off`,
  );
  expect(mailboxes.map(({ mailbox, coveredShare, reasons }) => [mailbox, coveredShare < 1, reasons])).toEqual(
    [
      ['ana@contoso.com', true, ['audit-disabled (whole tenant)', 'ingestion-disabled (whole tenant)']],
      ['ben@fabrikam.com', false, []],
    ],
  );
  await kase.mark(`ip:${BAD}+from:2026-05-12+to:2026-05-13`, 'hostile', 'Ana');
  const { confirmed } = (await reportOf(kase)).exposure;
  expect(
    confirmed.mailboxes.map(({ mailbox, verdict, windows }) => [mailbox, verdict, windows.length]),
  ).toEqual([
    ['ben@fabrikam.com', 'messages', 0],
    ['ana@contoso.com', 'unknown', 1],
  ]);
  const own = await kase.section('timeline', { mailbox: 'ben@fabrikam.com', only: 'gap' });
  expect(own.events.total).toBe(0);
  const whoRead = await kase.section('who-read', { ids: ['nothing@x'], mailbox: 'ben@fabrikam.com' });
  expect(whoRead.copies.items.map((copy) => copy.gaps)).toEqual([0]);
});

test('in a case of one organisation the sentences name none, and every mailbox is blind', async () => {
  const { report } = await desk.analyse(
    lines([...OFF, bind({ mailbox: 'eve@contoso.com', at: '2026-05-11T09:00:00' })]),
  );
  expect(JSON.stringify(report.logTrust)).not.toContain(ORGANIZATION);
  expect(report.logTrust.mailboxes.map(({ coveredShare }) => coveredShare < 1)).toEqual([true, true]);
});
