import type { Context } from '../../analysis/report.ts';
import type { ContextsSection } from '../../analysis/sections.ts';

const owner: Context = {
  id: 'x1',
  groupId: 'v1',
  mailbox: 'isaiah.l@contoso.com',
  user: 'isaiah.l@contoso.com',
  ip: '192.0.2.10',
  country: 'DE',
  asn: 3320,
  client:
    'Client=OWA;Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36',
  protocol: 'owa',
  sessionId: '5b1ec0de-0000-4000-8000-000000000001',
  sessionSource: 'SessionId',
  caller: null,
  appId: '00000002-0000-0ff1-ce00-000000000000',
  clientAppId: null,
  logonType: 'owner',
  userType: 0,
  records: 388,
  bind: 388,
  sync: 0,
  messages: 301,
  folders: 4,
  firstSeen: '2026-04-14T07:01:00Z',
  lastSeen: '2026-05-14T13:34:00Z',
  verdict: 'expected',
};

const attacker: Context = {
  ...owner,
  id: 'x2',
  groupId: 'v2',
  ip: '203.0.113.9',
  country: null,
  asn: null,
  client: 'Client=REST;Client=RESTSystem;;',
  protocol: 'rest',
  sessionId: null,
  sessionSource: null,
  caller: '9f3c2a10-1111-4222-8333-444455556666',
  logonType: 'delegate',
  user: 'svc_backup@contoso.com',
  records: 17,
  bind: 15,
  sync: 2,
  messages: 98,
  firstSeen: '2026-05-14T13:00:00Z',
  lastSeen: '2026-05-14T13:34:00Z',
  verdict: 'hostile',
};

const section: ContextsSection = {
  case: { id: 'c-0520', name: 'contoso-0520' },
  mailbox: null,
  groups: {
    total: 2,
    offset: 0,
    items: [
      {
        groupId: 'v2',
        mailbox: 'isaiah.l@contoso.com',
        user: 'svc_backup@contoso.com',
        protocol: 'rest',
        network: '203.0.113.0/24',
        contexts: 1,
        records: 17,
        bind: 15,
        sync: 2,
        messages: 98,
        firstSeen: '2026-05-14T13:00:00Z',
        lastSeen: '2026-05-14T13:34:00Z',
        verdict: 'hostile',
      },
      {
        groupId: 'v1',
        mailbox: 'isaiah.l@contoso.com',
        user: 'isaiah.l@contoso.com',
        protocol: 'owa',
        network: null,
        contexts: 1,
        records: 388,
        bind: 388,
        sync: 0,
        messages: 301,
        firstSeen: '2026-04-14T07:01:00Z',
        lastSeen: '2026-05-14T13:34:00Z',
        verdict: 'expected',
      },
    ],
  },
  contexts: { total: 40, offset: 0, items: [attacker, owner] },
};

export const samples: Record<string, ContextsSection> = {
  'all mailboxes': section,
  'the owner, through an application': {
    ...section,
    groups: {
      ...section.groups,
      items: section.groups.items.map((visit) => ({
        ...visit,
        user: visit.mailbox,
        through: { app: '9f3c2a10-1111-4222-8333-444455556666', others: 1 },
      })),
    },
  },
  'marked in part': {
    ...section,
    groups: {
      ...section.groups,
      items: section.groups.items.map((visit, i) => (i === 0 ? { ...visit, hostileRecords: 5 } : visit)),
    },
    contexts: { ...section.contexts, items: [{ ...attacker, hostileRecords: 5 }, owner] },
  },
  'a mailbox that no record names': {
    ...section,
    mailbox: 'nobody@contoso.com',
    groups: { items: [], total: 0, offset: 0 },
    contexts: { items: [], total: 0, offset: 0 },
  },
  'one mailbox, a later page': {
    ...section,
    mailbox: 'isaiah.l@contoso.com',
    groups: { items: [], total: 2, offset: 8 },
    contexts: { items: [owner], total: 40, offset: 8 },
  },
};
