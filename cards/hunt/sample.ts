import type { HuntInput } from './model.ts';

const none = { onlyFirst: 0, onlySecond: 0, differing: 0, unrelated: 0, duplicates: 0 };

const running: HuntInput['hunt'] = {
  id: '3f0c1a52-9d1b-4b0e-8c51-6f1c1f7a2d10',
  engine: 'audit',
  target: { kind: 'mailbox', value: 'lee.gu@contoso.com' },
  unfiltered: false,
  from: '2026-05-13T09:00:00Z',
  to: '2026-05-20T09:00:00Z',
  deadline: '2026-05-20T21:00:00Z',
  end: null,
  stoppedBy: null,
  why: null,
  windows: { all: 4, done: 1 },
  inFlight: 2,
  read: {
    ...none,
    passes: [
      { pages: 9, records: 1_312 },
      { pages: 9, records: 1_312 },
    ],
    distinct: 1_204,
    duplicates: 216,
  },
  missing: [],
  case: { id: 'c-1', name: 'contoso-0520' },
};

const allowance = { used: 12, most: 180, nextAt: null, inFlight: 4 };

export const samples: Record<string, HuntInput> = {
  running: { hunt: running, allowance },
  'just begun': {
    hunt: {
      ...running,
      case: null,
      windows: { all: 4, done: 0 },
      read: { ...none, passes: [], distinct: 0 },
    },
    allowance: { ...allowance, used: 180, nextAt: '2026-05-20T14:12:00Z' },
  },
  done: { hunt: { ...running, end: 'done', inFlight: 0, windows: { all: 4, done: 4 } }, allowance },
  'readings differed, parts missing': {
    hunt: {
      ...running,
      target: { kind: 'app', value: '9f3c0000-1111-4222-8333-444455556666' },
      end: 'done',
      inFlight: 0,
      windows: { all: 8, done: 8 },
      read: {
        ...running.read,
        onlyFirst: 3,
        onlySecond: 11,
        differing: 1,
        unrelated: 31_207,
      },
      missing: [
        {
          from: '2026-05-16T03:00:00Z',
          to: '2026-05-16T04:00:00Z',
          why: 'a page of the records could not be read: An answer of Microsoft Graph is not JSON',
        },
        {
          from: '2026-05-18T09:00:00Z',
          to: '2026-05-19T09:00:00Z',
          why: 'the audit query failed at Microsoft',
        },
      ],
    },
    allowance,
  },
  'no records': {
    hunt: {
      ...running,
      target: { kind: 'ip', value: '203.0.113.9' },
      end: 'done',
      inFlight: 0,
      windows: { all: 1, done: 1 },
      read: {
        ...none,
        passes: [
          { pages: 2, records: 0 },
          { pages: 2, records: 0 },
        ],
        distinct: 0,
      },
      case: null,
    },
    allowance,
  },
  cancelled: { hunt: { ...running, end: 'cancelled', stoppedBy: 'Ana Bowman', inFlight: 0 }, allowance },
  failed: {
    hunt: {
      ...running,
      end: 'failed',
      why: 'Microsoft Graph refused this to Mailtrail (403): AuditLogsQuery-Exchange.Read.All (Microsoft Graph, application) is missing',
      inFlight: 0,
    },
    allowance,
  },
  'in Defender': {
    hunt: {
      ...running,
      engine: 'defender',
      target: { kind: 'tenant', value: '' },
      end: 'done',
      inFlight: 0,
      windows: { all: 1, done: 1 },
      read: {
        ...none,
        passes: [
          { pages: 1, records: 48 },
          { pages: 1, records: 48 },
        ],
        distinct: 48,
      },
    },
    allowance: null,
  },
};
