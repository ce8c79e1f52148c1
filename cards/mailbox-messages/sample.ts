import type { MailboxMessagesSection } from '../../analysis/sections.ts';
import { samples as contexts } from '../contexts/sample.ts';

const section: MailboxMessagesSection = {
  case: { id: 'c-0520', name: 'contoso-0520' },
  exposure: {
    mailbox: 'isaiah.l@contoso.com',
    scope: 'confirmed',
    verdict: 'entire-mailbox',
    messages: 98,
    folders: 2,
    windows: 1,
    firstAccess: '2026-05-14T13:00:00Z',
    lastAccess: '2026-05-14T13:34:00Z',
  },
  messages: {
    total: 98,
    offset: 0,
    items: [
      {
        internetMessageId: '<CY4PR0601MB3700A1B2C3D4E5F6@CY4PR0601MB3700.namprd06.prod.outlook.com>',
        itemId: null,
        folders: ['\\Inbox'],
        sizeInBytes: 48_213,
        firstAccess: '2026-05-14T13:02:00Z',
        lastAccess: '2026-05-14T13:30:00Z',
        contexts: ['x2', 'x1'],
        subject: null,
      },
      {
        internetMessageId: '<pay-2026-05@erp.contoso.com>',
        itemId: null,
        folders: ['\\Inbox\\Finance', '\\Archive', '\\Later'],
        sizeInBytes: null,
        firstAccess: '2026-05-14T13:04:00Z',
        lastAccess: '2026-05-14T13:04:00Z',
        contexts: ['x2'],
        subject: 'Pay run, May',
      },
      {
        internetMessageId: null,
        itemId: 'LgAAAAB9CVoVuG9rQ7rC5Kx3J6dXAQCk0p3yQk5rTZ1x8mY2b7JwAAAAAAEMAAB',
        folders: [],
        sizeInBytes: 900,
        firstAccess: '2026-05-14T13:05:00Z',
        lastAccess: '2026-05-14T13:05:00Z',
        contexts: [],
        subject: null,
      },
    ],
  },
  folders: {
    total: 2,
    offset: 0,
    items: [
      {
        folder: '\\Inbox',
        folderId: null,
        firstSync: '2026-05-14T13:00:00Z',
        lastSync: '2026-05-14T13:16:00Z',
        contexts: ['x2'],
      },
      {
        folder: '\\Sent Items',
        folderId: null,
        firstSync: '2026-05-14T13:16:00Z',
        lastSync: '2026-05-14T13:16:00Z',
        contexts: ['x2'],
      },
    ],
  },
  windows: [{ from: '2026-05-14T17:41:00Z', to: '2026-05-15T17:42:00Z', gapId: 'g1' }],
  contexts: contexts['all mailboxes']?.contexts.items ?? [],
};

export const samples: Record<string, MailboxMessagesSection> = {
  'entire mailbox': section,
  messages: {
    ...section,
    exposure: { ...section.exposure, verdict: 'messages', folders: 0 },
    folders: { items: [], total: 0, offset: 0 },
  },
  'asked what they are called': {
    ...section,
    messages: {
      ...section.messages,
      items: section.messages.items.map((message, index) => {
        const found = index === 0;
        return {
          ...message,
          called: {
            state: found ? 'found' : index === 1 ? 'not-found' : 'several',
            subject: found ? 'Salaries of the board' : null,
            sender: found ? 'hr@contoso.com' : null,
            receivedAt: found ? '2026-05-12T07:30:00Z' : null,
            hasAttachments: found ? true : null,
            sensitivity: found ? 'private' : null,
            why: found ? null : 'deleted, or moved by a rule',
          },
        };
      }),
    },
  },
  'blind, nothing recorded': {
    ...section,
    exposure: {
      ...section.exposure,
      verdict: 'unknown',
      messages: 0,
      folders: 0,
      firstAccess: null,
      lastAccess: null,
    },
    messages: { items: [], total: 0, offset: 0 },
    folders: { items: [], total: 0, offset: 0 },
  },
  recorded: {
    ...section,
    exposure: { ...section.exposure, verdict: null, scope: 'recorded' },
    windows: [],
    messages: { ...section.messages, offset: 20 },
    folders: { ...section.folders, items: [], offset: 20 },
  },
};
