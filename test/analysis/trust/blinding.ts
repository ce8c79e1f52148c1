/** Records that switch the log off, or on again; times in days after a Monday. */
import { type AuditData, deed, later, parameters } from '../case/records.ts';

export const HOUR = 3_600;
export const DAY = 86_400;
export const ANA = 'ana@contoso.com';
export const ADMIN = 'admin@contoso.com';
/** A Monday. */
export const START = '2026-05-04T09:00:00';
export const at = (days: number, seconds = 0) => later(START, days * DAY + seconds);
export const iso = (days: number, seconds = 0) => `${at(days, seconds)}Z`;

export interface Who {
  ana: string;
  admin: string;
}

export function other(
  operation: string,
  days: number,
  fields: Record<string, unknown>,
  user: string,
): AuditData {
  return deed(operation, fields, { at: at(days), user });
}

export function cmdlet(
  operation: string,
  days: number,
  given: Record<string, string>,
  user = ADMIN,
): AuditData {
  return other(operation, days, { Parameters: parameters(given) }, user);
}

export const bypass = ({ ana }: Pick<Who, 'ana'>, days: number, on: boolean) =>
  cmdlet('Set-MailboxAuditBypassAssociation', days, {
    Identity: ana,
    AuditBypassEnabled: on ? 'True' : 'False',
  });
export const ingestion = (days: number, on: boolean, user = ADMIN) =>
  cmdlet('Set-AdminAuditLogConfig', days, { UnifiedAuditLogIngestionEnabled: on ? 'True' : 'False' }, user);
export const set = ({ ana }: Pick<Who, 'ana'>, days: number, parameters: Record<string, string>) =>
  cmdlet('Set-Mailbox', days, { Identity: ana, ...parameters });
export const licence = ({ ana }: Who, days: number, from: string, to: string) =>
  other(
    'Update user.',
    days,
    { ObjectId: ana, ModifiedProperties: [{ Name: 'AssignedLicense', OldValue: from, NewValue: to }] },
    ADMIN,
  );
export const E5 = '["[SkuName=E5, DisabledPlans=[]]"]';
export const E5_LESS = '["[SkuName=E5, DisabledPlans=[M365_ADVANCED_AUDITING]]"]';
