import type { MarkerPreviewInput } from './model.ts';

export const samples: Record<string, MarkerPreviewInput> = {
  hostile: {
    caseId: 'c-0520',
    preview: {
      marker: 'ip:203.0.113.9',
      verdict: 'hostile',
      records: 1_217,
      mailboxes: 3,
      contexts: 4,
      expectedContexts: 1,
      unusualContexts: 2,
      refusal: null,
      advice: null,
    },
  },
  refused: {
    caseId: 'c-0520',
    preview: {
      marker: 'ip:192.0.2.10',
      verdict: 'hostile',
      records: 20_411,
      mailboxes: 41,
      contexts: 120,
      expectedContexts: 118,
      unusualContexts: 0,
      refusal: 'a whole office shares this address',
      advice: 'An address used by 41 mailboxes: combine it with a session or a user',
    },
  },
  'trusted, unusual': {
    caseId: 'c-0520',
    preview: {
      marker: 'ip:198.51.100.7',
      verdict: 'trusted',
      records: 310,
      mailboxes: 2,
      contexts: 3,
      expectedContexts: 2,
      unusualContexts: 1,
      refusal: null,
      advice: null,
    },
  },
  trusted: {
    caseId: 'c-0520',
    preview: {
      marker: 'session:5b1ec0de-0000-4000-8000-000000000001',
      verdict: 'trusted',
      records: 0,
      mailboxes: 0,
      contexts: 0,
      expectedContexts: 0,
      unusualContexts: 0,
      refusal: null,
      advice: null,
    },
  },
};
