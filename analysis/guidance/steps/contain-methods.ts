import { CONNECT_EXCHANGE, connectGraph, forEach, leftOut } from '../powershell.ts';
import type { Step } from '../step.ts';
import { accountTargets, undecided } from '../targets.ts';
import { list } from '../words.ts';

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
      `which are theirs and remove the others.${undecided(targets)}${leftOut(targets.names)}`
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
