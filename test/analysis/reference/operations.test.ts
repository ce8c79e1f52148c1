import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPERATION_GROUPS, operationKey, RULE_OPERATIONS } from '../../../analysis/reference/operations.ts';

const findOperation = (operation: string) =>
  RULE_OPERATIONS.find(({ key }) => key === operationKey(operation)) ?? null;

describe('the operations rules read', () => {
  it('has every operation once, and some in every group', () => {
    expect(new Set(RULE_OPERATIONS.map(({ key }) => key)).size).toBe(RULE_OPERATIONS.length);
    expect(new Set(RULE_OPERATIONS.map(({ group }) => group))).toEqual(new Set(OPERATION_GROUPS));
  });

  it.each([
    ['New-InboxRule', 'inbox-rule'],
    ['UpdateInboxRules', 'inbox-rule'],
    ['Set-Mailbox', 'mailbox-settings'],
    ['Consent to application.', 'consent'],
    ['Add OAuth2PermissionGrant.', 'consent'],
    ['Add app role assignment to service principal.', 'consent'],
    ['Add service principal credentials.', 'app-credential'],
    ['Add-MailboxPermission', 'delegation'],
    ['ModifyFolderPermissions', 'folder-permission'],
    ['New-TransportRule', 'transport'],
    ['New-ManagementRoleAssignment', 'exchange-role'],
    ['SearchExported', 'ediscovery'],
    ['Set-MailboxAuditBypassAssociation', 'audit-settings'],
    ['Set-AdminAuditLogConfig', 'audit-settings'],
    ['Set-OrganizationConfig', 'audit-settings'],
    ['Update user.', 'licence'],
    ['Change user license.', 'licence'],
    ['UserLoggedIn', 'sign-in'],
    ['SendOnBehalf', 'send'],
    ['SearchQueryInitiatedExchange', 'search'],
    ['AttachmentAccess', 'attachment'],
    ['MoveToDeletedItems', 'deletion'],
    ['MailboxLogin', 'mailbox-sign-in'],
    ['UPDATE', 'item-change'],
  ])('%s is %s', (operation, group) => {
    expect(findOperation(operation)?.group).toBe(group);
  });

  it.each(['MailItemsAccessed', 'FileAccessed', '', '.', 'constructor'])(
    '%j is none of them',
    (operation) => {
      expect(findOperation(operation)).toBeNull();
    },
  );

  it('has one key for the spellings of one operation', () => {
    expect(operationKey(' Consent to application. ')).toBe(operationKey('consent to application'));
    expect(operationKey('.'.repeat(100_000))).toBe('');
  });
});

const samples = new URL('../../../../shared/data/exports/det-eng-samples/', import.meta.url);

describe.skipIf(!existsSync(samples))('real records (skipped when ../shared is absent)', () => {
  it('covers every operation of the samples', () => {
    const seen = new Set<string>();
    for (const file of readdirSync(samples)) {
      const text = readFileSync(new URL(encodeURIComponent(file), samples), 'utf8');
      for (const match of text.matchAll(/"{1,2}Operation"{1,2}\s*:\s*"{1,2}([^"]+)"/g))
        seen.add(match[1] ?? '');
    }
    expect(seen.size).toBeGreaterThan(15);
    expect([...seen].filter((operation) => findOperation(operation) === null)).toEqual([]);
  });
});
