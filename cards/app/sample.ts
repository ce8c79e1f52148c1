import type { AppSection } from '../../analysis/sections.ts';

const unknown: AppSection = {
  case: { id: 'c-0520', name: 'contoso-0520' },
  id: '9f3c0000-1111-4222-8333-444455556666',
  name: null,
  kind: null,
  note: null,
  records: 21,
  bind: 21,
  sync: 0,
  users: 1,
  firstSeen: '2026-05-14T00:12:00Z',
  lastSeen: '2026-05-14T04:51:00Z',
  mailboxes: {
    total: 3,
    offset: 0,
    items: ['isaiah.l', 'lee.gu', 'miriam.g'].map((user, i) => ({
      mailbox: `${user}@contoso.com`,
      records: 9 - i,
      messages: 40 - i,
      firstSeen: '2026-05-14T00:12:00Z',
      lastSeen: '2026-05-14T04:51:00Z',
    })),
  },
  networks: 1,
  topNetworks: [{ network: '203.0.113.9', country: null, records: 21, firstSeen: '2026-05-14T00:12:00Z' }],
  changes: [
    {
      at: '2026-05-13T23:58:00Z',
      kind: 'app-consent',
      actor: 'lee.gu@contoso.com',
      detail: 'Mail.Read granted for the organisation',
    },
  ],
  findings: [
    { id: '9f3c2a7be0114d55', title: 'Mail read by an application new to the tenant', severity: 'critical' },
  ],
  approvals: 0,
};

export const samples: Record<string, AppSection> = {
  unknown,
  'not on record': {
    ...unknown,
    id: '00000003-0000-0000-c000-000000000000',
    name: 'Microsoft Graph',
    kind: 'resource',
    note: 'What applications call to reach mail.',
    records: 0,
    bind: 0,
    users: 0,
    firstSeen: null,
    lastSeen: null,
    mailboxes: { items: [], total: 0, offset: 0 },
    networks: 0,
    topNetworks: [],
    changes: [],
    findings: [],
    approvals: 2,
  },
};
