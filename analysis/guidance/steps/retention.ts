import { CONNECT_COMPLIANCE } from '../powershell.ts';
import type { Step } from '../step.ts';

export const step: Step = {
  id: 'retention',
  source: 'OMB M-21-31, as cited by CISA AA23-193A',
  order: 80,
  when: () => true,
  title: () => 'Keep the log for 12 months at hand and 18 months more in store',
  why: () =>
    'OMB M-21-31 requires it of US federal agencies, and CISA recommends it to all. Audit (Standard) keeps 180 days (records made ' +
    'since October 2023; older ones 90), Audit (Premium) a year, up to ten with an add-on and a policy. A policy of your own beats the ' +
    'default even when it is shorter. Without Premium, copy the log out of the tenant. The record types are both needed: Bind is ' +
    'ExchangeItemAggregated, Sync is ExchangeItem.',
  commands: () => [
    CONNECT_COMPLIANCE,
    'Get-UnifiedAuditLogRetentionPolicy | Sort-Object -Property Priority | Format-List Priority, Name, RecordTypes, Operations, UserIds, RetentionDuration',
    "New-UnifiedAuditLogRetentionPolicy -Name 'Mail access, one year' -RecordTypes ExchangeItemAggregated,ExchangeItem -RetentionDuration TwelveMonths -Priority 10",
  ],
};
