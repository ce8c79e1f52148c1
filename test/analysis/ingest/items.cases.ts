/** Records, one a mailbox, and what is kept of the messages and folders they name (audit-records.md section 3). */
import { type AuditData, bind, sync } from '../case/records.ts';

export interface KeptItem {
  internet_message_id: string | null;
  item_id: string | null;
  folder: string;
  folder_id: string | null;
  bytes: number | null;
  subject: string | null;
  immutable_id: string | null;
}

interface Case {
  record: (mailbox: string) => AuditData;
  kept: KeptItem[];
}

const NONE = {
  internet_message_id: null,
  item_id: null,
  folder_id: null,
  bytes: null,
  subject: null,
  immutable_id: null,
};
const INBOX = '\\Inbox';
const UNNAMED = '(folder without a name)';

const read =
  (...Folders: unknown[]) =>
  (mailbox: string) =>
    bind({ mailbox, with: { Folders } });
const inbox = (...FolderItems: unknown[]) => ({ Id: 'Lg1', Path: INBOX, FolderItems });

export const CASES: Record<string, Case> = {
  'a message with all its ids': {
    record: read(
      inbox({ InternetMessageId: '<a@x>', Id: 'Rg1', ImmutableId: 'AAk1', SizeInBytes: 5, Subject: 'Hello' }),
    ),
    kept: [
      { ...NONE, internet_message_id: '<a@x>', item_id: 'Rg1', folder: INBOX, bytes: 5, subject: 'Hello' },
    ],
  },
  'a message of an old record, without other ids': {
    record: read(inbox({ InternetMessageId: '<a@x>' }, { InternetMessageId: '<b@x>', Id: ' ' })),
    kept: [
      { ...NONE, internet_message_id: '<a@x>', folder: INBOX },
      { ...NONE, internet_message_id: '<b@x>', folder: INBOX },
    ],
  },
  'an item id alone': {
    record: read(inbox({ Id: 'Rg1' })),
    kept: [{ ...NONE, item_id: 'Rg1', folder: INBOX }],
  },
  'a draft: no InternetMessageId, both ids': {
    record: read(
      inbox({ Id: 'Rg1', ImmutableId: 'AAk1' }, { InternetMessageId: '', Id: 'Rg2', ImmutableId: 'AAk2' }),
    ),
    kept: [
      { ...NONE, item_id: 'Rg1', folder: INBOX, immutable_id: 'AAk1' },
      { ...NONE, item_id: 'Rg2', folder: INBOX, immutable_id: 'AAk2' },
    ],
  },
  'an immutable id alone': {
    record: read(inbox({ ImmutableId: 'AAk1', SizeInBytes: 7 })),
    kept: [{ ...NONE, item_id: 'AAk1', folder: INBOX, bytes: 7, immutable_id: 'AAk1' }],
  },
  'an immutable id beside an InternetMessageId': {
    record: read(inbox({ InternetMessageId: '<a@x>', ImmutableId: 'AAk1' })),
    kept: [{ ...NONE, internet_message_id: '<a@x>', item_id: 'AAk1', folder: INBOX }],
  },
  'items that are none': {
    record: read(inbox(null, {}, { SizeInBytes: 9 }), { Id: 'Lg2', Path: INBOX, FolderItems: null }, null),
    kept: [],
  },
  'items that are none beside one': {
    record: read(inbox(null, { InternetMessageId: '<a@x>', Id: 'Rg1' }, { Subject: 'lost' })),
    kept: [{ ...NONE, internet_message_id: '<a@x>', item_id: 'Rg1', folder: INBOX }],
  },
  'folders without a name, beside one that has it': {
    record: read(
      { Id: 'Lg1', Path: 'Not Available', FolderItems: [{ InternetMessageId: '<a@x>', Id: 'Rg1' }] },
      { Id: 'Lg2', Path: ' ', FolderItems: [{ InternetMessageId: '<b@x>', Id: 'Rg2' }] },
      { Id: 'Lg3', FolderItems: [{ InternetMessageId: '<c@x>', Id: 'Rg3' }] },
      { Id: 'Lg4', Path: INBOX, FolderItems: [{ InternetMessageId: '<d@x>', Id: 'Rg4' }] },
    ),
    kept: [
      { ...NONE, internet_message_id: '<a@x>', item_id: 'Rg1', folder: UNNAMED, folder_id: 'Lg1' },
      { ...NONE, internet_message_id: '<b@x>', item_id: 'Rg2', folder: UNNAMED, folder_id: 'Lg2' },
      { ...NONE, internet_message_id: '<c@x>', item_id: 'Rg3', folder: UNNAMED, folder_id: 'Lg3' },
      { ...NONE, internet_message_id: '<d@x>', item_id: 'Rg4', folder: INBOX },
    ],
  },
  'a Sync that names its folder in Item': {
    record: (mailbox) => sync({ mailbox, folder: 'Sent' }),
    kept: [{ ...NONE, folder: 'Sent', folder_id: 'LgU2VudA==' }],
  },
  'a Sync with Folders': {
    record: (mailbox) =>
      sync({
        mailbox,
        with: {
          Item: undefined,
          Folders: [
            { Id: 'Lg1', Path: INBOX },
            { Id: 'Lg2', Path: 'Not Available' },
          ],
        },
      }),
    kept: [
      { ...NONE, folder: INBOX, folder_id: 'Lg1' },
      { ...NONE, folder: UNNAMED, folder_id: 'Lg2' },
    ],
  },
  'a Sync with Folders and items': {
    record: (mailbox) =>
      sync({
        mailbox,
        with: { Item: undefined, Folders: [inbox({ InternetMessageId: '<a@x>', Id: 'Rg1' })] },
      }),
    kept: [{ ...NONE, internet_message_id: '<a@x>', item_id: 'Rg1', folder: INBOX, folder_id: 'Lg1' }],
  },
  'a Bind with nothing but an Item': {
    record: (mailbox) =>
      bind({
        mailbox,
        with: {
          Folders: undefined,
          Item: {
            InternetMessageId: '<a@x>',
            Id: 'Rg1',
            SizeInBytes: 3,
            ParentFolder: { Id: 'Lg1', Path: INBOX },
          },
        },
      }),
    kept: [
      { ...NONE, internet_message_id: '<a@x>', item_id: 'Rg1', folder: INBOX, folder_id: 'Lg1', bytes: 3 },
    ],
  },
  'a Bind with nothing but an Item of an immutable id': {
    record: (mailbox) =>
      bind({
        mailbox,
        with: { Folders: [], Item: { ImmutableId: 'AAk1', ParentFolder: { Name: 'Drafts' } } },
      }),
    kept: [{ ...NONE, item_id: 'AAk1', folder: 'Drafts', immutable_id: 'AAk1' }],
  },
  'a Bind with an Item beside its Folders': {
    record: (mailbox) =>
      bind({
        mailbox,
        with: {
          Folders: [inbox({ InternetMessageId: '<a@x>', Id: 'Rg1' })],
          Item: { InternetMessageId: '<b@x>' },
        },
      }),
    kept: [{ ...NONE, internet_message_id: '<a@x>', item_id: 'Rg1', folder: INBOX }],
  },
};
