/** Who people are and which role they have. */
import type { Config, Role } from '../config.ts';
import type { Caller, Place } from '../turn.ts';

/** Where roles come from: a list in the settings, and the groups people are in. */
export interface RoleSource {
  /** null = not known here. @throws Error when it cannot be told: then the person is refused */
  roleOf(objectId: string): Promise<Role | null>;
}

/** Somebody in a conversation, as Teams tells it, not as they call themselves. */
export interface Member {
  /** Entra object id, lower-case */
  objectId: string;
  name: string;
  /** user principal name and mail address, lower-case; empty when Teams does not say */
  addresses: string[];
  tenantId: string | null;
  guest: boolean;
}

/** Who is in a conversation. bot/teams/ asks Teams; tests keep lists. */
export interface Roster {
  /** @param id Entra object id, or the id of a mention. null = not in the conversation */
  member(place: Place, id: string): Promise<Member | null>;
  /** everybody in the conversation, at most 2,000 */
  all(place: Place): Promise<Member[]>;
}

export function listedRoles(roles: Config['roles']): RoleSource {
  return { roleOf: async (objectId) => roles.get(objectId.toLowerCase()) ?? null };
}

/** On one's own computer nobody else can be there: whoever asks is lead. */
export const localRoles: RoleSource = { roleOf: async () => 'lead' };

export function personOf({ objectId, name }: Caller): { objectId: string; name: string } {
  return { objectId, name };
}
