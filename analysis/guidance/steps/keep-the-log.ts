import { CONNECT_EXCHANGE, searchLog, sliceHours, wholeDays } from '../powershell.ts';
import type { Step } from '../step.ts';
import { days } from '../words.ts';

export const step: Step = {
  id: 'keep-the-log',
  source: 'CISA AA23-193A, Logging; Microsoft Learn, Search-UnifiedAuditLog',
  order: 11,
  when: () => true,
  title: (facts) =>
    facts.window.from === null
      ? 'Preserve the log'
      : `Preserve the log of ${days(facts.window.from, facts.window.to)}`,
  why: () =>
    'The log is deleted when its time is over: after 180 days with Audit (Standard), after a year with ' +
    'Audit (Premium), sooner where a policy says so. Keep a copy of all mail-access records outside the tenant, ' +
    'with its SHA-256, and the files already received as they are.',
  commands: (facts) => [
    CONNECT_EXCHANGE,
    searchLog({
      ...wholeDays(facts.window),
      operations: ['MailItemsAccessed'],
      sliceHours: sliceHours(facts.recordsPerWorkingDay, facts.mailboxes.length),
      file: 'mailitemsaccessed-preserved.csv',
    }),
  ],
};
