import type { CaseFacts } from '../facts.ts';
import { CONNECT_EXCHANGE, connectGraph, forEach, leftOut } from '../powershell.ts';
import type { Step } from '../step.ts';
import { accountTargets, undecided } from '../targets.ts';
import { changeOnRecord, list } from '../words.ts';

/** How many of the methods on record are named. */
const MOST_NAMED = 5;

export const step: Step = {
  id: 'contain-methods',
  source: 'Microsoft Learn, Responding to a compromised email account',
  order: 21,
  when: (facts) => accountTargets(facts).names.length > 0,
  title: () => 'Look for sign-in methods and devices that are not the owner’s',
  why: (facts) => {
    const targets = accountTargets(facts);
    return (
      `A method or device registered during the incident survives a new password. Ask the owners of ${list(targets.names)} ` +
      `which are theirs and remove the others.${added(facts, targets.names)}${undecided(targets)}${leftOut(targets.names)}`
    );
  },
  commands: (facts) => {
    const { names: accounts } = accountTargets(facts);
    return [
      connectGraph('UserAuthenticationMethod.Read.All', 'Directory.Read.All'),
      ...forEach(accounts, 'Get-MgUserAuthenticationMethod -UserId $_ | Format-List'),
      ...forEach(accounts, 'Get-MgUserRegisteredDevice -UserId $_ | Format-List'),
      CONNECT_EXCHANGE,
      ...forEach(
        accounts,
        'Get-MobileDevice -Mailbox $_ | Select-Object UserDisplayName, FriendlyName, DeviceOS, FirstSyncTime, DeviceAccessState',
      ),
    ];
  },
};

function added({ methodsAdded }: CaseFacts, accounts: string[]): string {
  const found = methodsAdded.filter(({ mailbox }) => mailbox !== null && accounts.includes(mailbox));
  if (found.length === 0) return '';
  const rest = found.length - MOST_NAMED;
  const more = rest > 0 ? `; and ${rest.toLocaleString('en')} more, in the timeline` : '';
  return ` On record in this case: ${found.slice(0, MOST_NAMED).map(changeOnRecord).join('; ')}${more}. That no other was added is not shown.`;
}
