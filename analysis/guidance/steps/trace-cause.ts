import { type OperationGroup, RULE_OPERATIONS } from '../../reference/operations.ts';
import { isIncident } from '../facts.ts';
import { CONNECT_EXCHANGE, daysBefore, searchLog } from '../powershell.ts';
import type { Step } from '../step.ts';

const GROUPS: readonly OperationGroup[] = [
  'inbox-rule',
  'mailbox-settings',
  'consent',
  'app-credential',
  'delegation',
  'folder-permission',
  'transport',
  'exchange-role',
  'ediscovery',
  'audit-settings',
];

export const step: Step = {
  id: 'trace-cause',
  source: 'Microsoft Learn, Audit log activities; tired-labs TRR0019',
  order: 50,
  when: isIncident,
  title: () => 'Search for what opened the door: rules, consents, delegates, audit settings, eDiscovery',
  why: () =>
    'Reads are the end of an attack. What came before is in other operations of the same log: forwarding, consent to an ' +
    'application, credentials put on one, rights to a mailbox, auditing switched off. eDiscovery searches and exports read ' +
    'mail without leaving a MailItemsAccessed record. Search from a month before the first record, and add the file to this case.',
  commands: (facts) => [
    CONNECT_EXCHANGE,
    searchLog({
      from: daysBefore(facts.window.from, 30),
      to: facts.window.to,
      operations: RULE_OPERATIONS.filter(({ group }) => GROUPS.includes(group)).map(({ name }) => name),
      sliceHours: 24 * 7,
      file: 'changes.csv',
    }),
  ],
};
