/** What every command and every button declares. Without it, it does not load: denied by default. */
import { z } from 'zod';
import { ROLES, type Role } from '../config.ts';
import type { Scope } from '../turn.ts';

export interface Needs {
  /** the least role that may use it; in a case, its lead counts as lead */
  role: Role;
  scopes: Scope[];
  /** 'case': only people who are in the case may use it */
  about: 'case' | 'nothing';
}

const needs = z.object({
  role: z.enum(ROLES as [Role, ...Role[]]),
  scopes: z.array(z.enum(['personal', 'groupChat', 'channel'])).min(1),
  about: z.enum(['case', 'nothing']),
});

/** @throws Error naming the file and what it does not say */
export function mustDeclare(unit: object, file: string): void {
  const parsed = needs.safeParse(unit);
  if (parsed.success) return;
  const missing = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new Error(`${file} does not say who may use it: ${missing}`);
}

export function reaches(has: Role, least: Role): boolean {
  return ROLES.indexOf(has) >= ROLES.indexOf(least);
}
