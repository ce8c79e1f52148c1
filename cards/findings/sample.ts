import type { Finding } from '../../analysis/report.ts';
import type { FindingsSection } from '../../analysis/sections.ts';

export const app: Finding = {
  id: '9f3c2a7be0114d55',
  detection: 'unexpected-app',
  title: 'Mail read by application 9f3c0000-1111-4222-8333-444455556666, new to the tenant',
  severity: 'critical',
  confidence: 'high',
  mailboxes: ['isaiah.l@contoso.com', 'lee.gu@contoso.com', 'miriam.g@contoso.com'],
  users: ['9f3c0000-1111-4222-8333-444455556666'],
  apps: ['9f3c0000-1111-4222-8333-444455556666'],
  ips: ['203.0.113.9'],
  sessions: [],
  messages: 98,
  firstSeen: '2026-05-14T00:12:00Z',
  lastSeen: '2026-05-14T04:51:00Z',
  recordIds: ['0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-000000000002'],
  explanation:
    'Application that does not normally access mailbox items. Rated critical: the application is not in our table; it reads in its own right.',
  observed:
    'Application 9f3c0000-1111-4222-8333-444455556666: 21 access records, 98 messages opened singly, in 3 mailboxes, from 203.0.113.9.',
  expected: 'Mail of 85 mailboxes is read by applications that many of them use.',
  falsePositives: 'an archive or assistant was rolled out lately: ask who introduced it, then approve it.',
  attack: ['T1114.002', 'T1528'],
  nextSteps: [],
};

const bySeverity = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };

export const samples: Record<string, FindingsSection> = {
  findings: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    detections: 20,
    bySeverity: { ...bySeverity, critical: 1, high: 1 },
    findings: {
      total: 2,
      offset: 0,
      items: [
        app,
        {
          ...app,
          id: '1122334455667788',
          detection: 'session-on-several-networks',
          title: 'One session on two networks',
          severity: 'high',
          mailboxes: ['isaiah.l@contoso.com'],
          firstSeen: '2026-05-14T13:00:00Z',
          lastSeen: '2026-05-14T13:34:00Z',
        },
      ],
    },
  },
  nothing: {
    case: { id: 'c-1', name: 'quiet' },
    detections: 20,
    bySeverity,
    findings: { total: 0, offset: 0, items: [] },
  },
};
