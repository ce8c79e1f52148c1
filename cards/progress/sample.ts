import type { ProgressInput } from './model.ts';

const MB = 1024 * 1024;

export const samples: Record<string, ProgressInput> = {
  waiting: { jobId: 'job-7', files: ['export.csv'], progress: null },
  reading: {
    jobId: 'job-7',
    files: ['export.csv'],
    progress: {
      stage: 'reading',
      input: 'export.csv',
      member: null,
      bytesRead: 612 * MB,
      bytesTotal: 1146 * MB,
      secondsLeft: 4,
    },
  },
  'size unknown': {
    jobId: 'job-7',
    files: ['export.csv'],
    progress: {
      stage: 'reading',
      input: 'export.csv',
      member: null,
      bytesRead: 0,
      bytesTotal: 0,
      secondsLeft: null,
    },
  },
  'size unknown, coming in': {
    jobId: 'job-7',
    files: ['export.csv'],
    progress: {
      stage: 'reading',
      input: 'export.csv',
      member: null,
      bytesRead: 5 * MB,
      bytesTotal: 0,
      secondsLeft: null,
    },
  },
  'reading an archive': {
    jobId: 'job-7',
    files: ['audit.zip', 'later.csv.gz'],
    progress: {
      stage: 'reading',
      input: 'audit.zip',
      member: 'may/part_2.csv',
      bytesRead: 0,
      bytesTotal: 3.2 * MB,
      secondsLeft: null,
    },
  },
  records: {
    jobId: 'job-7',
    files: ['export.csv'],
    progress: { stage: 'records', input: 'export.csv', records: 271_003, duplicates: 14, rejected: 3 },
  },
  'an export': {
    jobId: 'job-7',
    files: [],
    what: 'notification of case contoso-0520',
    progress: { stage: 'analysing', step: 'the messages of 12 of 40 mailboxes' },
  },
  'an export that waits': {
    jobId: 'job-7',
    files: [],
    what: 'evidence of case contoso-0520',
    progress: null,
  },
  analysing: {
    jobId: 'job-7',
    files: ['a.csv', 'b.csv', 'c.csv', 'd.csv', 'e.csv', 'f.csv', 'g.csv'],
    progress: { stage: 'analysing', step: 'looking for gaps in the log' },
  },
};
