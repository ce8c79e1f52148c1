/**
 * Whom a step of containment is about. Before anything is marked it is about what the findings rest on, and says so:
 * at night nobody should have to mark first to see what there is to contain.
 */
import type { CaseFacts } from './facts.ts';
import { list } from './words.ts';

export interface Targets {
  /** what is marked; where nothing is, what would be contained if the findings are confirmed */
  names: string[];
  confirmed: boolean;
  /** beside marked ones: what the findings not yet decided would add */
  undecided: string[];
}

/** People's accounts. An application's user id is no address, and is contained as an application. */
export function accountTargets({ hostile, hostileAccounts, inQuestion }: CaseFacts): Targets {
  const people = (users: string[]) => users.filter((user) => user.includes('@'));
  return targets(people([...hostile.users, ...hostileAccounts]), people(inQuestion.accounts));
}

export function appTargets({ hostileApps, inQuestion }: CaseFacts): Targets {
  return targets(hostileApps, inQuestion.apps);
}

/** Mailboxes read in their owners' own names through an application that is marked or in question. */
export function ownerTargets({ ownersThroughHostileApp, inQuestion }: CaseFacts): Targets {
  return targets(ownersThroughHostileApp, inQuestion.ownersThroughApp);
}

/** 'Lock 2 accounts', or 'If you confirm it: lock 2 accounts'. */
export function ifConfirmed(confirmed: boolean, title: string): string {
  return confirmed ? title : `If you confirm it: ${title.slice(0, 1).toLowerCase()}${title.slice(1)}`;
}

/** A sentence for the step's words about whom it does not name yet. */
export function undecided(targets: Targets): string {
  return targets.undecided.length === 0
    ? ''
    : ` Not yet decided: ${list(targets.undecided)}; once marked hostile, they belong to this step too.`;
}

function targets(marked: string[], inQuestion: string[]): Targets {
  const names = [...new Set(marked)];
  const others = [...new Set(inQuestion)].filter((name) => !names.includes(name));
  return names.length > 0
    ? { names, confirmed: true, undecided: others }
    : { names: others, confirmed: false, undecided: [] };
}
