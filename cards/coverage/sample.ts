import type { CoverageInput } from './model.ts';

const mixed: CoverageInput = {
  at: '2026-05-20T17:02:00Z',
  settingsAt: '2026-05-20T16:40:00Z',
  counts: { recorded: 4_812, partly: 31, 'not-recorded': 96, unknown: 61 },
  missing: ['Get-UnifiedAuditLogRetentionPolicy'],
  notes: [],
  bypassed: ['svc-migration'],
  contradicted: ['room.4@contoso.com'],
  only: null,
  mailboxes: {
    offset: 0,
    total: 5_000,
    items: [
      {
        address: 'room.4@contoso.com',
        verdict: 'not-recorded',
        why: 'a room: mailboxes of rooms are never covered',
        about: ['Audit (Standard)'],
      },
      {
        address: 'lee.gu@contoso.com',
        verdict: 'partly',
        why: 'its actions were customised and lack MailItemsAccessed, so access by the owner is not recorded',
        about: ['Audit (Premium)', 'kept 365 days'],
      },
      {
        address: 'alex.w@contoso.com',
        verdict: 'partly',
        why: 'audit bypass is set on its account: what that account does, in any mailbox, is not recorded',
        about: ['Audit (Standard)', 'kept 180 days'],
      },
    ],
  },
  mendings: [
    {
      words:
        "Put owner actions back on Microsoft's default set, which records mail access. It replaces what was customised.",
      lines: [
        'Connect-ExchangeOnline',
        "'lee.gu@contoso.com' | ForEach-Object { Set-Mailbox -Identity $_ -DefaultAuditSet Owner }",
      ],
    },
    {
      words: 'Lift the audit bypass. First find out who set it: attackers do.',
      lines: [
        'Connect-ExchangeOnline',
        "'alex.w@contoso.com', 'svc-migration' | ForEach-Object { Set-MailboxAuditBypassAssociation -Identity $_ -AuditBypassEnabled $false }",
      ],
    },
  ],
  hidden: false,
};

export const samples: Record<string, CoverageInput> = {
  mixed,
  'only plans known': {
    ...mixed,
    settingsAt: null,
    counts: { recorded: 0, partly: 0, 'not-recorded': 0, unknown: 12 },
    missing: [
      'Get-OrganizationConfig',
      'Get-AdminAuditLogConfig',
      'Get-Mailbox',
      'Get-MailboxAuditBypassAssociation',
      'Get-UnifiedAuditLogRetentionPolicy',
    ],
    bypassed: [],
    contradicted: [],
    mailboxes: {
      offset: 0,
      total: 12,
      items: [
        {
          address: 'lee.gu@contoso.com',
          verdict: 'unknown',
          why: 'its audit settings were not given; whether its account bypasses auditing was not given',
          about: ['Audit (Premium)'],
        },
      ],
    },
    mendings: [],
  },
  'one verdict, in a channel': {
    ...mixed,
    missing: [],
    notes: [
      'Exchange refused Get-OrganizationConfig (403): the registration needs the directory role Global Reader.',
    ],
    bypassed: [],
    contradicted: [],
    only: { verdict: 'partly' },
    mailboxes: {
      offset: 12,
      total: 31,
      items: [
        {
          address: 'account-1f2e3d4c',
          verdict: 'partly',
          why: 'a retention policy keeps its records for 90 days instead of 180',
          about: [],
        },
      ],
    },
    mendings: [],
    hidden: true,
  },
  none: {
    ...mixed,
    counts: { recorded: 0, partly: 0, 'not-recorded': 0, unknown: 0 },
    missing: [],
    bypassed: [],
    contradicted: [],
    mailboxes: { offset: 0, total: 0, items: [] },
    mendings: [],
  },
};
