import type { GapsSection } from '../../analysis/sections.ts';

export const samples: Record<string, GapsSection> = {
  gaps: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    window: { from: '2026-04-08T05:12:09Z', to: '2026-05-20T16:40:51Z' },
    verdict: 'gaps',
    gaps: {
      total: 3,
      offset: 0,
      items: [
        {
          id: 'g1',
          kind: 'throttled',
          certainty: 'proven',
          mailbox: 'miriam.g@contoso.com',
          actor: null,
          accessTypes: ['bind'],
          from: '2026-05-14T17:41:00Z',
          to: '2026-05-15T17:42:00Z',
          statement:
            'Reads of single messages (Bind) were not recorded. Any message may have been read. Sync records remain valid.',
          recordIds: ['0a1b'],
        },
        {
          id: 'g2',
          kind: 'suspected-throttle',
          certainty: 'suspected',
          mailbox: 'lee.gu@contoso.com',
          actor: null,
          accessTypes: ['bind'],
          from: '2026-05-14T03:10:00Z',
          to: '2026-05-15T03:12:00Z',
          statement:
            'More than 1,000 Bind records in less than 24 hours, then none for a day. Reads may have gone unrecorded; their absence proves nothing.',
          recordIds: ['0a1c'],
        },
        {
          id: 'g3',
          kind: 'audit-bypass',
          certainty: 'proven',
          mailbox: null,
          actor: 'alex.w@contoso.com',
          accessTypes: ['bind', 'sync'],
          from: '2026-05-13T05:00:00Z',
          to: null,
          statement: 'What this account does to any mailbox leaves no record.',
          recordIds: ['0a1d'],
        },
      ],
    },
    mailboxes: {
      total: 2,
      offset: 0,
      items: [
        { mailbox: 'miriam.g@contoso.com', coveredShare: 0.976, reasons: ['throttled for 24 hours'] },
        { mailbox: 'lee.gu@contoso.com', coveredShare: 0.9999, reasons: ['suspected throttling'] },
      ],
    },
    canConclude: ['The 214 messages named in the Bind records of the other mailboxes were accessed.'],
    cannotConclude: [
      'That no other message of miriam.g@contoso.com was read between 14 May 17:41 and 15 May 17:42.',
      'That alex.w@contoso.com read nothing after 13 May 05:00.',
    ],
  },
  'no gap': {
    case: { id: 'c-1', name: 'quiet' },
    window: { from: '2026-04-08T05:12:09Z', to: '2026-04-09T16:40:51Z' },
    verdict: 'sound',
    gaps: { total: 0, offset: 0, items: [] },
    mailboxes: { total: 0, offset: 0, items: [] },
    canConclude: ['Single-message reads of the 3 mailboxes were recorded throughout the searched period.'],
    cannotConclude: [],
  },
  insufficient: {
    case: { id: 'c-2', name: 'empty' },
    window: { from: null, to: null },
    verdict: 'insufficient',
    gaps: { total: 0, offset: 0, items: [] },
    mailboxes: { total: 0, offset: 0, items: [] },
    canConclude: [],
    cannotConclude: ['Whether any mail was read: the export holds no MailItemsAccessed record.'],
  },
};
