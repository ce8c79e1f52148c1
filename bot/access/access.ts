/** Whether somebody may do something: the one place where it is decided. Everything unclear is a refusal. */
import type { CaseWork } from '../../cards/index.ts';
import type { Role } from '../config.ts';
import { Problem } from '../problems.ts';
import type { Caller, Place, Scope } from '../turn.ts';
import { type Accounts, whyUnsafe } from './accounts.ts';
import { type Needs, reaches } from './needs.ts';
import type { Member, RoleSource, Roster } from './people.ts';

/** Not allowed; `why` is for the audit trail. */
export class Refusal extends Problem {
  readonly why: string;
  constructor(why: string, what: string, todo: string[]) {
    super(what, todo);
    this.name = 'Refusal';
    this.why = why;
  }
}

export interface AccessRules {
  /** lower-case tenant ids; null in local mode, where only this computer can reach the bot */
  tenants: readonly string[] | null;
  roles: RoleSource;
  roster: Roster;
  accounts: Accounts;
  workOf(caseId: string): Readonly<CaseWork>;
}

/** Somebody who may be here at all. */
export interface Visitor {
  caller: Caller;
  role: Role;
  /** null in local mode, where Teams is not asked */
  member: Member | null;
}

export interface Access {
  /** Tenant, guests, scope, and that there is a role at all. @throws Refusal */
  admit(caller: Caller, place: Place, needs: Needs): Promise<Visitor>;
  /** For what is not about a case. @throws Refusal */
  needRole(visitor: Visitor, needs: Needs): Role;
  /** Membership, role in the case, and exposed or hostile accounts. @throws Refusal @returns the role in the case */
  enterCase(visitor: Visitor, needs: Needs, caseId: string): Promise<Role>;
  /** Whether a case may be shown in a list. */
  mayOpen(visitor: Visitor, caseId: string): boolean;
}

export function createAccess({ tenants, roles, roster, accounts, workOf }: AccessRules): Access {
  async function admit(caller: Caller, place: Place, needs: Needs): Promise<Visitor> {
    const member = tenants === null ? null : await memberIn(tenants, caller, place);
    const role = await known(roles.roleOf(caller.objectId), 'role could not be told');
    if (role === null) {
      throw new Refusal('no role', 'You have no role here', [
        'Ask the person who runs Mailtrail to give you one: they add your Entra object id to MAILTRAIL_ROLES, or you to a group of MAILTRAIL_ROLE_GROUPS.',
      ]);
    }
    checkScope(needs, place.scope);
    return { caller, role, member };
  }

  async function memberIn(allowed: readonly string[], caller: Caller, place: Place): Promise<Member> {
    if (!allowed.includes((place.tenantId ?? '').toLowerCase())) throw elsewhere('other tenant');
    const member = await known(roster.member(place, caller.objectId), 'Teams could not say who this is');
    if (member?.objectId !== caller.objectId) throw elsewhere('not in the conversation');
    if (member.guest) throw elsewhere('guest');
    if (member.tenantId !== null && !allowed.includes(member.tenantId))
      throw elsewhere('member of another tenant');
    return member;
  }

  function roleIn(caseId: string, { role, caller }: Visitor): Role | null {
    if (role === 'lead') return 'lead';
    const found = workOf(caseId).members.find(({ objectId }) => objectId === caller.objectId);
    if (!found) return null;
    // Who lost the role of a responder does not keep a lead's because they once made the case.
    return found.lead && reaches(role, 'responder') ? 'lead' : role;
  }

  function needRole({ role }: Visitor, needs: Needs): Role {
    if (reaches(role, needs.role)) return role;
    throw new Refusal(`role ${role}, needs ${needs.role}`, `This needs the role ${needs.role}`, [
      'Ask somebody who has it, or the person who runs Mailtrail to give it to you.',
    ]);
  }

  return {
    admit,
    needRole,
    mayOpen: (visitor, caseId) => roleIn(caseId, visitor) !== null,
    async enterCase(visitor, needs, caseId) {
      const role = roleIn(caseId, visitor);
      if (role === null) {
        throw new Refusal('not in the case', 'This case is not open to you', [
          'A lead, or whoever made it, can write invite and your name in a chat about it.',
        ]);
      }
      needRole({ ...visitor, role }, needs);
      await checkAccount(visitor, caseId);
      return role;
    },
  };

  async function checkAccount({ member, caller }: Visitor, caseId: string): Promise<void> {
    if (member === null || Object.hasOwn(workOf(caseId).overrides, caller.objectId)) return;
    const why = whyUnsafe(member, await accounts.of(caseId));
    if (why === null) return;
    throw new Refusal(`${why} account`, UNSAFE_WORDS[why], [
      'Talk to a lead outside of Teams: by phone, or in person.',
      'A lead can write override and your name; a second lead confirms it.',
    ]);
  }
}

const UNSAFE_WORDS = {
  exposed: 'Your own mailbox may be in the hands of the attacker, so this case is not shown to your account',
  hostile: 'Your account is marked hostile in this case, so the case is not shown to it',
  'unknown account':
    'Teams does not tell me which mailbox is yours, so the case is not shown to your account',
} as const;

async function known<T>(asking: Promise<T>, why: string): Promise<T> {
  try {
    return await asking;
  } catch {
    throw new Refusal(why, 'I could not find out who you are', ['Try it once more in a minute.']);
  }
}

function elsewhere(why: string): Refusal {
  return new Refusal(why, 'I answer only people of the organisation I was set up for', [
    'Guests and other organisations are refused. Ask your colleague there to look for you.',
  ]);
}

const SCOPE_WORDS: Record<Scope, string> = {
  personal: 'a private chat with me',
  groupChat: 'a group chat',
  channel: 'a channel',
};

function checkScope({ scopes }: Needs, scope: Scope): void {
  if (scopes.includes(scope)) return;
  const where = scopes.map((one) => SCOPE_WORDS[one]).join(' or ');
  throw new Refusal(`not in ${scope}`, 'That does not work here', [`Use it in ${where}.`]);
}
