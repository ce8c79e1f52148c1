/** Roles of those who are not listed by name: what the groups they are in give them. */
import { type Config, ROLES, type Role } from '../config.ts';
import type { RoleSource } from './people.ts';

export interface GroupRolesOptions {
  /** asked first: who is listed has that role, whatever groups say */
  listed: RoleSource;
  groups: Config['roleGroups'];
  /** which of these groups somebody is in. @throws when it cannot be told */
  memberGroups(objectId: string, groupIds: readonly string[]): Promise<string[]>;
  now?: () => number;
}

/** A person who leaves a group keeps its role so long. */
const KEEP_MS = 5 * 60_000;
const MOST_KEPT = 2_000;

/** Fails closed: when groups cannot be asked, roleOf throws and the person is refused; that is not remembered. */
export function groupRoles({ listed, groups, memberGroups, now = Date.now }: GroupRolesOptions): RoleSource {
  const kept = new Map<string, { role: Role | null; at: number }>();
  return {
    async roleOf(objectId) {
      const own = await listed.roleOf(objectId);
      if (own !== null || groups.size === 0 || objectId === '') return own;
      const id = objectId.toLowerCase();
      const known = kept.get(id);
      if (known !== undefined && now() - known.at < KEEP_MS) return known.role;
      kept.delete(id);
      const role = highest((await memberGroups(id, [...groups.keys()])).map((group) => groups.get(group)));
      kept.set(id, { role, at: now() });
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return role;
    },
  };
}

function highest(roles: readonly (Role | undefined)[]): Role | null {
  return [...ROLES].reverse().find((role) => roles.includes(role)) ?? null;
}
