import { count } from '../../words.ts';
import { accountsToContain } from '../facts.ts';
import { connectGraph, forEach, leftOut } from '../powershell.ts';
import type { Step } from '../step.ts';
import { list } from '../words.ts';

export const step: Step = {
  id: 'contain-accounts',
  source: 'Microsoft Learn, Responding to a compromised email account',
  order: 20,
  when: (facts) => accountsToContain(facts).length > 0,
  title: (facts) =>
    `Lock ${count(accountsToContain(facts).length, 'account')}, set new passwords, revoke sessions`,
  why: (facts) => {
    const accounts = accountsToContain(facts);
    return (
      `Whoever used ${list(accounts)} may still hold a password or a session. Block sign-in, set a new password, ` +
      'then revoke every session, in this order; open the account again when its owner has signed in anew. ' +
      `Sessions end within an hour, not at once.${leftOut(accounts)}`
    );
  },
  commands: (facts) => {
    const accounts = accountsToContain(facts);
    return [
      connectGraph('User.ReadWrite.All', 'User.RevokeSessions.All'),
      ...forEach(accounts, 'Update-MgUser -UserId $_ -AccountEnabled:$false'),
      ...forEach(accounts, 'Revoke-MgUserSignInSession -UserId $_'),
    ];
  },
};
