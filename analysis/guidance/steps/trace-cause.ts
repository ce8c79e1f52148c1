import { type OperationGroup, RULE_OPERATIONS } from '../../reference/operations.ts';
import { count } from '../../words.ts';
import { type CaseFacts, isIncident } from '../facts.ts';
import { CONNECT_EXCHANGE, daysBefore, searchLog } from '../powershell.ts';
import type { Step } from '../step.ts';
import { changeOnRecord } from '../words.ts';

const GROUPS: readonly OperationGroup[] = [
  'inbox-rule',
  'mailbox-settings',
  'consent',
  'app-credential',
  'delegation',
  'folder-permission',
  'transport',
  'exchange-role',
  'account',
  'protocol',
  'ediscovery',
  'audit-settings',
];

export const step: Step = {
  id: 'trace-cause',
  source: 'Microsoft Learn, Audit log activities; tired-labs TRR0019',
  order: 50,
  // A forwarding or a permission opens a door also where no read that followed looks strange.
  when: (facts) => isIncident(facts) || facts.changesTotal > 0,
  title: ({ changesTotal }) =>
    changesTotal === 0
      ? 'Search for what opened the door: rules, consents, delegates, audit settings, eDiscovery'
      : `Check ${count(changesTotal, 'change')} on record, and search for what else opened a door`,
  why: (facts) =>
    `${onRecord(facts)}Reads are the end of an attack. What came before is in other operations of the same log: forwarding, consent to an ` +
    'application, credentials put on one, rights to a mailbox, a phone app or a device added, auditing switched off. eDiscovery searches and exports read ' +
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

function onRecord({ changes, changesTotal }: CaseFacts): string {
  if (changesTotal === 0) return '';
  const rest = changesTotal - changes.length;
  const all = rest > 0 ? `; and ${rest.toLocaleString('en')} more, in the timeline` : '';
  return `On record in this case: ${changes.map(changeOnRecord).join('; ')}${all}. Ask whoever made them whether they did. `;
}
