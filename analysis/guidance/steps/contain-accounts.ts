import { count } from '../../words.ts';
import { connectGraph, forEach, leftOut } from '../powershell.ts';
import type { Step } from '../step.ts';
import { accountTargets, ifConfirmed, undecided } from '../targets.ts';
import { list } from '../words.ts';

export const step: Step = {
  id: 'contain-accounts',
  source: 'Microsoft Learn, Responding to a compromised email account',
  order: 20,
  when: (facts) => accountTargets(facts).names.length > 0,
  title: (facts) => {
    const { names, confirmed } = accountTargets(facts);
    return ifConfirmed(
      confirmed,
      `Lock ${count(names.length, 'account')}, set new passwords, revoke sessions`,
    );
  },
  why: (facts) => {
    const targets = accountTargets(facts);
    const first = targets.confirmed
      ? `Whoever used ${list(targets.names)} may still hold a password or a session. `
      : `The records in question were made in the name of ${list(targets.names)}. Ask the owners, not by mail; if it was not they, ` +
        'whoever it was may still hold a password or a session. ';
    return (
      `${first}Block sign-in, set a new password, then revoke every session, in this order; open the account again when its ` +
      `owner has signed in anew. Sessions end within an hour, not at once.${undecided(targets)}${leftOut(targets.names)}`
    );
  },
  commands: (facts) => {
    const { names } = accountTargets(facts);
    return [
      connectGraph('User.ReadWrite.All', 'User.RevokeSessions.All'),
      ...forEach(names, 'Update-MgUser -UserId $_ -AccountEnabled:$false'),
      ...forEach(names, 'Revoke-MgUserSignInSession -UserId $_'),
    ];
  },
};
