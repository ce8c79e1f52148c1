import type { NextStepsInput } from './model.ts';

export const samples: Record<string, NextStepsInput> = {
  steps: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    ticks: {
      revoke: {
        by: { objectId: '00000000-0000-4000-8000-00000000000a', name: 'Ana' },
        at: '2026-05-14T09:10:00Z',
        title: 'Revoke the sessions of lee.gu@contoso.com',
      },
      preserve: {
        by: { objectId: '00000000-0000-4000-8000-00000000000b', name: 'Bo' },
        at: '2026-05-14T08:40:00Z',
        title: 'Preserve the log for 14 May',
      },
    },
    steps: {
      total: 3,
      offset: 0,
      items: [
        {
          id: 'preserve',
          title: 'Preserve the log for 14 to 16 May',
          why: 'Records of this plan are kept for 180 days; what has expired cannot be fetched again',
          commands: [
            "Search-UnifiedAuditLog -StartDate '2026-05-14' -EndDate '2026-05-17' -UserIds 'lee.gu@contoso.com' -Operations MailItemsAccessed -SessionId 'mailtrail' -SessionCommand ReturnLargeSet -ResultSize 5000",
          ],
          source: 'Microsoft, use MailItemsAccessed to investigate, step 1',
        },
        {
          id: 'revoke',
          title: 'Revoke the sessions of lee.gu@contoso.com',
          why: 'A token that was stolen stays valid after the password is changed.',
          commands: [
            "Revoke-MgUserSignInSession -UserId 'lee.gu@contoso.com'",
            "Get-MgUserAuthenticationMethod -UserId 'lee.gu@contoso.com' |\n  Format-Table Id, AdditionalProperties",
          ],
          source: 'CISA AA23-193A',
        },
        {
          id: 'review',
          title: 'Read the messages by their ids and judge what they hold',
          why: 'Notification duties depend on the content, which the log does not hold.',
          commands: [],
          source: 'Microsoft, step 4',
        },
      ],
    },
  },
  none: { case: { id: 'c-1', name: 'quiet' }, steps: { items: [], total: 0, offset: 0 } },
};
