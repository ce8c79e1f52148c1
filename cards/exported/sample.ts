import type { ExportedInput } from './model.ts';

export const samples: Record<string, ExportedInput> = {
  local: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    file: {
      kind: 'notification',
      name: 'notification-c-0520.csv',
      path: '/home/ana/mailtrail/data/cases/c-0520/exports/notification-c-0520.csv',
      bytes: 48_213,
      sha256: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
    },
    about: 'one row for each mailbox and message presumed read, with empty columns for a reviewer',
  },
  'handed over': {
    case: { id: 'c-0520', name: 'contoso-0520' },
    file: {
      kind: 'evidence',
      name: 'evidence-c-0520.zip',
      path: null,
      bytes: 1_148_213,
      sha256: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
    },
    about: 'the report, the lists, digests of all inputs, versions, and a manifest of SHA-256s',
  },
};
