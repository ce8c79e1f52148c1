import type { InboxInput } from './model.ts';

export const samples: Record<string, InboxInput> = {
  'two files, one unusable': {
    case: { id: 'c-inbox', name: 'inbox' },
    day: '2026-05-14',
    files: [
      { name: 'notes.docx', at: '2026-05-14T10:05:00Z', outcome: 'failed', words: 'no audit records in it' },
      { name: 'export-0514.csv', at: '2026-05-14T10:02:00Z', outcome: 'analysed', words: 'analysed' },
    ],
  },
  'nothing usable yet': {
    case: null,
    day: '2026-05-14',
    files: [
      { name: 'notes.docx', at: '2026-05-14T10:05:00Z', outcome: 'failed', words: 'no audit records in it' },
    ],
  },
};
