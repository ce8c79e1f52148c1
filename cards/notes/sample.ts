import type { NotesInput } from './model.ts';

const ana = { objectId: '00000000-0000-4000-8000-00000000000a', name: 'Ana' };

export const samples: Record<string, NotesInput> = {
  two: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    notes: [
      { by: ana, at: '2026-05-20T09:10:00Z', text: 'counsel is told' },
      { by: ana, at: '2026-05-20T11:02:00Z', text: 'lee.gu called back: no new phone, no trip' },
    ],
  },
  none: { case: { id: 'c-1', name: 'quiet' }, notes: [] },
};
