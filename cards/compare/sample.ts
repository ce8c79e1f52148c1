import type { CompareInput } from './model.ts';

export const samples: Record<string, CompareInput> = {
  news: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    other: { id: 'c-0401', name: 'contoso-0401' },
    offset: 0,
    callers: {
      added: 1,
      common: 14,
      missing: 2,
      items: [
        {
          value: '9f3c0000-1111-4222-8333-444455556666',
          records: 21,
          mailboxes: 3,
          firstSeen: '2026-05-14T00:12:00Z',
        },
      ],
    },
    networks: {
      added: 2,
      common: 301,
      missing: 40,
      items: ['203.0.113.9', '192.0.2.77'].map((value) => ({
        value,
        records: 21,
        mailboxes: 3,
        firstSeen: '2026-05-14T00:12:00Z',
      })),
    },
    findings: {
      added: 1,
      common: 0,
      missing: 0,
      items: [
        {
          id: '9f3c2a7be0114d55',
          title: 'Mail read by an application new to the tenant',
          severity: 'critical',
        },
      ],
    },
  },
  nothing: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    other: { id: 'c-0401', name: 'contoso-0401' },
    offset: 0,
    callers: { added: 0, common: 14, missing: 0, items: [] },
    networks: { added: 0, common: 20, missing: 0, items: [] },
    findings: { added: 0, common: 0, missing: 0, items: [] },
  },
};
