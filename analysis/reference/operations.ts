/**
 * Operations other than MailItemsAccessed that rules read. The raw record is kept for these alone; all others
 * are counted and found again by input and row.
 */
import groups from './operations.json' with { type: 'json' };

export const OPERATION_GROUPS = [
  'inbox-rule',
  'mailbox-settings',
  'protocol',
  'consent',
  'application',
  'app-credential',
  'delegation',
  'folder-permission',
  'transport',
  'exchange-role',
  'directory-role',
  'ediscovery',
  'audit-settings',
  'protection',
  'licence',
  'account',
  'sign-in',
  'mailbox-sign-in',
  'send',
  'search',
  'attachment',
  'deletion',
  'item-change',
] as const;
export type OperationGroup = (typeof OPERATION_GROUPS)[number];

export interface AuditOperation {
  /** as `operationKey` gives it */
  key: string;
  /** as it is written in the log; a search must name it so, with the full stop Entra puts at the end */
  name: string;
  group: OperationGroup;
  origin: string;
}

/** A group of operations.json; that they are so is tested, and costs every start nothing. */
interface Row {
  group: OperationGroup;
  what: string;
  origin: string;
  operations: string[];
}

/** One spelling: Entra's names end in a full stop in some exports only, and case varies. In SQL: lower(rtrim(trim(x), '.')). */
export function operationKey(operation: string): string {
  const trimmed = operation.trim();
  let end = trimmed.length;
  while (end > 0 && trimmed[end - 1] === '.') end -= 1;
  return trimmed.slice(0, end).toLowerCase();
}

export const RULE_OPERATIONS: readonly AuditOperation[] = (groups as Row[]).flatMap(
  ({ group, origin, operations }) =>
    operations.map((name) => ({ key: operationKey(name), name, group, origin })),
);
