/** Who may do what, and what they see of it. */
export { type Access, createAccess, Refusal, type Visitor } from './access.ts';
export { type Accounts, OUT_OF_BAND, type UnsafeMember, watchAccounts } from './accounts.ts';
export { type Asked, type Confirmations, createConfirmations } from './confirmations.ts';
export { groupRoles } from './group-roles.ts';
export { mustDeclare, type Needs, reaches } from './needs.ts';
export { listedRoles, localRoles, type Member, personOf, type RoleSource, type Roster } from './people.ts';
export { createRedactor, namelessEngine, type Redactor, redactedEngine, redactedWork } from './redact.ts';
