import type { SummarySection } from '../../analysis/sections.ts';

const DAYS = Array.from({ length: 43 }, (_, i) =>
  new Date(Date.UTC(2026, 3, 8 + i)).toISOString().slice(0, 10),
);
const WEEKEND = new Set([0, 6]);

const attacked: SummarySection = {
  case: { id: 'c-0520', name: 'contoso-0520' },
  organizations: ['0d3f1a9e-4c1b-4d53-9a57-6f2f0c4b7e11'],
  verdict: 'confirmed',
  headline: 'A context marked hostile accessed 3 mailboxes, one of them blind for 24 hours',
  totals: {
    records: 48_112,
    mailItemsAccessed: 31_207,
    bind: 29_900,
    sync: 1_307,
    throttled: 2,
    mailboxes: 85,
    contexts: 412,
    messages: 20_455,
    mailboxMessages: 21_002,
    itemReferences: 40_118,
    serviceRecords: 1_984,
  },
  window: { from: '2026-04-08T05:12:09Z', to: '2026-05-20T16:40:51Z' },
  series: DAYS.map((day, i) => {
    const quiet = WEEKEND.has(new Date(day).getUTCDay());
    const attack = day === '2026-05-14' ? 900 : 0;
    return { day, bind: (quiet ? 60 : 640) + ((i * 37) % 90) + attack, sync: quiet ? 4 : 32, service: 46 };
  }),
  seriesCut: false,
  inputs: {
    total: 2,
    offset: 0,
    items: [
      {
        name: 'export.csv',
        member: null,
        sha256: 'a'.repeat(64),
        bytes: 120_166_809,
        format: 'purview-csv',
        rows: 50_000,
        records: 47_101,
        duplicates: 2_896,
        conflicts: 0,
        rejected: 3,
        mailItemsAccessed: 31_207,
        first: '2026-04-08T05:12:09Z',
        last: '2026-05-20T16:40:51Z',
        acquired: { at: null, by: null, from: null, to: null, users: null, operations: null },
        warnings: ['possibly-truncated-50000'],
      },
      {
        name: 'mailbox_rules.json',
        member: null,
        sha256: 'b'.repeat(64),
        bytes: 88_120,
        format: 'management-api-json',
        rows: 1_011,
        records: 1_011,
        duplicates: 0,
        conflicts: 0,
        rejected: 0,
        mailItemsAccessed: 0,
        first: '2026-05-01T00:00:10Z',
        last: '2026-05-20T16:39:00Z',
        acquired: { at: null, by: null, from: null, to: null, users: null, operations: null },
        warnings: ['no-mail-items-accessed'],
      },
    ],
  },
  exposure: {
    markers: ['ip:203.0.113.9'],
    trusted: [],
    removed: { messages: 0, mailboxes: 0, syncs: 0 },
    confirmed: { messages: 214, messageMailboxes: 2, entireMailboxes: 1, windows: 1, unknownMailboxes: 0 },
    suspected: { messages: 0, messageMailboxes: 0, entireMailboxes: 0, windows: 0, unknownMailboxes: 0 },
  },
  trust: {
    verdict: 'gaps',
    gapsByKind: [
      { kind: 'throttled', certainty: 'proven', gaps: 1, mailboxes: 1 },
      { kind: 'audit-bypass', certainty: 'proven', gaps: 1, mailboxes: 0 },
    ],
    gaps: {
      total: 1,
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
          statement: 'Reads of single messages (Bind) were not recorded.',
          recordIds: [],
        },
      ],
    },
    rejected: 3,
    mailboxesWithGaps: 1,
    mailboxesCovered: 84,
  },
  findings: {
    detections: 0,
    bySeverity: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    top: { total: 0, offset: 0, items: [] },
  },
  nextSteps: {
    total: 4,
    offset: 0,
    items: [
      {
        id: 'preserve',
        title: 'Preserve the log for 14 to 16 May',
        why: 'Records expire after 180 days.',
        commands: [],
        source: 'Microsoft, step 1',
      },
      {
        id: 'reacquire',
        title: 'Re-acquire miriam.g@contoso.com, 8 to 15 May',
        why: 'The export holds exactly 50,000 rows.',
        commands: [],
        source: 'Microsoft, step 2',
      },
    ],
  },
};

