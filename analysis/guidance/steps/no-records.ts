import { CONNECT_EXCHANGE, searchLog, wholeDays } from '../powershell.ts';
import type { Step } from '../step.ts';

export const step: Step = {
  id: 'no-records',
  source: 'Microsoft Learn, Search-UnifiedAuditLog; Office 365 for IT Pros',
  order: 33,
  when: (facts) => facts.mailItemsAccessed === 0,
  title: () => 'Get MailItemsAccessed records: these files hold none',
  why: () =>
    'No record is no evidence either way. Search for the operation alone, for everybody. If there still is none, ' +
    'the mailboxes were not audited: until mid-2024 that took an Audit (Premium) licence, since then Audit (Standard) ' +
    'of E3 and G3 and above is enough, but mailboxes whose audited actions were changed by hand did not get it.',
  commands: (facts) => [
    CONNECT_EXCHANGE,
    searchLog({
      ...wholeDays(facts.window),
      operations: ['MailItemsAccessed'],
      sliceHours: 24,
      file: 'mailitemsaccessed.csv',
    }),
  ],
};
