import type { AlertsStatusInput } from './model.ts';

const nothing: AlertsStatusInput = {
  watch: null,
  digest: null,
  waiting: 0,
  refused: { count: 0, why: '' },
  unsafe: [],
  membersUnknown: null,
  advice: 'Work this case out of band: by phone, or in another tenant.',
  files: [],
};

export const samples: Record<string, AlertsStatusInput> = {
  nothing,
  watching: {
    ...nothing,
    watch: {
      case: { id: 'c-0520', name: 'contoso-0520' },
      inbox: false,
      floor: 'high',
      quiet: { from: '22:00', to: '06:00', zone: 'Europe/Berlin', now: true },
      by: { objectId: '00000000-0000-4000-8000-00000000000a', name: 'Ana' },
      at: '2026-05-14T08:00:00Z',
      told: 4,
      known: 9,
      held: 2,
    },
    digest: { at: '08:00', zone: 'Europe/Berlin' },
    waiting: 3,
    refused: { count: 1, why: 'the service answered 413' },
    unsafe: [
      { name: 'Lee Gu', why: 'exposed' },
      { name: 'Mallory', why: 'hostile' },
    ],
  },
  'the inbox before its first file': {
    ...nothing,
    watch: {
      case: null,
      inbox: true,
      floor: 'medium',
      quiet: null,
      by: { objectId: '00000000-0000-4000-8000-00000000000a', name: 'Ana' },
      at: '2026-05-14T08:00:00Z',
      told: 0,
      known: 0,
      held: 0,
    },
    membersUnknown: 'I could not find out who reads along here.',
    files: [{ name: 'export.csv', at: '2026-05-14T08:10:00Z', words: 'no usable records' }],
  },
};