const finding = {
  id: 'f1',
  detection: 'new-app',
  title: 'App 9f3c… not seen before read 3 mailboxes from 203.0.113.9',
  severity: 'critical',
  confidence: 'high',
  mailboxes: ['lee.gu@contoso.com'],
  users: [],
  apps: [],
  ips: [],
  sessions: [],
  messages: 98,
  firstSeen: '2026-05-14T00:12:00Z',
  lastSeen: '2026-05-14T04:51:00Z',
  recordIds: [],
  explanation: '',
  observed: '',
  expected: '',
  falsePositives: '',
  attack: [],
  nextSteps: [],
} as const;

export const samples: Record<string, SummarySection> = {
  confirmed: attacked,
  suspicious: {
    ...attacked,
    verdict: 'suspicious',
    headline: 'Suspicious access to 3 mailboxes',
    exposure: {
      markers: [],
      trusted: ['ip:192.0.2.10'],
      removed: { messages: 127, mailboxes: 2, syncs: 1 },
      confirmed: attacked.exposure.suspected,
      suspected: { messages: 98, messageMailboxes: 1, entireMailboxes: 0, windows: 1, unknownMailboxes: 1 },
    },
    findings: {
      detections: 20,
      bySeverity: { critical: 1, high: 2, medium: 0, low: 0, info: 0 },
      top: {
        total: 3,
        offset: 0,
        items: [
          {
            ...finding,
            mailboxes: [],
            users: [],
            apps: [],
            ips: [],
            sessions: [],
            recordIds: [],
            attack: [],
            nextSteps: [],
          },
        ],
      },
    },
  },
  'nothing unusual': {
    ...attacked,
    verdict: 'nothing-unusual',
    headline: 'Nothing unusual found in what is on record of all 85 mailboxes',
    inputs: {
      total: 1,
      offset: 0,
      items: attacked.inputs.items.slice(1).map((input) => ({ ...input, warnings: [] })),
    },
    exposure: { ...attacked.exposure, markers: [], confirmed: attacked.exposure.suspected },
    trust: { ...attacked.trust, verdict: 'sound', gapsByKind: [], gaps: { total: 0, offset: 0, items: [] } },
    nextSteps: { total: 0, offset: 0, items: [] },
  },
  'cut off': {
    ...attacked,
    verdict: 'nothing-unusual',
    headline:
      'Nothing unusual found in what is on record of all 85 mailboxes; an export is cut off: records are missing; 1 row could not be read',
    inputs: {
      total: 1,
      offset: 0,
      items: attacked.inputs.items.slice(1).map((input) => ({ ...input, warnings: ['file-cut'] })),
    },
    exposure: { ...attacked.exposure, markers: [], confirmed: attacked.exposure.suspected },
    trust: {
      ...attacked.trust,
      gapsByKind: [{ kind: 'truncated-export', certainty: 'proven', gaps: 1, mailboxes: 0 }],
      gaps: { total: 0, offset: 0, items: [] },
    },
    nextSteps: { total: 0, offset: 0, items: [] },
  },
  'cannot tell': {
    ...attacked,
    verdict: 'cannot-tell',
    headline: 'Cannot tell: the export holds no MailItemsAccessed record',
    totals: {
      ...attacked.totals,
      mailItemsAccessed: 0,
      bind: 0,
      sync: 0,
      mailboxes: 0,
      mailboxMessages: 0,
      serviceRecords: 0,
    },
    window: { from: null, to: null },
    series: [],
    exposure: { ...attacked.exposure, markers: [], confirmed: attacked.exposure.suspected },
    trust: {
      ...attacked.trust,
      verdict: 'insufficient',
      gapsByKind: [],
      gaps: { total: 0, offset: 0, items: [] },
    },
  },
};
