/** What Exchange says, as people send it: JSON and CSV of any encoding, lists off the screen, pasted lines. */
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decoded } from '../../../bot/live/exchange/decode.ts';
import { readSettings } from '../../../bot/live/exchange/read.ts';
import { type ExchangeSettings, merged, NOTHING_GIVEN } from '../../../bot/live/exchange/settings.ts';
import { daysOf } from '../../../bot/live/exchange/values.ts';

const MAILBOX = {
  UserPrincipalName: 'Ana@contoso.com',
  PrimarySmtpAddress: 'ana.ortiz@contoso.com',
  Name: 'ana',
  Guid: '1D0C5A3B-0000-4000-8000-000000000001',
  ExternalDirectoryObjectId: '1D0C5A3B-0000-4000-8000-0000000000AA',
  RecipientTypeDetails: 'UserMailbox',
  AuditEnabled: true,
  DefaultAuditSet: ['Admin', 'Delegate'],
  AuditOwner: ['Update', 'HardDelete'],
  AuditDelegate: ['Update', 'MailItemsAccessed'],
  AuditAdmin: ['Update', 'MailItemsAccessed'],
};
const READ = {
  keys: [
    '1d0c5a3b-0000-4000-8000-000000000001',
    '1d0c5a3b-0000-4000-8000-0000000000aa',
    'ana@contoso.com',
    'ana.ortiz@contoso.com',
    'ana',
  ],
  userId: '1d0c5a3b-0000-4000-8000-0000000000aa',
  address: 'ana.ortiz@contoso.com',
  type: 'UserMailbox',
  logon: {
    owner: { onDefault: false, named: false },
    delegate: { onDefault: true, named: true },
    admin: { onDefault: true, named: true },
  },
};
const WHOLE = {
  OrganizationConfig: [{ AuditDisabled: false }],
  AdminAuditLogConfig: [{ UnifiedAuditLogIngestionEnabled: true }],
  Mailbox: [MAILBOX],
  MailboxAuditBypassAssociation: [
    { Name: 'ana', Guid: '1', AuditBypassEnabled: true },
    { Name: 'SystemMailbox{1}', Guid: '2' },
  ],
  UnifiedAuditLogRetentionPolicy: [],
};

describe('JSON', () => {
  test('the one file of `coverage how`', () => {
    expect(readSettings(JSON.stringify(WHOLE, null, 2))).toEqual({
      organization: { auditDisabled: false },
      log: { ingestion: true },
      mailboxes: [READ],
      bypasses: [
        { keys: ['1', 'ana'], name: 'ana', on: true },
        { keys: ['2', 'systemmailbox{1}'], name: 'SystemMailbox{1}', on: null },
      ],
      retention: [],
    });
  });

  test('as Windows PowerShell 5 writes lists within objects', () => {
    const lists = { ...MAILBOX, DefaultAuditSet: { value: ['Admin', 'Delegate'], Count: 2 } };
    const text = JSON.stringify({ value: [lists], Count: 1 });
    expect(readSettings(text).mailboxes).toEqual([READ]);
  });

  test('one row alone, and all properties of a mailbox, lists and objects among them', () => {
    const all = { ...MAILBOX, EmailAddresses: [], MailboxPlan: { Name: 'plan' }, Languages: ['en'] };
    expect(readSettings(JSON.stringify(all)).mailboxes).toEqual([READ]);
  });

  test('outputs one after another in one file', () => {
    const text = ['{"AuditDisabled": true}', '[\n{"UnifiedAuditLogIngestionEnabled": false}\n]'].join('\n');
    expect(readSettings(text)).toEqual({ organization: { auditDisabled: true }, log: { ingestion: false } });
  });

  test('null is not configured, and not false', () => {
    const text = '{"AuditDisabled": null, "Name": "contoso"}';
    expect(readSettings(text)).toEqual({ organization: { auditDisabled: null } });
    const mailbox = { ...MAILBOX, DefaultAuditSet: null, AuditOwner: null };
    expect(readSettings(JSON.stringify([mailbox])).mailboxes?.[0]?.logon.owner).toEqual({
      onDefault: null,
      named: null,
    });
  });

  test('an emptied list is none, not unknown', () => {
    const mailbox = { ...MAILBOX, AuditOwner: [] };
    expect(readSettings(JSON.stringify([mailbox])).mailboxes?.[0]?.logon.owner.named).toBe(false);
  });

  test('two organizations that differ decide nothing', () => {
    expect(readSettings('[{"AuditDisabled":true},{"AuditDisabled":false}]')).toEqual({
      organization: { auditDisabled: null },
    });
  });
});

