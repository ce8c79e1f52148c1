import type { ExportsInput } from './model.ts';

export const samples: Record<string, ExportsInput> = {
  all: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    kinds: {
      notification: 'One row for each mailbox and message presumed read',
      timeline: 'Accesses by visit, changes and gaps, in order of time',
      evidence: 'The report, the lists, digests of all inputs, versions',
    },
  },
};
