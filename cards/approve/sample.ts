import type { ApproveInput } from './model.ts';

export const samples: Record<string, ApproveInput> = {
  form: {
    caseId: 'c-0520',
    finding: { id: '9f3c2a7be0114d55' },
    app: '9f3c0000-1111-4222-8333-444455556666',
    networks: ['203.0.113.9'],
    mailboxes: ['isaiah.l@contoso.com', 'lee.gu@contoso.com', 'miriam.g@contoso.com'],
  },
};
