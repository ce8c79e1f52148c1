import type { CasesInput } from './model.ts';

export const samples: Record<string, CasesInput> = {
  two: {
    currentId: 'c-0520',
    cases: [
      { id: 'c-0521', name: 'sample tenant', createdAt: '2026-05-21T08:00:00Z', inputs: 1, records: 4_210 },
      { id: 'c-0520', name: 'contoso-0520', createdAt: '2026-05-20T17:02:00Z', inputs: 2, records: 48_112 },
    ],
  },
  none: { currentId: null, cases: [] },
};
