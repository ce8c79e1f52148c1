import type { FindingMessagesSection } from '../../analysis/sections.ts';

const the = { case: { id: 'c-0520', name: 'contoso-0520' } };
const finding = {
  id: '653ddbc9953ad42e',
  title: '6 folders of ana.bowman@contoso.com downloaded to a new place',
  severity: 'high',
} as const;

export const samples: Record<string, FindingMessagesSection> = {
  'messages and folders': {
    ...the,
    finding,
    messages: 54,
    folders: 1,
    items: {
      total: 55,
      offset: 0,
      items: [
        {
          mailbox: 'ana.bowman@contoso.com',
          messageId: null,
          access: 'sync',
          subject: null,
          folders: ['\\Inbox'],
          firstAccess: '2026-05-16T02:00:00Z',
          lastAccess: '2026-05-16T02:08:34Z',
        },
        {
          mailbox: 'ana.bowman@contoso.com',
          messageId: '<pay-2026-05@erp.contoso.com>',
          access: 'bind',
          subject: 'Pay run, May',
          folders: ['\\Inbox', '\\Archive'],
          firstAccess: '2026-05-15T12:02:00Z',
          lastAccess: '2026-05-15T12:29:01Z',
        },
        {
          mailbox: 'ana.bowman@contoso.com',
          messageId: null,
          access: 'bind',
          subject: null,
          folders: [],
          firstAccess: '2026-05-15T12:04:00Z',
          lastAccess: '2026-05-15T12:04:00Z',
        },
      ],
    },
  },
  'no message': { ...the, finding, messages: 0, folders: 0, items: { total: 0, offset: 0, items: [] } },
  gone: { ...the, finding: null, messages: 0, folders: 0, items: { total: 0, offset: 0, items: [] } },
};
