import type { NamesInput } from './model.ts';

const named: NamesInput = {
  case: { id: 'c-0520', name: 'contoso-0520' },
  mailbox: 'isaiah.l@contoso.com',
  asked: 98,
  states: { found: 90, several: 1, 'not-found': 6, failed: 1 },
  left: 0,
  closed: null,
  requests: 6,
};

export const samples: Record<string, NamesInput> = {
  named,
  nothing: {
    ...named,
    asked: 0,
    states: { found: 0, several: 0, 'not-found': 0, failed: 0 },
    requests: 0,
  },
  'not readable': {
    ...named,
    asked: 400,
    states: { found: 0, several: 0, 'not-found': 0, failed: 100 },
    left: 300,
    closed: 'this tenant has no such mailbox that Graph reaches',
  },
};
