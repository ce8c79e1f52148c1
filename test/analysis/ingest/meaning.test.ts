/** What a record is taken to mean: audit-records.md section 3, as the contexts and totals of a report show it. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../../analysis/report.ts';
import { lines, openDesk } from '../case/desk.ts';
import { bind, inboxRule, ORGANIZATION, sync } from '../case/records.ts';
import { APP, CASES } from './meaning.cases.ts';

const desk = await openDesk();

const ALL = Object.entries(CASES).map(([name, { record, context }], index) => {
  const mailbox = `case${index}@contoso.com`;
  return { name, mailbox, made: record(mailbox), context };
});

describe('contexts', () => {
  let report: Report;
  beforeAll(async () => {
    ({ report } = await desk.analyse(lines(ALL.map(({ made }) => made))));
  }, 60_000);

  test.each(ALL)('$name', ({ mailbox, context }) => {
    const found = report.contexts.filter((candidate) => candidate.mailbox === mailbox);
    expect(found).toMatchObject([{ records: 1, ...context }]);
  });

  test('service records are those with verdict service', () => {
    const services = report.contexts.filter(({ verdict }) => verdict === 'service');
    expect(report.totals.serviceRecords).toBe(services.reduce((sum, { records }) => sum + records, 0));
    expect(report.series.reduce((sum, { service }) => sum + service, 0)).toBe(report.totals.serviceRecords);
  });
});

test('times are those of AuditData, whatever their form', async () => {
  const forms = [
    '2026-05-14T09:00:00',
    '2026-05-14T09:00:00Z',
    '2026-05-14T09:00:00.1234567Z',
    '2026-05-14T11:00:00+02:00',
    '2026-05-14T09:00:00.0000000Z ',
    '/Date(1778749200000)/',
  ];
  const { report } = await desk.analyse(
    lines(forms.map((at) => bind({ at, mailbox: 'a@x', session: null }))),
  );
  expect(report.rejected).toEqual([]);
  expect(report.window).toEqual({ from: '2026-05-14T09:00:00Z', to: '2026-05-14T09:00:00Z' });
});

describe('items', () => {
  const item = (fields: Record<string, unknown>) => fields;
  const folder = (Path: string, ...FolderItems: unknown[]) => ({ Id: `Lg${Path}`, Path, FolderItems });

  test('are counted over all folders and told apart as the schema says', async () => {
    const { kase, report } = await desk.analyse(
      lines([
        bind({
          mailbox: 'a@x',
          with: {
            Folders: [
              folder(
                '\\Inbox',
                item({ InternetMessageId: '<One@x>', SizeInBytes: 10 }),
                item({ InternetMessageId: '<two@x>' }),
              ),
              folder('\\Sent', item({ InternetMessageId: 'one@X', SizeInBytes: 20 }), null),
              folder(
                '\\Drafts',
                item({ Id: 'RgDraft', SizeInBytes: 5 }),
                item({ InternetMessageId: '', Id: 'RgOther' }),
              ),
            ],
          },
        }),
        bind({ mailbox: 'b@x', at: '2026-05-14T10:00:00', messages: ['one@x'] }),
        bind({ mailbox: 'a@x', at: '2026-05-14T11:00:00', messages: ['one@x'], ip: '203.0.113.99' }),
        // A Sync names a folder, not a message.
        sync({ mailbox: 'a@x' }),
        // A Bind of a single item has it in Item instead of Folders.
        bind({
          mailbox: 'c@x',
          with: {
            Folders: undefined,
            Item: { InternetMessageId: '<single@x>', ParentFolder: { Id: 'Lg', Path: '\\In' } },
          },
        }),
      ]),
    );
    expect(report.totals).toMatchObject({ messages: 3, mailboxMessages: 6, itemReferences: 8 });
    const { messages } = await kase.section('mailbox-messages', { mailbox: 'A@X', scope: 'recorded' });
    const contexts = report.contexts.filter(({ mailbox, bind: binds }) => mailbox === 'a@x' && binds > 0);
    expect(messages.total).toBe(4);
    expect(messages.items.find(({ internetMessageId }) => /one/i.test(String(internetMessageId)))).toEqual({
      internetMessageId: expect.stringMatching(/^<one@x>$/i),
      itemId: null,
      folders: ['\\Inbox', '\\Sent'],
      sizeInBytes: 1005,
      firstAccess: '2026-05-14T09:00:00Z',
      lastAccess: '2026-05-14T11:00:00Z',
      contexts: contexts.map(({ id }) => id).sort(),
      subject: null,
    });
    expect(messages.items.filter(({ internetMessageId }) => internetMessageId === null)).toMatchObject([
      { itemId: expect.stringMatching(/^Rg/), folders: ['\\Drafts'] },
      { itemId: expect.stringMatching(/^Rg/), folders: ['\\Drafts'] },
    ]);
    expect(messages.items.find(({ itemId }) => itemId === 'RgDraft')?.sizeInBytes).toBe(5);
  });

  test('totals.contexts counts the four properties over all mailboxes and apps', async () => {
    const { report } = await desk.analyse(
      lines([
        bind({ mailbox: 'a@x', user: 'ana@x' }),
        // Another mailbox, another app, another port: the same four properties.
        bind({ mailbox: 'b@x', user: 'ana@x', ip: '203.0.113.10:99', with: { ClientAppId: APP } }),
        bind({ mailbox: 'a@x', user: 'ana@x', client: 'Client=REST;;' }),
        bind({ mailbox: 'a@x', user: 'ana@x', session: null }),
        // A session known from elsewhere than SessionId is not one of the four.
        bind({
          mailbox: 'a@x',
          user: 'ana@x',
          session: null,
          with: { AppAccessContext: { AADSessionId: 'x' } },
        }),
        bind({ mailbox: 'a@x', user: 'ANA@x' }),
        bind({ mailbox: 'a@x', user: 'bo@x' }),
      ]),
    );
    expect(report.totals.contexts).toBe(4);
    expect(report.contexts).toHaveLength(5);
    expect(report.totals.mailboxes).toBe(2);
  });

  test('what one OWA session writes in two client strings is one visit', async () => {
    const { report } = await desk.analyse(
      lines([
        bind({ client: 'Client=OWA;Mozilla/5.0 (Windows NT 10.0) Chrome/120.0;' }),
        bind({ client: 'Client=OWA;Action=ViaProxy' }),
        bind({ client: 'Client=MSExchangeRPC' }),
        bind({ client: 'Client=OWA;Action=ViaProxy', ip: '203.0.113.200' }),
      ]),
    );
    expect(report.contexts).toHaveLength(4);
    expect(new Set(report.contexts.map(({ groupId }) => groupId)).size).toBe(3);
  });
});

describe('inputs', () => {
  test('say what may be cut short, and which organizations are mixed', async () => {
    const other = { OrganizationId: '75243ab2-44f8-435c-a7a6-b479385df6d4' };
    const hundred = Array.from({ length: 100 }, () => bind());
    const wrapped = (ResultCount: number) =>
      `${JSON.stringify({ RecordType: 'x', AuditData: bind(), ResultIndex: 1, ResultCount, Identity: 'x' })}\n`;
    const { report } = await desk.analyse(
      lines(hundred),
      lines(hundred.slice(1)),
      wrapped(1),
      wrapped(2),
      lines([bind(), bind({ with: other })]),
      lines([bind({ with: other })]),
      lines([inboxRule()]),
      lines([bind({ session: null })]),
    );
    expect(report.inputs.map(({ warnings }) => warnings)).toEqual([
      ['possibly-truncated-100'],
      [],
      [],
      ['result-count-exceeds-rows'],
      ['several-organizations'],
      // What was mixed before is told where it was mixed.
      [],
      ['no-mail-items-accessed'],
      ['no-session-ids'],
    ]);
    expect(report.organizations).toEqual([ORGANIZATION, other.OrganizationId].sort());
    expect(report.logTrust.cannotConclude.join(' ')).toContain('2 files may be cut short');
  });

  test('of two organizations, one each, are told by the second', async () => {
    const other = { OrganizationId: '75243ab2-44f8-435c-a7a6-b479385df6d4' };
    const { report } = await desk.analyse(lines([bind()]), lines([bind({ with: other })]));
    expect(report.inputs.map(({ warnings }) => warnings)).toEqual([[], ['several-organizations']]);
  });
});
