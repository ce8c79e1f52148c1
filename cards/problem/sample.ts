import type { ProblemInput } from './model.ts';

export const samples: Record<string, ProblemInput> = {
  'nothing usable': {
    what: 'None of the 2 files holds audit records',
    files: [
      { name: 'report.pdf', member: null, problem: 'this is a PDF, not an export' },
      { name: 'audit.zip', member: 'readme.txt', problem: 'no audit record was recognised in it' },
    ],
    todo: ['Export the log as CSV or JSON and send that file', 'Ask for help to see which shapes are read'],
  },
  'case goes on': {
    what: 'The engine stopped while it was reading export.csv. Nothing you marked is lost.',
    detail: 'It has been started again; the case is as it was before',
    todo: ['Send the file again'],
    caseId: 'c-0520',
  },
};
