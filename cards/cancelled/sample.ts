import type { CancelledInput } from './model.ts';

export const samples: Record<string, CancelledInput> = {
  'by a person': { files: ['export.csv'], by: 'Ana' },
  'by a stop': { files: ['a.csv', 'b.csv', 'c.csv'], by: null },
  'an addition': { files: ['more.csv'], adds: true, by: 'Ana' },
  'an export': { files: [], what: 'evidence of case contoso-0520', by: 'Ana Ortiz' },
};
