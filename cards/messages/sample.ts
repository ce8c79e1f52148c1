import type { MessagesSection } from '../../analysis/sections.ts';

const contoso = { id: 'c-0520', name: 'contoso-0520' };

export const samples: Record<string, MessagesSection> = {
  confirmed: {
    case: contoso,
    scope: 'confirmed',
    mailboxes: {
      total: 3,
      offset: 0,
      items: [
        {
          mailbox: 'lee.gu@contoso.com',
          scope: 'confirmed',
          verdict: 'entire-mailbox',
          messages: 12,
          folders: 9,
          windows: 0,
          firstAccess: '2026-05-14T03:00:00Z',
          lastAccess: '2026-05-14T03:16:00Z',
        },
        {
          mailbox: 'isaiah.l@contoso.com',
          scope: 'confirmed',
          verdict: 'messages',
          messages: 214,
          folders: 0,
          windows: 1,
          firstAccess: '2026-05-14T13:00:00Z',
          lastAccess: '2026-05-15T13:34:00Z',
        },
        {
          mailbox: 'miriam_g@contoso.com',
          scope: 'confirmed',
          verdict: 'unknown',
          messages: 0,
          folders: 0,
          windows: 1,
          firstAccess: null,
          lastAccess: null,
        },
      ],
    },
  },
  recorded: {
    case: contoso,
    scope: 'recorded',
    mailboxes: {
      total: 85,
      offset: 10,
      items: [
        {
          mailbox: 'ana@contoso.com',
          scope: 'recorded',
          verdict: null,
          messages: 1_214,
          folders: 3,
          windows: 0,
          firstAccess: '2026-04-08T05:12:09Z',
          lastAccess: '2026-05-20T16:40:51Z',
        },
      ],
    },
  },
  'nothing suspected': {
    case: contoso,
    scope: 'suspected',
    mailboxes: { total: 0, offset: 0, items: [] },
  },
};
