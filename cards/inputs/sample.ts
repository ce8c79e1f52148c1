import type { InputsSection } from '../../analysis/sections.ts';

const unknown = { at: null, by: null, from: null, to: null, users: null, operations: null };

export const samples: Record<string, InputsSection & { against?: string[] }> = {
  'two files': {
    case: { id: 'c-0520', name: 'contoso-0520' },
    inputs: {
      total: 2,
      offset: 0,
      items: [
        {
          name: 'export.csv',
          member: null,
          sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
          bytes: 1_201_668_096,
          format: 'search-unified-audit-log-csv',
          rows: 50_000,
          records: 47_101,
          duplicates: 2_896,
          conflicts: 1,
          rejected: 3,
          mailItemsAccessed: 31_207,
          first: '2026-04-08T05:12:09Z',
          last: '2026-05-20T16:40:51Z',
          acquired: unknown,
          warnings: ['possibly-truncated-50000', 'a-code-from-the-future'],
        },
        {
          name: 'audit.zip',
          member: 'may/part_2.json',
          sha256: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
          bytes: 88_120,
          format: 'graph-audit-records-json',
          rows: 11,
          records: 11,
          duplicates: 0,
          conflicts: 0,
          rejected: 0,
          mailItemsAccessed: 11,
          first: '2026-05-14T00:00:10Z',
          last: '2026-05-14T16:39:00Z',
          acquired: {
            at: '2026-05-20T17:00:00Z',
            by: 'ana@contoso.com',
            from: '2026-05-14T00:00:00Z',
            to: '2026-05-16T00:00:00Z',
            users: ['lee.gu@contoso.com'],
            operations: ['MailItemsAccessed'],
          },
          warnings: [],
        },
      ],
    },
    rejected: {
      total: 3,
      offset: 0,
      items: [
        {
          input: 'export.csv',
          row: 20_113,
          reason: 'the JSON in AuditData ends early',
          excerpt: '{"CreationTime":"2026-05-14T03:0',
        },
        { input: 'export.csv', row: 49_999, reason: 'the record has no time' },
      ],
    },
  },
  'against what was declared': {
    case: { id: 'c-0520', name: 'contoso-0520' },
    inputs: {
      total: 1,
      offset: 0,
      items: [
        {
          name: 'sample.csv',
          member: null,
          sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
          bytes: 11_532_284,
          format: 'search-unified-audit-log-csv',
          rows: 2_512,
          records: 2_512,
          duplicates: 0,
          conflicts: 0,
          rejected: 0,
          mailItemsAccessed: 2_214,
          first: '2026-05-04T06:12:00Z',
          last: '2026-05-24T19:55:00Z',
          acquired: { ...unknown, from: '2026-05-10T00:00:00Z', to: '2026-05-12T23:59:59Z' },
          warnings: ['records-outside-declared-period-1971'],
        },
      ],
    },
    rejected: { total: 0, offset: 0, items: [] },
    against: [
      '1,971 records of sample.csv lie outside the declared search (2026-05-10T00:00:00Z to 2026-05-12T23:59:59Z): the first of 2026-05-04T06:12:00Z, the last of 2026-05-24T19:55:00Z. What was declared is not all that was searched, or not what was searched: check what was asked of the log.',
    ],
  },
};
