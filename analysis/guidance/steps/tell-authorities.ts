import { count } from '../../words.ts';
import { affectedMailboxes, type CaseFacts, isIncident, openMailboxes } from '../facts.ts';
import type { Step } from '../step.ts';
import { list, period } from '../words.ts';

export const step: Step = {
  id: 'tell-authorities',
  source: 'CISA AA23-193A, Reporting suspicious activity',
  order: 70,
  when: isIncident,
  title: () => 'Report to Microsoft, CISA and the FBI',
  why: (facts) => {
    const affected = affectedMailboxes(facts);
    const open = openMailboxes(facts);
    const mailboxes = [
      affected.length > 0 ? `${count(affected.length, 'mailbox', 'mailboxes')} presumed read, ` : '',
      open.length > 0 ? `${open.length.toLocaleString('en')} of which that cannot be excluded, ` : '',
    ].join('');
    const { organisations } = facts;
    const tenant = organisations.length > 0 ? `the tenant’s id (${list(organisations, 2)}), ` : '';
    return (
      'Microsoft first: what runs in its cloud only it can mend. CISA: report@cisa.gov or 888-282-0870, day and night. FBI: the local ' +
      'field office or ic3.gov. Elsewhere the national CERT and police. ' +
      `Have ready: ${tenant}${mailboxes}records from ${period(facts.window.from, facts.window.to)}, ${indicators(facts)}` +
      'and what the log cannot show.'
    );
  },
  commands: () => [],
};

function indicators(facts: CaseFacts): string {
  const { ips, apps, sessions, tokens } = facts.hostile;
  const told = [
    ips.length > 0 ? `${ips.length === 1 ? 'address' : 'addresses'} ${list(ips)}` : '',
    apps.length > 0 ? `${apps.length === 1 ? 'application' : 'applications'} ${list(apps)}` : '',
    sessions.length > 0 ? count(sessions.length, 'session id') : '',
    tokens.length > 0 ? count(tokens.length, 'token id') : '',
  ].filter((part) => part !== '');
  return told.map((part) => `${part}, `).join('');
}
