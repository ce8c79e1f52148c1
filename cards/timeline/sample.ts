import type { TimelineEvent, TimelineSection } from '../../analysis/sections.ts';

const visit: TimelineEvent = {
  what: 'access',
  kind: 'rest',
  verdict: 'unusual',
  mailbox: 'lee.gu@contoso.com',
  actor: '9f3c0000-1111-4222-8333-444455556666',
  from_network: '203.0.113.9',
  records: 17,
  words: null,
  id: 'v2unusual',
  from: '2026-05-14T00:12:00Z',
  to: '2026-05-14T04:51:00Z',
};
const none = { mailbox: null, actor: null, from_network: null, records: null, words: null };

export const samples: Record<string, TimelineSection> = {
  course: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    mailbox: null,
    events: {
      total: 31,
      offset: 0,
      items: [
        {
          ...none,
          what: 'gap',
          kind: 'retention',
          verdict: 'proven',
          id: 'g0',
          from: null,
          to: '2026-04-08T00:00:00Z',
        },
        {
          ...none,
          what: 'change',
          kind: 'app-consent',
          verdict: null,
          actor: 'lee.gu@contoso.com',
          words: 'Mail.Read granted for the organisation',
          id: 'c9',
          from: '2026-05-13T23:58:00Z',
          to: '2026-05-13T23:58:00Z',
        },
        visit,
        {
          ...none,
          what: 'finding',
          kind: 'critical',
          verdict: null,
          words: 'Mail read by an application new to the tenant',
          records: 21,
          id: '9f3c2a7be0114d55',
          from: visit.from,
          to: visit.to,
        },
      ],
    },
  },
  'of a mailbox, nothing': {
    case: { id: 'c-1', name: 'quiet' },
    mailbox: 'lee.gu@contoso.com',
    events: { items: [], total: 0, offset: 0 },
  },
};
