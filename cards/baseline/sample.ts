import type { BaselineInput } from './model.ts';

const crm = {
  caller: '9f3c0000-1111-4222-8333-444455556666',
  network: '203.0.113.9',
  mailbox: '*',
  by: 'Ana (00000000-0000-4000-8000-00000000000a)',
  at: '2026-05-14T08:00:00Z',
  reason: 'roll-out of the CRM, ticket 4711',
};

export const samples: Record<string, BaselineInput> = {
  two: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    approvals: [crm, { ...crm, network: '*', mailbox: 'lee.gu@contoso.com', reason: 'his own assistant' }],
    learnt: [{ origin: 'case 2026-04-01-ab12cd34', entries: 412, by: 'Ana', at: '2026-05-14T08:02:00Z' }],
    offset: 0,
  },
  none: { case: { id: 'c-1', name: 'quiet' }, approvals: [], learnt: [], offset: 0 },
};
