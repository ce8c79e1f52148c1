import type { LookupInput } from './model.ts';

const running: LookupInput = {
  lookupId: '5f0c6a52-0000-4000-8000-000000000001',
  what: 'the names of messages of isaiah.l@contoso.com',
  again: 'resolve isaiah.l@contoso.com',
  done: 40,
  of: 98,
  unit: 'message',
  end: null,
};

export const samples: Record<string, LookupInput> = {
  running,
  'just begun': { ...running, done: 0, of: null, unit: '' },
  cancelled: { ...running, end: { how: 'stopped', by: 'Ana Ortiz', why: null } },
  'stopped by a restart': {
    ...running,
    done: 0,
    of: null,
    unit: '',
    end: { how: 'stopped', by: null, why: null },
  },
  failed: {
    ...running,
    what: 'sign-ins of the tenant',
    again: 'signins tenant',
    of: null,
    unit: 'sign-in',
    end: {
      how: 'failed',
      by: null,
      why: 'The tenant has no Entra ID P1 or P2: without one, Microsoft gives no sign-ins through Graph',
    },
  },
};