describe('CSV', () => {
  const csv = (row: object, options: object = {}) =>
    stringify([row], { header: true, quoted: true, record_delimiter: 'windows', ...options });
  const flat = {
    ...MAILBOX,
    AuditEnabled: 'True',
    DefaultAuditSet: 'Admin, Delegate',
    AuditOwner: 'Update HardDelete',
    AuditDelegate: 'Update;MailItemsAccessed',
    AuditAdmin: 'Update|MailItemsAccessed',
  };

  test.each([',', ';', '\t'])('delimited by %j, with the line on types before it', (delimiter) => {
    const text = `#TYPE Selected.Microsoft.Exchange\r\n${csv(flat, { delimiter })}`;
    expect(readSettings(text).mailboxes).toEqual([READ]);
  });

  test('lists that Export-Csv lost are not read as empty', () => {
    for (const lost of [
      'System.Object[]',
      'Microsoft.Exchange.Data.MultiValuedProperty`1[System.String]',
      '',
    ]) {
      const { mailboxes } = readSettings(csv({ ...flat, AuditOwner: lost }));
      expect(mailboxes?.[0]?.logon.owner).toEqual({ onDefault: false, named: null });
    }
  });

  test('a bypass without its value is indeterminate', () => {
    const text = 'Name,Guid,AuditBypassEnabled\r\nana,1,\r\nbo,2,False\r\n';
    expect(readSettings(text).bypasses?.map(({ on }) => on)).toEqual([null, false]);
  });

  test('policies', () => {
    const row = {
      Name: 'short',
      Enabled: 'True',
      RecordTypes: 'ExchangeItemAggregated',
      Operations: '',
      UserIds: '',
      RetentionDuration: 'ThreeMonths',
      Priority: '5',
    };
    expect(readSettings(csv(row)).retention).toEqual([
      {
        name: 'short',
        enabled: true,
        operations: [],
        recordTypes: ['ExchangeItemAggregated'],
        users: [],
        days: 90,
        priority: 5,
      },
    ]);
  });
});

describe('the screen', () => {
  test('a list, where a value that was cut short decides nothing', () => {
    const text = [
      'UserPrincipalName : ana@contoso.com',
      'Database          : EURPR01',
      'AuditEnabled      : True',
      'DefaultAuditSet   : {Admin, Delegate}',
      'AuditOwner        : {Update, MoveToDeletedItems, SoftDelete, HardDelete...}',
      'AuditDelegate     : {MailItemsAccessed, Update…}',
      '',
      'UserPrincipalName : bo@contoso.com',
      'AuditOwner        : {Update}',
    ].join('\r\n');
    const { mailboxes } = readSettings(text);
    expect(
      mailboxes?.map(({ address, logon }) => [address, logon.owner.named, logon.delegate.named]),
    ).toEqual([
      ['ana@contoso.com', null, true],
      ['bo@contoso.com', false, null],
    ]);
    expect(mailboxes?.[0]?.logon.owner.onDefault).toBe(false);
  });

  test('run together by the chat', () => {
    const text = 'AuditDisabled : False UnifiedAuditLogIngestionEnabled : True';
    expect(readSettings(text)).toEqual({ organization: { auditDisabled: false }, log: { ingestion: true } });
  });
});

test.each([
  ['ThreeMonths', 90],
  ['SixMonths', 180],
  ['TwelveMonths', 365],
  ['TenYears', 3_650],
  ['SevenDays', 7],
  ['Forever', null],
  ['', null],
])('%j is %j days', (words, days) => {
  expect(daysOf(words)).toBe(days);
});

test('what was given last counts, part by part', () => {
  const first = merged(NOTHING_GIVEN, { log: { ingestion: true }, retention: [] });
  expect(merged(first, { log: { ingestion: false } })).toEqual({
    ...NOTHING_GIVEN,
    log: { ingestion: false },
    retention: [],
  });
});

describe('whatever comes', () => {
  const encodings: [string, (text: string) => Buffer][] = [
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-8 with a mark', (text) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 without a mark', (text) => Buffer.from(text, 'utf16le')],
    ['UTF-16, the other way round', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ];
  const name = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== '');
  const mailbox = fc.record({
    UserPrincipalName: name,
    RecipientTypeDetails: fc.constantFrom('UserMailbox', 'RoomMailbox', null),
    DefaultAuditSet: fc.option(fc.subarray(['Admin', 'Delegate', 'Owner'])),
    AuditOwner: fc.option(fc.subarray(['Update', 'MailItemsAccessed'])),
    AuditDelegate: fc.option(fc.subarray(['Update', 'MailItemsAccessed'])),
    AuditAdmin: fc.option(fc.subarray(['Update', 'MailItemsAccessed'])),
  });

  test.each(encodings)('JSON in %s is read the same', (_, encode) => {
    fc.assert(
      fc.property(fc.array(mailbox, { minLength: 1, maxLength: 5 }), (rows) => {
        const text = JSON.stringify({ Mailbox: rows });
        const { mailboxes } = readSettings(decoded(encode(text)));
        expect(mailboxes?.map(({ address }) => address)).toEqual(
          rows.map((row) => row.UserPrincipalName.trim().toLowerCase()),
        );
        const named = (list: string[] | null) => list?.includes('MailItemsAccessed') ?? null;
        expect(mailboxes?.map(({ logon }) => logon.owner.named)).toEqual(
          rows.map((row) => named(row.AuditOwner)),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('it never throws, and never says what was not there', () => {
    const wild = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.json({ maxDepth: 5 }),
      fc.uint8Array({ maxLength: 400 }).map((bytes) => decoded(bytes)),
      fc
        .array(
          fc.constantFrom(
            'AuditDisabled',
            ':',
            ' ',
            'True',
            '{',
            '}',
            '[',
            ']',
            '"',
            ',',
            '\n',
            'Name',
            'AuditOwner',
            '…',
          ),
          { maxLength: 60 },
        )
        .map((words) => words.join('')),
    );
    fc.assert(
      fc.property(wild, (text) => {
        const found: Partial<ExchangeSettings> = readSettings(text);
        if (!/AuditDisabled/i.test(text)) expect(found.organization).toBeUndefined();
        if (found.organization?.auditDisabled != null) {
          expect(text.toLowerCase()).toContain(String(found.organization.auditDisabled));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a damaged file of many megabytes is given up quickly', () => {
    expect(readSettings(`[${'{"AuditDisabled":false}\n'.repeat(200_000)}`)).toEqual({});
    expect(readSettings('['.repeat(100_000))).toEqual({});
  });
});
